// expect: predict: a call takes up to 4 samples of 8 floats (8), one after another, got an array of 20 float
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8>, Dense<4>>;
float f(Inference<Net, Batch<4>>& net, const std::array<float, 20>& x) { return net.predict(x)[0]; }
