// expect: Model: Mine is no loss: it lacks static void check(
#include <cincel/training.hpp>
using namespace cincel;
struct Mine {
  using target_type = float;
  static constexpr std::int64_t target_size(const Shape& output) { return output.volume(); }
  template <class T>
  SampleLoss operator()(const T*, const float*, const Shape&, T*, T) const { return {}; }
};
using Net = Sequential<Input<4>, Outputs<Output<"a", Dense<3>>, Output<"b", Dense<3>>>>;
void f(const std::vector<float>& x) {
  Model<Net, Adam, OutputLosses<MeanSquaredError, Mine>> model;
  model.fit(x, x);
}
