// expect: layer 1, Dense<2>: needs a flat input, got 4x4x1; insert Flatten before it
#include <cincel/inference.hpp>
#include <cincel/profile/layer_times.hpp>
using namespace cincel;
using Net = Sequential<Input<4, 4, 1>, Dense<2>>;
float f(Inference<Net, profile::LayerTimes<Net>>& net, const std::array<float, 16>& x) { return net.predict(x)[0]; }
