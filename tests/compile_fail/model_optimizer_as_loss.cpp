// expect: Model: SGD stands where the loss does, but is an optimiser, write Model<Net, SGD, the loss>
#include <cincel/training.hpp>
using namespace cincel;
using Net = Sequential<Input<4>, Dense<3>, Softmax>;
void f() { Model<Net, SGD, SGD> model; }
