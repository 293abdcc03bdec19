// What the tests of augmentation share.
#pragma once

#include <cincel/augment.hpp>

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

/// The numbers of a picture, filled by the formula of tests/reference.hpp.
template <class I, class T = float>
std::array<T, I::size> picture(std::uint32_t number = 1000003) {
  std::array<T, I::size> x{};
  for (std::uint32_t i = 0; i < I::size; ++i) {
    std::uint32_t h = i + number * 0x9E3779B9u;
    h = (h ^ (h >> 16)) * 0x85EBCA6Bu;
    h = (h ^ (h >> 13)) * 0xC2B2AE35u;
    h ^= h >> 16;
    const double u = static_cast<double>(h >> 8) * 0x1p-24;
    x[i] = static_cast<T>(std::is_same_v<T, float> ? u : 256 * u);
  }
  return x;
}

/// What a policy makes of a picture.
template <class Policy, class I, class Out = float, class In, class... Statistics>
std::array<Out, I::size> transformed(const cincel::AugmentDraw& drawn, const In& x, const Statistics&... statistics) {
  std::array<Out, I::size> y{};
  Policy::template apply<I>(drawn, x, y, statistics...);
  return y;
}
