// expect: predict: a call takes up to 2 samples of 8 floats (8), one after another, got an array of 24 float
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8>, Dense<4>>;
float f(Inference<Net, Batch<2>>& net, const float (&x)[24]) { return net.predict(x)[0]; }
