// expect: layer 2, Dense<10>: needs a flat input, got 26x26x8, insert Flatten before it
#include <cincel/training.hpp>
using namespace cincel;
using namespace cincel::literals;
using Net = Sequential<Input<28, 28, 1>, Conv2D<8, 3>, Dense<10>>;
void f(const std::vector<float>& x, const std::vector<float>& y) {
  Model<Net, SGD, MeanSquaredError> model(SGD{.learning_rate = 0.1f}, MeanSquaredError{}, {.seed = 3});
  model.train_on_batch(x, y);
  model.fit(x, y, {.epochs = 3});
  model["conv2d.weight"_p][5] = model.evaluate(x, y).mean_loss() > 1;
  model.predict(x, 1);
}
