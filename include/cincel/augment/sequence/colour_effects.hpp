// Colours with given numbers: what looks at one pixel alone. Formulas are torchvision's; values lie in [0, white], and
// the fourth of four channels, alpha, stays.
#pragma once

#include <cincel/augment/sequence/target.hpp>
#include <cincel/simd/quad.hpp>

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

[[gnu::always_inline]] inline Quad larger_of(const Quad& a, const Quad& b) { return a > b ? a : b; }
[[gnu::always_inline]] inline Quad smaller_of(const Quad& a, const Quad& b) { return a < b ? a : b; }

/// Four colours, turned by a share of the circle of hues; PIL's conversion to hue, saturation, value and back. A gray
/// pixel has neither hue nor saturation.
[[gnu::always_inline]] inline void turn_hues(Quad& r, Quad& g, Quad& b, float turn) {
  const Quad one = quad_of(1), most = larger_of(larger_of(r, g), b), range = most - smaller_of(smaller_of(r, g), b);
  const auto coloured = range > Quad{};
  const Quad width = coloured ? range : one;
  const Quad rc = (most - r) / width, gc = (most - g) / width, bc = (most - b) / width;
  const auto whole = [](const Quad& x) {  // of 0 <= x < 2^31
    return __builtin_convertvector(__builtin_convertvector(x, FourInts), Quad);
  };
  Quad h = (most == r ? bc - gc : (most == g ? 2.0f + rc - bc : 4.0f + gc - rc)) / 6.0f + 1.0f + turn;
  h = coloured ? h - whole(h) : Quad{};
  const Quad sextant = whole(h * 6.0f), f = h * 6.0f - sextant, s = coloured ? width / most : Quad{};
  const Quad low = most * (1.0f - s), falling = most * (1.0f - s * f), rising = most * (1.0f - s * (1.0f - f));
  const auto k = sextant < 6.0f ? sextant : Quad{};
  const auto part = [&](float first, float second, float rises, float falls) {
    return ((k == first) | (k == second)) ? most : (k == rises ? rising : (k == falls ? falling : low));
  };
  const Quad red = part(0, 5, 4, 1), green = part(1, 2, 0, 3), blue = part(3, 4, 2, 5);
  r = coloured ? red : r;
  g = coloured ? green : g;
  b = coloured ? blue : b;
}
/// The same for n pixels of three or four channels.
inline void turn_hues(float* x, std::int64_t n, std::int64_t channels, float turn) {
  const auto turn_four = [channels, turn](float* p) {
    Quad r, g, b, a{};
    if (channels == 3) {
      load_threes(p, r, g, b);
      turn_hues(r, g, b, turn);
      store_threes(p, r, g, b);
    } else {
      r = load_quad(p), g = load_quad(p + 4), b = load_quad(p + 8), a = load_quad(p + 12);
      transpose(r, g, b, a);
      turn_hues(r, g, b, turn);
      transpose(r, g, b, a);
      store_quad(p, r), store_quad(p + 4, g), store_quad(p + 8, b), store_quad(p + 12, a);
    }
  };
  for (; n >= 4; n -= 4, x += 4 * channels) turn_four(x);
  float rest[16] = {};
  std::copy_n(x, n * channels, rest);
  turn_four(rest);
  std::copy_n(rest, n * channels, x);
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
              if (channels == 3 || channels == 4) impl::turn_hues(x, n, channels, s.v[0]);
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
