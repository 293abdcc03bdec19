// Learning rates: a number, or a schedule over the steps, with Keras's names, defaults and formulas.
#pragma once

#include <cincel/train/decimal.hpp>

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <functional>
#include <memory>
#include <numbers>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>

namespace cincel {
inline namespace CINCEL_ISA {

namespace impl {
/// Throws std::invalid_argument with `what` if not `good`.
inline void check_hyperparameter(bool good, const char* what) {
  if (!good) throw std::invalid_argument(what);
}
}  // namespace impl

/// initial · ((1 − α) (1 + cos(π min(step, decay_steps) / decay_steps)) / 2 + α): from the initial rate to α of it.
/// With warm-up steps the rate first rises in a line from `initial_learning_rate` to `warmup_target`, where the
/// cosine begins. Known as: Keras `CosineDecay`.
struct CosineDecay {
  float initial_learning_rate = 1e-3f;
  std::int64_t decay_steps = 1;
  float alpha = 0;  // share of the rate that is left at the end
  float warmup_target = 0;
  std::int64_t warmup_steps = 0;  // 0: no warm-up, and no target

  void check() const {
    impl::check_hyperparameter(initial_learning_rate >= 0, "CosineDecay: initial_learning_rate must not be negative");
    impl::check_hyperparameter(decay_steps > 0, "CosineDecay: decay_steps must be at least 1");
    impl::check_hyperparameter(alpha >= 0 && alpha <= 1, "CosineDecay: alpha must be in [0, 1]");
    impl::check_hyperparameter(warmup_steps >= 0, "CosineDecay: warmup_steps must not be negative");
    impl::check_hyperparameter(warmup_target >= 0, "CosineDecay: warmup_target must not be negative");
    impl::check_hyperparameter(warmup_steps > 0 || warmup_target == 0,
                               "CosineDecay: a warmup_target needs warmup_steps");
  }
  double operator()(std::int64_t step) const {
    const double initial = impl::decimal(initial_learning_rate), a = impl::decimal(alpha);
    const double peak = warmup_steps > 0 ? impl::decimal(warmup_target) : initial;
    if (step < warmup_steps)
      return initial + (peak - initial) * static_cast<double>(step) / static_cast<double>(warmup_steps);
    const auto at = static_cast<double>((std::min)(step - warmup_steps, decay_steps));
    const double cosine = (1 + std::cos(std::numbers::pi * at / static_cast<double>(decay_steps))) / 2;
    return peak * ((1 - a) * cosine + a);
  }
};

/// initial · decay_rate ^ (step / decay_steps); with `staircase` the exponent is a whole number. Known as: Keras
/// `ExponentialDecay`.
struct ExponentialDecay {
  float initial_learning_rate = 1e-3f;
  std::int64_t decay_steps = 1;
  float decay_rate = 1;
  bool staircase = false;

  void check() const {
    impl::check_hyperparameter(initial_learning_rate >= 0,
                               "ExponentialDecay: initial_learning_rate must not be negative");
    impl::check_hyperparameter(decay_steps > 0, "ExponentialDecay: decay_steps must be at least 1");
    impl::check_hyperparameter(decay_rate >= 0, "ExponentialDecay: decay_rate must not be negative");
  }
  double operator()(std::int64_t step) const {
    const std::int64_t whole = step / decay_steps;
    const double exponent =
        staircase ? static_cast<double>(whole) : static_cast<double>(step) / static_cast<double>(decay_steps);
    return impl::decimal(initial_learning_rate) * std::pow(impl::decimal(decay_rate), exponent);
  }
};

/// An optimiser's learning rate: a number, or what a schedule (`double(std::int64_t step)`, the first step is 0) says.
///
///     Adam constant{.learning_rate = 1e-3f};
///     Adam cosine{.learning_rate = CosineDecay{.initial_learning_rate = 1e-3f, .decay_steps = 5000}};
///     SGD stairs{.learning_rate = [](std::int64_t step) { return step < 1000 ? 0.1 : 0.01; }};
class LearningRate {
 public:
  LearningRate(float rate) : constant_(impl::decimal(rate)) {}  // NOLINT: a number is a rate
  template <class Schedule>
    requires(std::is_invocable_r_v<double, const Schedule&, std::int64_t> && !std::same_as<Schedule, LearningRate>)
  LearningRate(Schedule schedule) {  // NOLINT: a schedule is a rate
    if constexpr (requires { schedule.check(); }) schedule.check();
    schedule_ = std::make_shared<const Function>(std::move(schedule));
  }

  /// The rate of step `step`, counted from 0. A model asks once a step, on the thread that calls it.
  double at(std::int64_t step) const { return schedule_ ? (*schedule_)(step) : constant_; }
  /// The constant that this rate is in step `step`. Throws std::invalid_argument if a schedule gives what is no rate.
  LearningRate fixed_at(std::int64_t step) const {
    LearningRate r = *this;
    if (!schedule_) return r;
    r.constant_ = at(step);
    r.schedule_.reset();
    if (!r.is_valid())
      throw std::invalid_argument("learning_rate: the schedule gives " + std::to_string(r.constant_) + " for step " +
                                  std::to_string(step));
    return r;
  }
  /// False for a constant that is no rate: negative, infinite or NaN. What a schedule gives is checked in each step.
  bool is_valid() const { return schedule_ || (constant_ >= 0 && std::isfinite(constant_)); }

 private:
  using Function = std::function<double(std::int64_t)>;
  double constant_ = 0;
  std::shared_ptr<const Function> schedule_;  // copies of a rate share it
};

}  // namespace CINCEL_ISA
}  // namespace cincel
