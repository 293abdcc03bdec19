// expect: layer 2, Dense<10>: needs a flat input, got 26x26x8, insert Flatten before it
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<28, 28, 1>, Conv2D<8, 3>, Dense<10>>;
float f(const std::array<float, 784>& x, const float* packed) {
  Inference<Net> net(WeightsView<Net>::from_packed(packed), static_arena<Net>());
  return net.predict(x)[9] + net.output<"mask">()[0] + net.self_test();
}
