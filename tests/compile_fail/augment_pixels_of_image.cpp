// expect: HeightShift<Pixels<4>>: moves a picture by more than its height, which is 2
#include <cincel/augment.hpp>
using namespace cincel;
float a[12], b[12];
void f() { Augment<HeightShift<Pixels<4>>>::apply<Image<2, 2, 3>>({}, a, b); }
