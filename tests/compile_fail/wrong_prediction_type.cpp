// expect: layer 3, Dense<10>: needs a flat input, got 6x6x8, insert Flatten before it
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 1>, Conv2D<8, 3>, ReLU, Dense<10>, Softmax>;
void f(Inference<Net>& net, const std::array<float, 64>& x) {
  auto y = net.predict(x);
  static_assert(decltype(y)::extent == 10);
  std::array<float, decltype(y)::extent> sums{};
  for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += y[i];
}
