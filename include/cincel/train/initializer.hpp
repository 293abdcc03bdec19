// How parameters start: Keras's initialisers on counter-based random numbers.
#pragma once

#include <cincel/core/random.hpp>
#include <cincel/graph/op.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace cincel {
inline namespace CINCEL_ISA {

/// Fills parameter number `index` of a network. Uniform limits and normal deviations as in Keras: glorot_uniform
/// ±sqrt(6 / (in + out)), he_uniform ±sqrt(6 / in); normal ones are truncated at two deviations and widened so that
/// the variance is 2 / (in + out), or 2 / in.
template <class T>
void initialize(const Init& init, std::uint64_t seed, std::uint32_t index, T* values, std::int64_t n) {
  RandomStream random(seed, Purpose::initializer, index);
  const auto in = static_cast<double>(init.fan_in), both = in + static_cast<double>(init.fan_out);
  const auto uniform = [&](double limit) {
    for (std::int64_t i = 0; i < n; ++i)
      values[i] = static_cast<T>((2.0 * static_cast<double>(random.uniform()) - 1.0) * limit);
  };
  const auto truncated_normal = [&](double variance) {
    const double deviation = std::sqrt(variance) / 0.87962566103423978;  // that of a normal cut at two
    for (std::int64_t i = 0; i < n; ++i) {
      double z = 3;
      while ((std::abs)(z) > 2) {
        const double u = 1.0 - static_cast<double>(random.uniform());
        z = std::sqrt(-2 * std::log(u)) * std::cos(2 * std::numbers::pi * static_cast<double>(random.uniform()));
      }
      values[i] = static_cast<T>(z * deviation);
    }
  };
  switch (init.how) {
    case Initializer::zeros: std::fill(values, values + n, T(0)); break;
    case Initializer::ones: std::fill(values, values + n, T(1)); break;
    case Initializer::glorot_uniform: uniform(std::sqrt(6 / both)); break;
    case Initializer::glorot_normal: truncated_normal(2 / both); break;
    case Initializer::he_uniform: uniform(std::sqrt(6 / in)); break;
    case Initializer::he_normal: truncated_normal(2 / in); break;
    case Initializer::lecun_normal: truncated_normal(1 / in); break;
    case Initializer::small_uniform: uniform(0.05); break;
    case Initializer::quarter: std::fill(values, values + n, T(0.25)); break;
  }
}

}  // namespace CINCEL_ISA
}  // namespace cincel
