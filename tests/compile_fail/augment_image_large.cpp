// expect: Image<2, 20000, 3>: needs sides of 1 to 16384, 1 to 256 channels, at most 65536 numbers in a row and 1073741824 in all
#include <cincel/augment.hpp>
using namespace cincel;
float a[12], b[12];
void f() { Augment<>::apply<Image<2, 20000, 3>>({}, a, b); }
