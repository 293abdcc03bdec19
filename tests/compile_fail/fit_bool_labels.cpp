// expect: y is vector<bool>, but labels are integers, one after another, from 0 to 2
#include <cincel/training.hpp>
using namespace cincel;
using Net = Sequential<Input<4>, Dense<3>, Softmax>;
void f(Model<Net>& model, const std::vector<float>& x, const std::vector<bool>& y) { model.train_on_batch(x, y); }
