// expect: apply: the input is float and the output 8 bits, which would be cut; give an output of floats
#include <cincel/augment.hpp>
using namespace cincel;
float a[12];
std::uint8_t b[12];
void f() { Augment<>::apply<Image<2, 2, 3>>({}, a, b); }
