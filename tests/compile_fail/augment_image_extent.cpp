// expect: Image<0, 2, 3>: needs sides of 1 to 16384
#include <cincel/augment.hpp>
using namespace cincel;
float a[12], b[12];
void f() { Augment<>::apply<Image<0, 2, 3>>({}, a, b); }
