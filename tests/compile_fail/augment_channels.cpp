// expect: Brightness: takes pictures of 1, 3 or 4 channels (the fourth is alpha, which stays), got 3x2x2
#include <cincel/augment.hpp>
using namespace cincel;
float a[12], b[12];
void f() { Augment<Brightness<0.5, 1>>::apply<Image<3, 2, 2>>({}, a, b); }
