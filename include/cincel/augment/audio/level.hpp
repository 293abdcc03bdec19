// Levels of sounds: root mean squares, decibels, and noise mixed in at a ratio to the signal.
#pragma once

#include <cincel/core/isa.hpp>

#include <cmath>
#include <cstdint>

namespace cincel::audio {
inline namespace CINCEL_ISA {

/// Below this root mean square a sound counts as silent (audiomentations' limit).
inline constexpr double silence = 1e-9;

/// The root mean square of n numbers, of all channels together.
inline double rms(const float* x, std::int64_t n) {
  double sum = 0;
  for (std::int64_t i = 0; i < n; ++i) sum += static_cast<double>(x[i]) * static_cast<double>(x[i]);
  return std::sqrt(sum / static_cast<double>(n));
}

/// The factor of an amplitude that is `decibels` higher: 10^(dB/20).
inline double amplitude_of(double decibels) { return std::pow(10.0, decibels / 20); }

/// Adds noise so that the ratio of the two sounds' measured root mean squares is `snr` decibels: exactly that, whatever
/// the noise's own level is. Where the signal or the noise is silent, nothing is added, since there is no such ratio.
inline void mix_at_snr(float* x, const float* noise, std::int64_t n, double snr) {
  const double signal = rms(x, n), own = rms(noise, n);
  if (signal < silence || own < silence) return;
  const auto factor = static_cast<float>(signal / (own * amplitude_of(snr)));
  for (std::int64_t i = 0; i < n; ++i) x[i] += factor * noise[i];
}

}  // namespace CINCEL_ISA
}  // namespace cincel::audio
