// expect: Inference: its second argument is Batch<N>, the samples of a call, with N >= 1, or a hook, called for each step as hook(StepNumber<i>(), run); got Batch<0>
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8>, Dense<4>>;
float f(Inference<Net, Batch<0>>& net, const std::array<float, 8>& x) { return net.predict(x)[0]; }
