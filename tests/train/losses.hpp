// What the tests of losses share: a model's gradient held against the slope of what `evaluate` says, and small networks.
#pragma once

#include <doctest/doctest.h>

#include <cincel/training.hpp>

#include "../random_network.hpp"

namespace losses {
using namespace cincel;

inline constexpr int n = 6;

template <class Net, class Loss>
auto model_of(Loss loss = {}) {
  return Model<Net, SGD, Loss>(SGD{.learning_rate = 0.1f}, loss, {.seed = 3, .threads = 1});
}

/// The gradient of a model's mean loss against central differences of what `evaluate` says: one number, two routes to
/// it, and the slope between. Some seven numbers of each parameter, to 2 % or 2e-3 of what floats can resolve.
template <class M, class X, class Y>
void gradient_is_slope_of_evaluation(M& model, const X& x, const Y& y) {
  const double trained = model.compute_gradients(x, y).mean_loss(), evaluated = model.evaluate(x, y).mean_loss();
  CHECK(evaluated == doctest::Approx(trained).epsilon(1e-6));
  double largest = 0;
  for (std::size_t p = 0; p < graph_of<typename M::network>.params.size(); ++p) {
    const auto w = model.parameter(p);
    const std::vector<float> g(model.gradient(p).begin(), model.gradient(p).end());
    for (std::size_t i = 0; i < w.size(); i += 1 + w.size() / 7) {
      const float kept = w[i], h = 0.02f;
      w[i] = kept + h;
      const double above = model.evaluate(x, y).mean_loss(), to = static_cast<double>(w[i]);
      w[i] = kept - h;
      const double below = model.evaluate(x, y).mean_loss(), from = static_cast<double>(w[i]);
      w[i] = kept;
      CHECK(static_cast<double>(g[i]) == doctest::Approx((above - below) / (to - from)).epsilon(0.02).scale(0.1));
      largest = std::max(largest, std::abs(static_cast<double>(g[i])));
    }
  }
  CHECK(largest > 1e-3);
}

template <class Net>
std::vector<float> samples(float low = -1, float high = 1) {
  return random_numbers(n * InputLayout<Net>::total, 11, low, high);
}

using Classes = Sequential<Input<4>, Dense<5>, Tanh, Dense<3>>;
using TwoSoft =
    Sequential<Input<4>, Dense<5>, Tanh, Outputs<Output<"a", Dense<3>, Softmax>, Output<"b", Dense<4>, Softmax>>>;
using Mixed =
    Sequential<Input<4>, Dense<5>, Tanh, Outputs<Output<"a", Dense<2>, Sigmoid>, Output<"b", Dense<3>, Softmax>>>;

inline constexpr BinaryCrossentropy of_logits{.from_logits = true};

template <class F>
std::string error_of(F f) {
  try {
    f();
  } catch (const std::invalid_argument& e) {
    return e.what();
  }
  return "";
}

/// The absolute error, by a user who knows no logits and needs none.
struct AbsoluteError {
  using target_type = float;
  static constexpr bool has_accuracy = false;
  static constexpr std::int64_t target_size(const Shape& output) { return output.volume(); }
  static void check(const float*, const Shape&, std::size_t) {}
  template <class T>
  SampleLoss operator()(const T* y, const float* target, const Shape& output, T* dy, T scale) const {
    double loss = 0;
    for (std::int64_t k = 0; k < output.volume(); ++k) {
      const T d = y[k] - static_cast<T>(target[k]);
      loss += std::abs(static_cast<double>(d));
      if (dy != nullptr) dy[k] = d > 0 ? scale : -scale;
    }
    return {loss, 0};
  }
};

}  // namespace losses
