// expect: layer 1, Normalization<Mean, Variance>: has 2 means and 1 variances for 3 channels
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 3>, Normalization<Mean<0.5f, 0.4f>, Variance<1.0f>>>;
static_assert(Net::output_shape == Shape(1));
