// Parameters and inputs for tests: deterministic, and far from the kinks of activations in most places.
#pragma once

#include <cincel/core/random.hpp>
#include <cincel/model/layout.hpp>

#include <span>
#include <string_view>
#include <vector>

/// Uniform numbers in [low, high).
inline std::vector<float> random_numbers(std::int64_t n, unsigned seed, float low, float high) {
  cincel::RandomStream random(seed, cincel::Purpose::self_test);
  std::vector<float> x(static_cast<std::size_t>(n));
  for (float& v : x) v = low + (high - low) * random.uniform();
  return x;
}

/// Numbers for these parameters, one after another; variances are positive.
inline std::vector<float> random_parameters(std::span<const cincel::Param> params, unsigned seed) {
  std::int64_t n = 0;
  for (const cincel::Param& p : params) n += p.shape.volume();
  auto all = random_numbers(n, seed, -0.5f, 0.5f);
  auto* next = all.data();
  for (const cincel::Param& p : params) {
    const std::int64_t volume = p.shape.volume();
    if (std::string_view(p.leaf).ends_with("variance"))
      for (std::int64_t k = 0; k < volume; ++k) next[k] += 1.0f;
    next += volume;
  }
  return all;
}

/// Parameters of `Net`.
template <class Net>
std::vector<float> random_parameters(unsigned seed) {
  constexpr auto& params = cincel::graph_of<Net>.params;
  return random_parameters({params.data(), static_cast<std::size_t>(params.size())}, seed);
}
