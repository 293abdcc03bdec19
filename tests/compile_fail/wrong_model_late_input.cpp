// expect: layer 0, ReLU: has no Input before it, begin the network with Input<height, width, channels>
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<ReLU, Input<28, 28, 1>, Flatten, Dense<10>, Softmax>;
void f(const float* packed) { Inference<Net> net(WeightsView<Net>::from_packed(packed)); }
