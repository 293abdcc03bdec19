// Small pictures with labels, for the tests of feeds.
#pragma once

#include <cincel/core/random.hpp>

#include <cstdint>
#include <vector>

namespace small_pictures {

inline constexpr std::size_t samples = 24;

/// Numbers from 0 to 1, `size` of each sample.
inline std::vector<float> pictures(std::size_t size) {
  std::vector<float> x(samples * size);
  cincel::RandomStream random(3, cincel::Purpose::self_test);
  for (float& v : x) v = random.uniform();
  return x;
}
/// Three classes in turn.
inline std::vector<std::uint8_t> labels() {
  std::vector<std::uint8_t> y(samples);
  for (std::size_t i = 0; i < samples; ++i) y[i] = static_cast<std::uint8_t>(i % 3);
  return y;
}

}  // namespace small_pictures
