// expect: layer 2, Dense<10>: needs a flat input, got 26x26x8, insert Flatten before it
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<28, 28, 1>, Conv2D<8, 3>, Dense<10>>;
int f(Inference<Net>& net, const std::array<float, 784>& x) {
  std::span<const float, 5> y = net.predict(x);
  const std::span<const float, 10> z(net.predict(x));
  const std::span<const float> all = net.predict(x);
  const auto probabilities = net.predict(x);
  float sum = y[3] + z[9] + all[0] + probabilities[1];
  for (const float p : net.predict(x)) sum += p;
  return static_cast<int>(argmax(net.predict(x))) + (sum > 1);
}
