// expect: Dense<10>: needs a flat input, got 6x6x8, insert Flatten before it
#include <cincel/training.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 1>, Conv2D<8, 3>,
                       Outputs<Output<"digit", Dense<10>, Softmax>, Output<"size", Dense<1>, Sigmoid>>>;
void f(const std::vector<float>& x, const std::vector<float>& y) {
  Model<Net, Adam, OutputLosses<CategoricalCrossentropy, BinaryCrossentropy>> model(Adam{}, {.weights = {1, 0.5f}});
  model.fit(x, y, {.batch_size = 16});
  const auto sizes = model.predict(x, 1);
  model["size.dense.weight"_p][0] = sizes[0];
}
