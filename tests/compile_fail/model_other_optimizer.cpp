// expect: Model: has the optimiser Adam, but is given SGD, write Model<Net, SGD>
#include <cincel/training.hpp>
using namespace cincel;
using Net = Sequential<Input<4>, Dense<3>, Softmax>;
void f(const std::vector<float>& x, const std::vector<int>& y) {
  Model<Net> model(SGD{.learning_rate = 0.1f});
  model.fit(x, y);
}
