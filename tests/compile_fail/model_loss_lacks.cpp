// expect: Model: Mine is no loss: it lacks static constexpr std::int64_t target_size(const Shape&) and static void check(
#include <cincel/training.hpp>
using namespace cincel;
using Net = Sequential<Input<4>, Dense<3>, Softmax>;
struct Mine {
  using target_type = float;
};
void f(const std::vector<float>& x) {
  Model<Net, Adam, Mine> model;
  model.fit(x, x);
}
