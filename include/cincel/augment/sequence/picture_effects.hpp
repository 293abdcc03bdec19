// Colours that need all of the picture before: contrast by its mean, auto-contrast, histograms.
#pragma once

#include <cincel/augment/sequence/colour_effects.hpp>

#include <limits>

namespace cincel {
inline namespace CINCEL_ISA {
namespace effect {

/// Mixes with the mean of the picture's gray: 0 is that mean, 1 the picture.
inline void contrast(AugmentTarget& t, float factor) {
  Raster* r = t.pixels();
  if (r == nullptr) return;
  double sum = 0;
  const std::int64_t n = r->sides.height * r->sides.width, channels = r->channels;
  for (std::int64_t i = 0; i < n; ++i) {
    const float* p = r->data.data() + i * channels;
    sum += static_cast<double>(channels >= 3 ? impl::gray(p) : p[0]);
  }
  blend_with(t, factor, static_cast<float>(sum / static_cast<double>(n)));
}

/// Adds a number to all colours, and cuts the sum at the least and largest number of the picture (Keras).
inline void channel_shift(AugmentTarget& t, float add) {
  Raster* r = t.pixels();
  if (r == nullptr) return;
  float low = std::numeric_limits<float>::infinity(), high = -low;
  const std::int64_t n = r->sides.height * r->sides.width;
  impl::each_colour(r->data.data(), n, r->channels, [&](float v) {
    low = v < low ? v : low, high = v > high ? v : high;
    return v;
  });
  t.points({[](const PointStep& s, float* x, std::int64_t pixels, std::int64_t channels) {
              impl::each_colour(x, pixels, channels, [&s](float v) {
                const float sum = v + s.v[0];
                return sum < s.v[1] ? s.v[1] : (sum > s.v[2] ? s.v[2] : sum);
              });
            },
            {add, low, high}});
}

/// a · b, rounded: not a part of a fused multiply-add, which some compilers make of it and the next sum.
template <class T>
T rounded_product(T a, T b) {
  const volatile T product = a * b;
  return product;
}

/// Stretches each channel to 0 … white; one of a single value stays. Of 8-bit pictures rounded down, as PIL does it.
inline void auto_contrast(AugmentTarget& t) {
  Raster* r = t.pixels();
  if (r == nullptr) return;
  const std::int64_t n = r->size(), channels = r->channels;
  for (std::int64_t c = 0; c < r->colours(); ++c) {
    float low = std::numeric_limits<float>::infinity(), high = -low;
    for (std::int64_t i = c; i < n; i += channels) {
      const float v = r->data[static_cast<std::size_t>(i)];
      low = v < low ? v : low, high = v > high ? v : high;
    }
    if (!(high > low)) continue;
    const double scale = static_cast<double>(r->white) / (static_cast<double>(high) - static_cast<double>(low));
    const double start = rounded_product(static_cast<double>(low), scale);
    for (std::int64_t i = c; i < n; i += channels) {
      float& v = r->data[static_cast<std::size_t>(i)];
      const double stretched = rounded_product(static_cast<double>(v), scale) - start;
      v = static_cast<float>(r->bytes ? std::floor(stretched) : stretched);
    }
  }
}

/// The level, 0 … 255, of a value.
inline std::size_t level_of(float v, float white) {
  const float level = white == 255 ? v : v * (255 / white);
  return level > 0 ? static_cast<std::size_t>(level < 255 ? level : 255) : 0;
}

/// Makes all of 256 levels equally frequent in each channel, by PIL's table: with h the histogram and step = (pixels -
/// those of the last level) / 255, level i becomes (step / 2 + sum of h[0 … i - 1]) / step in whole numbers.
inline void equalize(AugmentTarget& t) {
  Raster* r = t.pixels();
  if (r == nullptr) return;
  const std::int64_t n = r->size(), channels = r->channels;
  for (std::int64_t c = 0; c < r->colours(); ++c) {
    std::int64_t h[256] = {}, last = 0;
    for (std::int64_t i = c; i < n; i += channels) ++h[level_of(r->data[static_cast<std::size_t>(i)], r->white)];
    for (const std::int64_t count : h) last = count != 0 ? count : last;
    const std::int64_t step = (n / channels - last) / 255;
    if (step == 0) continue;
    float table[256];
    std::int64_t sum = step / 2;
    for (int i = 0; i < 256; ++i) {
      table[i] = static_cast<float>((std::min<std::int64_t>)(sum / step, 255)) * (r->white / 255);
      sum += h[i];
    }
    for (std::int64_t i = c; i < n; i += channels) {
      float& v = r->data[static_cast<std::size_t>(i)];
      v = table[level_of(v, r->white)];
    }
  }
}

}  // namespace effect
}  // namespace CINCEL_ISA
}  // namespace cincel
