// expect: Model: has the loss SparseCategoricalCrossentropy, but is given MeanSquaredError, write Model<Net, Adam, MeanSquaredError>
#include <cincel/training.hpp>
using namespace cincel;
using Net = Sequential<Input<4>, Dense<3>, Softmax>;
void f() { Model<Net> model(Adam{}, MeanSquaredError{}, {.seed = 2}); }
