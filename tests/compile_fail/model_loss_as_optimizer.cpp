// expect: Model: MeanSquaredError stands where the optimiser does, but is a loss, write Model<Net, Adam, MeanSquaredError>
#include <cincel/training.hpp>
using namespace cincel;
using Net = Sequential<Input<4>, Dense<3>, Softmax>;
void f() { Model<Net, MeanSquaredError> model; }
