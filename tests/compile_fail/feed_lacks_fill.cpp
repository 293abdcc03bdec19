// expect: Mine is no feed: it lacks void fill(std::size_t sample, std::span<float> x, std::span<Target> y, RandomStream&) const or SampleView<Target> view(std::size_t sample) const, Target being unsigned char
#include <cincel/training.hpp>
using namespace cincel;
using Net = Sequential<Input<4>, Dense<3>, Softmax>;
struct Mine {
  std::size_t size() const { return 8; }
  void fill(std::size_t, std::span<float>, std::span<int>, RandomStream&) const {}
};
void f(Model<Net>& model) { model.evaluate(Mine{}); }
