// expect: layer 3, Dense<10>: needs a flat input, got 6x6x8, insert Flatten before it
#include <cincel/training.hpp>
#include <cmath>
using namespace cincel;
using Net = Sequential<Input<8, 8, 1>, Conv2D<8, 3>, ReLU, Dense<10>, Softmax>;
struct Huber {
  float delta = 1;
  using target_type = float;
  static constexpr std::int64_t target_size(const Shape& s) { return s.volume(); }
  static void check(const float*, const Shape&, std::size_t) {}
  template <class T>
  SampleLoss operator()(const T* z, const float* t, const Shape& s, T* dz, T scale) const {
    double sum = 0;
    for (std::int64_t i = 0; i < s.volume(); ++i) {
      const double d = static_cast<double>(z[i] - static_cast<T>(t[i]));
      sum += std::abs(d) < static_cast<double>(delta) ? d * d / 2 : static_cast<double>(delta) * std::abs(d);
      if (dz != nullptr) dz[i] += scale * static_cast<T>(d);
    }
    return {sum, 0};
  }
};
void f(const std::vector<float>& x, const std::vector<float>& y) {
  Model<Net, Adam, Huber> model(Adam{}, {.delta = 0.5f}, {.seed = 2});
  model.fit(x, y, {.epochs = 2});
}
