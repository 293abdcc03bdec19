// expect: Inference: takes the weights of its own network, of 27090 parameters, got those of another one, of 10
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<28, 28, 1>, Conv2D<4, 3>, Flatten, Dense<10>>;
using Other = Sequential<Input<4>, Dense<2>>;
float f(WeightsView<Other> weights) { return Inference<Net>(weights).output(0)[0]; }
