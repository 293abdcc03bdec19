// expect: is no feed: it lacks void fill(std::size_t sample, std::span<float> x, std::span<Target> y, RandomStream&) const or SampleView<Target> view(std::size_t sample) const, Target being float
#include <cincel/training.hpp>
using namespace cincel;
using Net = Sequential<Input<4>, Dense<3>>;
void f(Model<Net, Adam, MeanSquaredError>& model) {
  model.train_on_batch(feed_of(8, [](std::size_t, std::span<float>) {}));
}
