// expect: apply: the input is 12 float or uint8_t (2x2x3), got an array of 12 double
#include <cincel/augment.hpp>
using namespace cincel;
double a[12], b[12];
void f() { Augment<>::apply<Image<2, 2, 3>>({}, a, b); }
