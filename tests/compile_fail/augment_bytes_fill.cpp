// expect: apply: Fill::constant<-1> is no value of a picture of 8 bits, which are 0 to 255
#include <cincel/augment.hpp>
using namespace cincel;
std::uint8_t a[12], b[12];
void f() { Augment<Zoom<0.2>, Fill::constant<-1>>::apply<Image<2, 2, 3>>({}, a, b); }
