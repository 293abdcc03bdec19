// What the tests of augmentation of sounds share.
#pragma once

#include "../../reference.hpp"

#include <cincel/augment/audio.hpp>

#include <array>
#include <cmath>
#include <cstdint>
#include <memory>
#include <numbers>
#include <vector>

namespace sounds {

/// Numbers in [-1, 1) by the formula of tests/reference.hpp.
inline std::vector<float> noise(std::size_t n, std::uint32_t number = reference::input_number) {
  std::vector<float> x(n);
  reference::fill(x.data(), static_cast<std::int64_t>(n), number, -1, 1);
  return x;
}
inline std::vector<float> sine(std::size_t n, double frequency, double rate, double amplitude = 0.5) {
  std::vector<float> x(n);
  for (std::size_t i = 0; i < n; ++i)
    x[i] = static_cast<float>(amplitude * std::sin(2 * std::numbers::pi * frequency * static_cast<double>(i) / rate));
  return x;
}

/// What a policy makes of a signal.
template <class Policy, class S, class... Sounds>
std::vector<float> transformed(const typename Policy::Draw& drawn, const std::vector<float>& x,
                               const Sounds&... given) {
  std::vector<float> y(Policy::template output_size<S>);
  const std::span<const float, S::size> in(x.data(), S::size);
  const std::span<float, Policy::template output_size<S>> out(y.data(), Policy::template output_size<S>);
  Policy::template apply<S>(drawn, in, out, given...);
  return y;
}
/// A draw of which the first step is applied with these numbers.
template <class Policy>
typename Policy::Draw drawn(double value = 0, double second = 0, std::uint64_t seed = 0) {
  typename Policy::Draw d;
  d.step[0] = {true, value, second, seed};
  return d;
}

inline const reference::File& file() {
  static const reference::File f("audio.safetensors");
  return f;
}
/// The largest error; a NaN stays.
inline double worst(const std::vector<float>& y, const std::vector<float>& expected) {
  if (y.size() != expected.size()) return 1e30;
  double e = 0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    const double d = std::fabs(static_cast<double>(y[i]) - static_cast<double>(expected[i]));
    if (std::isnan(d)) return d;
    e = d > e ? d : e;
  }
  return e;
}
inline double level(const std::vector<float>& x) {
  return cincel::audio::rms(x.data(), static_cast<std::int64_t>(x.size()));
}
/// The ratio of a signal to what was added to it, dB, in double.
inline double snr(const std::vector<float>& clean, const std::vector<float>& noisy) {
  double signal = 0, added = 0;
  for (std::size_t i = 0; i < clean.size(); ++i) {
    const double s = static_cast<double>(clean[i]), d = static_cast<double>(noisy[i]) - s;
    signal += s * s;
    added += d * d;
  }
  return 10 * std::log10(signal / added);
}

}  // namespace sounds
