// expect: apply: MaskFill<-1> is no value of a picture of 8 bits, which are 0 to 255
#include <cincel/augment.hpp>
using namespace cincel;
using Policy = Augment<Zoom<0.2>, Fill::constant<>, MaskFill<-1>>;
std::uint8_t a[4], b[4];
void f() { Policy::apply_mask<Image<2, 2, 1>>({}, a, b); }
