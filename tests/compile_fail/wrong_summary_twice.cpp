// expect: layer 3, Dense<10>: needs a flat input, got 6x6x8, insert Flatten before it
#include <cincel/training.hpp>
#include <iostream>
using namespace cincel;
using Net = Sequential<Input<8, 8, 1>, Conv2D<8, 3>, ReLU, Dense<10>, Softmax>;
template <class N>
void describe() {
  std::cout << summary<N>() << std::int64_t{N::macs};
}
int main() {
  std::cout << summary<Net>();
  describe<Net>();
}
