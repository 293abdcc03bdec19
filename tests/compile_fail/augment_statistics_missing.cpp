// expect: apply: a featurewise normalisation needs the FeaturewiseStatistics of the data set as last argument
#include <cincel/augment.hpp>
using namespace cincel;
float a[12], b[12];
void f() { Augment<FeaturewiseCenter>::apply<Image<2, 2, 3>>({}, a, b); }
