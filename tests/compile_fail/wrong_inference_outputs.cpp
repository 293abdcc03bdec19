// expect: layer 2, Dense<10>: needs a flat input, got 26x26x8, insert Flatten before it
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<28, 28, 1>, Conv2D<8, 3>, Dense<10>>;
static_assert(Inference<Net>::outputs == 10 && Inference<Net>::inputs == 784u);
static_assert(Inference<Net>::output_count == 2 && Inference<Net>::arena_floats < 4096);
std::array<float, Inference<Net>::outputs> y{};
