// expect: needs a flat input
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 3>, Conv2D<4, 3>, Dense<4>>;
float f(WeightsView<Net> weights, std::span<const float> x) {
  Inference<Net, Batch<4>> net(weights, static_arena<Net, Batch<4>>());
  return net.predict(x)[0] + net.output(0)[1];
}
