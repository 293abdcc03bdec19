// expect: Inference: its hook measures another network, of 1 steps; this one has 2
#include <cincel/inference.hpp>
#include <cincel/profile/layer_times.hpp>
using namespace cincel;
using Other = Sequential<Input<8>, Dense<4>>;
using Net = Sequential<Input<8>, Dense<4>, Dense<2>>;
float f(Inference<Net, profile::LayerTimes<Other>>& net, const std::array<float, 8>& x) { return net.predict(x)[0]; }
