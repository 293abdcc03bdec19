// expect: layer 3, Dense<10>: needs a flat input, got 6x6x8, insert Flatten before it
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 1>, Conv2D<8, 3>, ReLU, Dense<10>, Softmax>;
auto a = static_arena<Net>();
auto b = static_arena<Net>();
std::size_t f() { return static_arena<Net>().size(); }
