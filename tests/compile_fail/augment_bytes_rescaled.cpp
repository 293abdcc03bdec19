// expect: apply: Rescale makes numbers that 8 bits do not hold; give an output of floats
#include <cincel/augment.hpp>
using namespace cincel;
std::uint8_t a[12], b[12];
void f() { Augment<Rescale<0.5>>::apply<Image<2, 2, 3>>({}, a, b); }
