// Colours with given numbers: what looks at one pixel alone. Formulas are torchvision's; values lie in [0, white], and
// the fourth of four channels, alpha, stays.
#pragma once

#include <cincel/augment/sequence/target.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl {

/// x = f(x) for all colours of n pixels.
template <class F>
[[gnu::always_inline]] inline void each_colour(float* x, std::int64_t n, std::int64_t channels, F f) {
  if (channels == 4) {
    for (std::int64_t i = 0; i < n; ++i)
      for (int c = 0; c < 3; ++c) x[4 * i + c] = f(x[4 * i + c]);
  } else {
    for (std::int64_t i = 0; i < n * channels; ++i) x[i] = f(x[i]);
  }
}
/// Calls f(pixel) for n pixels of three or four channels.
template <class F>
[[gnu::always_inline]] inline void each_pixel(float* x, std::int64_t n, std::int64_t channels, F f) {
  for (std::int64_t i = 0; i < n; ++i) f(x + i * channels);
}
/// Between 0 and most; NaN stays.
[[gnu::always_inline]] inline float cut(float x, float most) { return x < 0 ? 0.0f : (x > most ? most : x); }
/// The nearest level of 0 … 255; of NaN 0.
inline std::int32_t nearest_level(float v, float white) {
  const float level = v * (255 / white);
  return level > 0 ? static_cast<std::int32_t>(std::nearbyint(level < 255 ? level : 255.0f)) : 0;
}
/// The gray of a colour: 0.2989 R + 0.587 G + 0.114 B.
[[gnu::always_inline]] inline float gray(const float* p) { return 0.2989f * p[0] + 0.587f * p[1] + 0.114f * p[2]; }

/// RGB, the share of white in p, turned by a share of the circle of hues; PIL's conversion to hue, saturation, value and
/// back. A gray pixel has neither hue nor saturation.
inline void turn_hue(float* p, float turn) {
  const float r = p[0], g = p[1], b = p[2];
  const float most = (std::max)({r, g, b}), least = (std::min)({r, g, b}), range = most - least;
  if (!(range > 0)) return;
  const float rc = (most - r) / range, gc = (most - g) / range, bc = (most - b) / range;
  float h = most == r ? bc - gc : (most == g ? 2 + rc - bc : 4 + gc - rc);
  h = h / 6 + 1 + turn;
  h -= std::floor(h);
  const float s = range / most, sextant = std::floor(h * 6), f = h * 6 - sextant;
  const float low = most * (1 - s), falling = most * (1 - s * f), rising = most * (1 - s * (1 - f));
  const auto put = [p](float x, float y, float z) { p[0] = x, p[1] = y, p[2] = z; };
  switch (static_cast<int>(sextant) % 6) {
    case 0: return put(most, rising, low);
    case 1: return put(falling, most, low);
    case 2: return put(low, most, rising);
    case 3: return put(low, falling, most);
    case 4: return put(rising, low, most);
    default: return put(most, low, falling);
  }
}

/// How far apart the levels of `bits` bits are, of values up to white; of 8 bits 256 / 2^bits.
inline float level(float white, int bits) { return (white == 255 ? 256 : white) / static_cast<float>(1 << bits); }

}  // namespace impl

namespace effect {

/// Multiplies, and cuts at 0 and white.
inline void brightness(AugmentTarget& t, float factor) {
  t.points({[](const PointStep& s, float* x, std::int64_t n, std::int64_t channels) {
              impl::each_colour(x, n, channels, [&s](float v) { return impl::cut(s.v[0] * v, s.v[1]); });
            },
            {factor, t.white()}});
}
/// factor · x + (1 - factor) · pivot, cut at 0 and white.
inline void blend_with(AugmentTarget& t, float factor, float pivot) {
  t.points({[](const PointStep& s, float* x, std::int64_t n, std::int64_t channels) {
              impl::each_colour(x, n, channels, [&s](float v) { return impl::cut(s.v[0] * v + s.v[1], s.v[2]); });
            },
            {factor, (1 - factor) * pivot, t.white()}});
}
/// Mixes each pixel with its gray: 0 is gray, 1 the pixel itself. Pictures of one channel stay.
inline void saturation(AugmentTarget& t, float factor) {
  t.points({[](const PointStep& s, float* x, std::int64_t n, std::int64_t channels) {
              if (channels < 3) return;
              impl::each_pixel(x, n, channels, [&s](float* p) {
                const float g = (1 - s.v[0]) * impl::gray(p);
                for (int c = 0; c < 3; ++c) p[c] = impl::cut(s.v[0] * p[c] + g, s.v[1]);
              });
            },
            {factor, t.white()}});
}
/// Turns the hue by a share of the circle, -0.5 to 0.5, exactly and modulo 1. Pictures of one channel stay.
inline void hue(AugmentTarget& t, float turn) {
  t.points({[](const PointStep& s, float* x, std::int64_t n, std::int64_t channels) {
              if (channels >= 3) impl::each_pixel(x, n, channels, [&s](float* p) { impl::turn_hue(p, s.v[0]); });
            },
            {turn}});
}
/// white · gain · (x / white)^gamma, cut at 0 and white; x below 0 is 0.
inline void gamma(AugmentTarget& t, float exponent, float gain) {
  t.points({[](const PointStep& s, float* x, std::int64_t n, std::int64_t channels) {
              impl::each_colour(x, n, channels, [&s](float v) {
                return impl::cut(s.v[1] * s.v[2] * std::pow(impl::cut(v, s.v[2]) / s.v[2], s.v[0]), s.v[2]);
              });
            },
            {exponent, gain, t.white()}});
}
/// white - x.
inline void invert(AugmentTarget& t) {
  t.points({[](const PointStep& s, float* x, std::int64_t n, std::int64_t channels) {
              impl::each_colour(x, n, channels, [&s](float v) { return s.v[0] - v; });
            },
            {t.white()}});
}
/// white - x where x is at least the threshold, a share of white.
inline void solarize(AugmentTarget& t, float threshold) {
  t.points({[](const PointStep& s, float* x, std::int64_t n, std::int64_t channels) {
              impl::each_colour(x, n, channels, [&s](float v) { return v >= s.v[0] ? s.v[1] - v : v; });
            },
            {threshold * t.white(), t.white()}});
}
/// Keeps the upper `bits` of 8: x rounded down to a level.
inline void posterize(AugmentTarget& t, int bits) {
  const float step = impl::level(t.white(), bits);
  t.points({[](const PointStep& s, float* x, std::int64_t n, std::int64_t channels) {
              impl::each_colour(x, n, channels,
                                [&s](float v) { return impl::cut(std::floor(v / s.v[0]), s.v[1]) * s.v[0]; });
            },
            {step, static_cast<float>((1 << bits) - 1)}});
}
/// (x - mean) / deviation, of each of up to four channels.
inline void normalize(AugmentTarget& t, const float* mean, const float* deviation, int colours) {
  PointStep step{[](const PointStep& s, float* x, std::int64_t n, std::int64_t channels) {
                   const int given = static_cast<int>(s.v[8]);
                   for (std::int64_t i = 0; i < n; ++i)
                     for (int c = 0; c < given; ++c) x[i * channels + c] = (x[i * channels + c] - s.v[c]) * s.v[4 + c];
                 },
                 {}};
  for (int c = 0; c < colours; ++c) step.v[c] = mean[c], step.v[4 + c] = 1 / deviation[c];
  step.v[8] = static_cast<float>(colours);
  t.points(step);
}

}  // namespace effect
}  // namespace CINCEL_ISA
}  // namespace cincel
