// Gaussian numbers from a counter, and noise of any colour: power like 1/f^b.
#pragma once

#include <cincel/augment/audio/fft.hpp>
#include <cincel/core/random.hpp>

#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

namespace cincel::audio {

/// Colours of noise, by their slope: white is flat, pink falls by 3 dB an octave, brown by 6; blue rises by 3, violet by
/// 6.
enum class NoiseColor : signed char { violet = -2, blue = -1, white = 0, pink = 1, brown = 2 };

inline namespace CINCEL_ISA {

/// n numbers of mean 0 and deviation 1, by Box and Muller's formula, `stride` apart; the same for the same seed and
/// index.
inline void gaussian(float* y, std::int64_t n, std::int64_t stride, std::uint64_t seed, std::uint32_t index) {
  const RandomStream stream(seed, Purpose::augment, index);
  for (std::int64_t i = 0; i < n; i += 4) {
    const PhiloxBlock b = stream.block(static_cast<std::uint32_t>(i / 4));
    for (int h = 0; h < 2; ++h) {
      const float u = (static_cast<float>(b.w[2 * h] >> 8) + 0.5f) * 0x1p-24f;
      const float angle = static_cast<float>(b.w[2 * h + 1] >> 8) * (0x1p-23f * std::numbers::pi_v<float>);
      const float radius = std::sqrt(-2 * std::log(u));
      const float pair[] = {radius * std::cos(angle), radius * std::sin(angle)};
      for (int k = 0; k < 2; ++k)
        if (i + 2 * h + k < n) y[(i + 2 * h + k) * stride] = pair[k];
    }
  }
}

/// n numbers, `stride` apart, whose power falls like 1/f^b, with no constant part: a spectrum of Gaussian numbers times
/// f^(-b/2), transformed back. Their level is not set.
inline void colored_noise(float* y, std::int64_t n, std::int64_t stride, NoiseColor color, std::uint64_t seed,
                          std::uint32_t index) {
  if (color == NoiseColor::white) return gaussian(y, n, stride, seed, index);
  RealFft& fft = real_fft(fast_length(n < 2 ? 2 : n));
  const auto bins = static_cast<std::size_t>(fft.bins());
  std::vector<float> re(bins), im(bins), x(static_cast<std::size_t>(fft.size()));
  gaussian(re.data(), fft.bins(), 1, seed, 2 * index);
  gaussian(im.data(), fft.bins(), 1, seed, 2 * index + 1);
  const float slope = -0.5f * static_cast<float>(color), top = static_cast<float>(fft.bins());
  for (std::size_t k = 1; k < bins; ++k) {
    const float level = std::pow(static_cast<float>(k) / top, slope);
    re[k] *= level;
    im[k] *= level;
  }
  re[0] = 0;
  fft.inverse(re.data(), im.data(), x.data());
  for (std::int64_t i = 0; i < n; ++i) y[i * stride] = x[static_cast<std::size_t>(i)];
}

}  // namespace CINCEL_ISA
}  // namespace cincel::audio
