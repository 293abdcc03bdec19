// Parameters and inputs for tests: deterministic, and far from the kinks of activations in most places.
#pragma once

#include <cincel/core/random.hpp>
#include <cincel/model/pack_weights.hpp>

#include <vector>

/// Uniform numbers in [low, high).
inline std::vector<float> random_numbers(std::int64_t n, unsigned seed, float low, float high) {
  cincel::RandomStream random(seed, cincel::Purpose::self_test);
  std::vector<float> x(static_cast<std::size_t>(n));
  for (float& v : x) v = low + (high - low) * random.uniform();
  return x;
}

/// Parameters of `Net`; variances are positive.
template <class Net>
std::vector<float> random_parameters(unsigned seed) {
  using Layout = cincel::ParameterLayout<Net>;
  auto p = random_numbers(Layout::total, seed, -0.5f, 0.5f);
  for (std::size_t i = 0; i < Layout::count; ++i)
    if (std::string_view(cincel::graph_of<Net>.params[i].leaf).ends_with("variance"))
      for (auto k = Layout::offsets[i]; k < Layout::offsets[i + 1]; ++k) p[static_cast<std::size_t>(k)] += 1.0f;
  return p;
}
