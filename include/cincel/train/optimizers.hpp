// SGD and Adam, with Keras's names, defaults and formulas.
#pragma once

#include <cincel/simd/pack.hpp>
#include <cincel/train/learning_rate.hpp>

#include <type_traits>

namespace cincel {
inline namespace CINCEL_ISA {

/// Gradient descent. Without momentum w −= rate · g; with it v = momentum · v − rate · g and w += v, or with
/// Nesterov's w += momentum · v − rate · g. Known as: Keras `SGD`.
struct SGD {
  LearningRate learning_rate = 0.01f;  // a number or a schedule
  float momentum = 0.0f;
  bool nesterov = false;

  static constexpr const char* name = "SGD";
  static constexpr int slot_count = 1;  // numbers that are kept for each parameter

  void check() const {
    impl::check_hyperparameter(learning_rate.is_valid(), "SGD: learning_rate must be finite and not negative");
    impl::check_hyperparameter(momentum >= 0 && momentum <= 1, "SGD: momentum must be in [0, 1]");
  }
  /// Updates n parameters in step `t` (the first is 1).
  template <class T>
  void update(T* w, const T* g, T* const* slot, std::int64_t n, std::int64_t t) const {
    const T rate = static_cast<T>(learning_rate.at(t - 1)), m = static_cast<T>(momentum);
    T* v = slot[0];
    if (m == T(0)) {
      for (std::int64_t i = 0; i < n; ++i) w[i] -= rate * g[i];
      return;
    }
    for (std::int64_t i = 0; i < n; ++i) {
      v[i] = m * v[i] - rate * g[i];
      w[i] += nesterov ? m * v[i] - rate * g[i] : v[i];
    }
  }
};

/// Adam (Kingma and Ba 2015) as Keras computes it: m = β₁ m + (1 − β₁) g, v = β₂ v + (1 − β₂) g²,
/// w −= rate · sqrt(1 − β₂ᵗ) / (1 − β₁ᵗ) · m / (sqrt(v) + ε). Known as: Keras `Adam` (whose ε stands outside the
/// bias correction; PyTorch's stands inside).
struct Adam {
  LearningRate learning_rate = 1e-3f;  // a number or a schedule
  float beta_1 = 0.9f;
  float beta_2 = 0.999f;
  float epsilon = 1e-7f;

  static constexpr const char* name = "Adam";
  static constexpr int slot_count = 2;

  void check() const {
    impl::check_hyperparameter(learning_rate.is_valid(), "Adam: learning_rate must be finite and not negative");
    impl::check_hyperparameter(beta_1 >= 0 && beta_1 < 1, "Adam: beta_1 must be in [0, 1)");
    impl::check_hyperparameter(beta_2 >= 0 && beta_2 < 1, "Adam: beta_2 must be in [0, 1)");
    impl::check_hyperparameter(epsilon > 0 && std::isfinite(epsilon), "Adam: epsilon must be above 0 and finite");
  }
  /// Updates n parameters in step `t` (the first is 1).
  template <class T>
  void update(T* w, const T* g, T* const* slot, std::int64_t n, std::int64_t t) const {
    // The constants are meant as the decimal numbers that are written, so 0.999f is taken back to 0.999.
    const double b1 = impl::decimal(beta_1), b2 = impl::decimal(beta_2), steps = static_cast<double>(t);
    const T rate =
        static_cast<T>(learning_rate.at(t - 1) * std::sqrt(1 - std::pow(b2, steps)) / (1 - std::pow(b1, steps)));
    const T c1 = static_cast<T>(1 - b1), c2 = static_cast<T>(1 - b2), e = static_cast<T>(impl::decimal(epsilon));
    if constexpr (std::is_same_v<T, native_pack::value_type> && !std::is_same_v<native_pack, scalar_pack<T, 4>>)
      return update_packs<native_pack>(Numbers<T>{w, g, slot[0], slot[1]}, n, Factors<T>{rate, c1, c2, e});
    T *m = slot[0], *v = slot[1];
    for (std::int64_t i = 0; i < n; ++i) {
      m[i] += c1 * (g[i] - m[i]);
      v[i] += c2 * (g[i] * g[i] - v[i]);
      w[i] -= rate * m[i] / (std::sqrt(v[i]) + e);
    }
  }

 private:
  template <class T>
  struct Numbers {
    T* w;
    const T* g;
    T *m, *v;
  };
  template <class T>
  struct Factors {
    T rate, c1, c2, e;
  };
  /// The same by packs: all numbers by the same operations, wherever they stand.
  template <class P, class T>
  static void update_packs(const Numbers<T>& a, std::int64_t n, const Factors<T>& f) {
    const auto numbers = [&](std::int64_t i, auto get, auto put) {
      const P g = get(a.g + i), old_m = get(a.m + i), old_v = get(a.v + i);
      const P m = multiply_add(P(f.c1), g - old_m, old_m), v = multiply_add(P(f.c2), g * g - old_v, old_v);
      put(a.m + i, m);
      put(a.v + i, v);
      put(a.w + i, get(a.w + i) - quotient(P(f.rate) * m, root(v) + P(f.e)));
    };
    for_packs<P>(
        n,
        [&](std::int64_t i) {
          numbers(i, [](const T* p) { return load<P>(p); }, [](T* p, const P& x) { store_lanes(p, x); });
        },
        [&](std::int64_t i, std::int64_t rest) {
          numbers(
              i, [rest](const T* p) { return load_partial<P>(p, rest, T(0)); },
              [rest](T* p, const P& x) { store_partial(p, x, rest); });
        });
  }
};

/// Whether an optimiser makes each number of a parameter from its own gradient and slots alone, so that it may be given
/// any part of a parameter at a time, and throws nothing where its learning rate is a number. Asked of the type itself: one
/// that is derived from such a type may have another `update`.
template <class Optimizer>
inline constexpr bool updates_each_number = false;
template <>
inline constexpr bool updates_each_number<SGD> = true;
template <>
inline constexpr bool updates_each_number<Adam> = true;

}  // namespace CINCEL_ISA
}  // namespace cincel
