// expect: Model: int is no optimiser: it lacks static constexpr int slot_count and void check() const and
#include <cincel/training.hpp>
using namespace cincel;
using Net = Sequential<Input<4>, Dense<3>, Softmax>;
void f() { Model<Net, int> model; }
