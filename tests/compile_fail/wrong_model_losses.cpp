// expect: layer 2, Dense<10>: needs a flat input, got 26x26x8, insert Flatten before it
#include <cincel/training.hpp>
using namespace cincel;
using Two = Sequential<Input<28, 28, 1>, Conv2D<8, 3>, Dense<10>, Outputs<Output<"a", Softmax>, Output<"b", Dense<3>, Softmax>>>;
void f(const std::vector<float>& x, const std::vector<std::uint8_t>& y) {
  Model<Two, Adam, OutputLosses<SparseCategoricalCrossentropy, SparseCategoricalCrossentropy>> model;
  model.fit(x, y);
}
