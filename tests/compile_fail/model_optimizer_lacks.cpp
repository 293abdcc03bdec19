// expect: Model: Mine is no optimiser: it lacks void check() const and template <class T> void update(
#include <cincel/training.hpp>
using namespace cincel;
using Net = Sequential<Input<4>, Dense<3>, Softmax>;
struct Mine {
  static constexpr int slot_count = 1;
};
void f() { Model<Net, Mine> model(Mine{}); }
