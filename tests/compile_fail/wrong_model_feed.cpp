// expect: layer 2, Dense<10>: needs a flat input, got 26x26x8; insert Flatten before it
#include <cincel/training.hpp>
using namespace cincel;
using Net = Sequential<Input<28, 28, 1>, Conv2D<8, 3>, Dense<10>>;
void f(Model<Net>& model, std::span<const std::uint32_t> some) {
  const auto feed = feed_of(8, [](std::size_t, auto, auto) {});
  model.fit(feed, {.epochs = 3});
  model.fit(feed, feed);
  model.train_on_batch(feed, some);
  model.predict(feed);
}
