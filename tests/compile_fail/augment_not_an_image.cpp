// expect: apply: needs the shape of the pictures, as in apply<Image<32, 32, 3>>(draw, input, output), got float
#include <cincel/augment.hpp>
using namespace cincel;
float a[12], b[12];
void f() { Augment<>::apply<float>({}, a, b); }
