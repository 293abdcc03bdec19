// expect: apply: the statistics are of 1 channels, the pictures are 2x2x3
#include <cincel/augment.hpp>
using namespace cincel;
float a[12], b[12];
void f() { Augment<FeaturewiseCenter>::apply<Image<2, 2, 3>>({}, a, b, FeaturewiseStatistics<1>()); }
