// expect: Model: has the optimiser Adam, but is given SGD, write Model<Net, SGD, MeanSquaredError>
#include <cincel/training.hpp>
using namespace cincel;
using Net = Sequential<Input<4>, Dense<3>, Softmax>;
void f() { Model<Net> model(SGD{}, MeanSquaredError{}); }
