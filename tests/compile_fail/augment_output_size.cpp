// expect: apply: the output is 12 float or uint8_t (2x2x3), got an array of 13 float
#include <cincel/augment.hpp>
using namespace cincel;
float a[12], b[13];
void f() { Augment<>::apply<Image<2, 2, 3>>({}, a, b); }
