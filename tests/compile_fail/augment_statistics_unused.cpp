// expect: apply: nothing is done with the statistics, since the policy has no FeaturewiseCenter
#include <cincel/augment.hpp>
using namespace cincel;
float a[12], b[12];
void f() { Augment<>::apply<Image<2, 2, 3>>({}, a, b, FeaturewiseStatistics<3>()); }
