// expect: Mine is no feed: it lacks std::size_t size() const
#include <cincel/training.hpp>
using namespace cincel;
using Net = Sequential<Input<4>, Dense<3>, Softmax>;
struct Mine {
  void fill(std::size_t, std::span<float>, std::span<std::uint8_t>, RandomStream&) const {}
};
void f(Model<Net>& model, const SpanFeed<std::uint8_t>& feed) { model.fit(feed, Mine{}, {.epochs = 2}); }
