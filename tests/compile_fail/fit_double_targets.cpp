// expect: y is vector<double>, but the targets of this loss are floats or integers, one after another
#include <cincel/training.hpp>
using namespace cincel;
using Net = Sequential<Input<4>, Dense<3>, Softmax>;
void f(Model<Net, Adam, MeanSquaredError>& model, const std::vector<float>& x, const std::vector<double>& y) { model.fit(x, y); }
