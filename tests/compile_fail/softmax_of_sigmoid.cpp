// expect: CategoricalCrossentropy takes the softmax itself, of logits, but the network makes numbers from 0 to 1 that are no Softmax over its channels; end it in Softmax, or use BinaryCrossentropy
#include <cincel/training.hpp>
using namespace cincel;
using Net = Sequential<Input<4>, Dense<3>, Sigmoid>;
void f(const std::vector<float>& x) {
  Model<Net, Adam, CategoricalCrossentropy> model({}, {.from_logits = true});
  model.fit(x, x);
}
