// expect: predict: a call takes up to 2 samples of 8 floats (8), one after another, got vector<double>; convert the numbers to float
#include <cincel/inference.hpp>
#include <vector>
using namespace cincel;
using Net = Sequential<Input<8>, Dense<4>>;
float f(Inference<Net, Batch<2>>& net, const std::vector<double>& x) { return net.predict(x)[0]; }
