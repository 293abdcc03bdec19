// expect: apply: the statistics are not the matrix yet, which Policy::whitening(statistics) makes of them
#include <cincel/augment.hpp>
#include <cincel/augment/whitening.hpp>
using namespace cincel;
float a[12], b[12];
void f() { Augment<ZcaWhitening<>>::apply<Image<2, 2, 3>>({}, a, b, WhiteningStatistics<Image<2, 2, 3>>()); }
