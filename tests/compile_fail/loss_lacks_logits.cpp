// expect: Model: Mine is no loss: it lacks bool from_logits, which a loss that applies_softmax or takes_probabilities has
#include <cincel/training.hpp>
using namespace cincel;
struct Mine {
  using target_type = float;
  static constexpr bool applies_softmax = true;
  static constexpr std::int64_t target_size(const Shape& output) { return output.volume(); }
  static void check(const float*, const Shape&, std::size_t) {}
  template <class T>
  SampleLoss operator()(const T*, const float*, const Shape&, T*, T) const { return {}; }
};
void f(const std::vector<float>& x) {
  Model<Sequential<Input<4>, Dense<3>, Softmax>, Adam, Mine> model;
  model.fit(x, x);
}
