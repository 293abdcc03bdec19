// expect: the labels of SparseCategoricalCrossentropy end at 255, but the network has 300 classes; use a wider target_type, as SparseCategoricalCrossentropy16 has
#include <cincel/training.hpp>
using namespace cincel;
using Net = Sequential<Input<4>, Dense<300>, Softmax>;
void f(const std::vector<float>& x, const std::vector<int>& y) {
  Model<Net> model;
  model.fit(x, y);
}
