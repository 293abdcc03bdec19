// expect: Model: has the optimiser Adam, but is given double, give Adam{...}, or name another type
#include <cincel/training.hpp>
using namespace cincel;
using Net = Sequential<Input<4>, Dense<3>, Softmax>;
void f() { Model<Net> model(0.01); }
