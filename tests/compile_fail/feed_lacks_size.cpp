// expect: Mine is no feed: it lacks std::size_t size() const and void fill(std::size_t sample, std::span<float> x, std::span<Target> y, RandomStream&) const or SampleView<Target> view(std::size_t sample) const, Target being unsigned char
#include <cincel/training.hpp>
using namespace cincel;
using Net = Sequential<Input<4>, Dense<3>, Softmax>;
struct Mine {};
void f(Model<Net>& model, const Mine& mine) { model.fit(mine, {.epochs = 2}); }
