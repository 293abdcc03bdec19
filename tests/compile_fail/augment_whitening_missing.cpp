// expect: apply: ZcaWhitening needs the Whitening of the data set as last argument, which Policy::whitening makes
#include <cincel/augment.hpp>
using namespace cincel;
float a[12], b[12];
void f() { Augment<ZcaWhitening<>>::apply<Image<2, 2, 3>>({}, a, b); }
