// expect: layer 3, Dense<10>: needs a flat input, got 6x6x8, insert Flatten before it
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 1>, Conv2D<8, 3>, ReLU, Dense<10>, Softmax>;
alignas(64) static std::array<float, Net::arena_bytes / 4> memory;
float f(WeightsView<Net> w, const std::array<float, 64>& x) {
  Inference<Net> net(w, memory);
  return net.predict(x)[3];
}
