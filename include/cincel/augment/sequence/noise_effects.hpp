// Noise and holes: numbers for each pixel, from a seed that is drawn, so that they can be replayed.
#pragma once

#include <cincel/augment/sequence/colour_effects.hpp>
#include <cincel/augment/sequence/dice.hpp>
#include <cincel/augment/sequence/geometry_effects.hpp>

#include <utility>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl {

/// Uniform in (0, 1), 32 bits.
inline double open_share(std::uint32_t word) { return (word + 0.5) * 0x1p-32; }
/// A number of the normal distribution (Box and Muller, 1958).
inline double normal(std::uint32_t a, std::uint32_t b) {
  return std::sqrt(-2 * std::log(open_share(a))) * std::cos(6.283185307179586 * open_share(b));
}
/// A number of the Poisson distribution of this mean, at most 700, by inversion: exact but for u's 53 bits.
inline double poisson(double mean, std::uint32_t a, std::uint32_t b) {
  const double u = (static_cast<double>(a) * 0x1p21 + static_cast<double>(b >> 11)) * 0x1p-53;
  double p = std::exp(-mean), sum = p, k = 0;
  while (u >= sum && k < 2000) sum += p *= mean / ++k;
  return k;
}
/// x = f(x, block) for each colour; number i of the picture has block i of the seed's stream.
template <class F>
void each_with_noise(AugmentTarget& t, const float* seed, F f) {
  Raster* r = t.pixels();
  if (r == nullptr) return;
  const RandomStream stream = seeded(seed);
  for (std::int64_t i = 0; i < r->size(); ++i) {
    if (i % r->channels >= r->colours()) continue;
    float& v = r->data[static_cast<std::size_t>(i)];
    v = f(v, stream.block(static_cast<std::uint32_t>(i)), r->white);
  }
}

}  // namespace impl

namespace effect {

/// Adds normal numbers of this deviation (in units of white) to each number; floats are not cut.
inline void gauss_noise(AugmentTarget& t, float deviation, const float* seed) {
  impl::each_with_noise(t, seed, [deviation](float v, const PhiloxBlock& b, float white) {
    return v + deviation * white * static_cast<float>(impl::normal(b.w[0], b.w[1]));
  });
}
/// Each number becomes the Poisson number of mean x / white · photons, divided again: the grain of few photons.
inline void shot_noise(AugmentTarget& t, float photons, const float* seed) {
  impl::each_with_noise(t, seed, [photons](float v, const PhiloxBlock& b, float white) {
    const double mean = (std::min)(static_cast<double>(impl::cut(v / white, 2)) * static_cast<double>(photons), 700.0);
    return static_cast<float>(impl::poisson(mean, b.w[0], b.w[1]) / static_cast<double>(photons)) * white;
  });
}
/// A share of the pixels becomes white (that share of them) or 0, in all colours alike.
inline void salt_and_pepper(AugmentTarget& t, float amount, float salt, const float* seed) {
  Raster* r = t.pixels();
  if (r == nullptr) return;
  const RandomStream stream = impl::seeded(seed);
  for (std::int64_t i = 0; i < r->sides.height * r->sides.width; ++i) {
    const PhiloxBlock b = stream.block(static_cast<std::uint32_t>(i));
    if (b.w[0] * 0x1p-32 >= static_cast<double>(amount)) continue;
    const float v = b.w[1] * 0x1p-32 < static_cast<double>(salt) ? r->white : 0;
    for (std::int64_t c = 0; c < r->colours(); ++c) r->data[static_cast<std::size_t>(i * r->channels + c)] = v;
  }
}

/// Fills a rectangle, cut at the border, with a share of white.
inline void erase(AugmentTarget& t, const CropWindow& w, float value) {
  Raster* r = t.pixels();
  if (r == nullptr) return;
  const std::int64_t bottom = (std::min)(w.top + w.sides.height, r->sides.height);
  const std::int64_t right = (std::min)(w.left + w.sides.width, r->sides.width);
  for (std::int64_t y = (std::max<std::int64_t>)(w.top, 0); y < bottom; ++y)
    for (std::int64_t x = (std::max<std::int64_t>)(w.left, 0); x < right; ++x)
      for (std::int64_t c = 0; c < r->colours(); ++c)
        r->data[static_cast<std::size_t>(y * r->row() + x * r->channels + c)] = value * r->white;
}
/// RandomErasing's rectangle (torchvision): ten tries of an area, and of a ratio height / width; empty if none fits.
inline CropWindow erasing_window(ImageSides in, double low, double high, double least, double most, const float* seed) {
  const RandomStream stream = impl::seeded(seed);
  const double height = static_cast<double>(in.height), width = static_cast<double>(in.width);
  for (std::uint32_t i = 0; i < 10; ++i) {
    const PhiloxBlock b = stream.block(i);
    const double area = height * width * (low + (high - low) * (b.w[0] * 0x1p-32));
    const double ratio = std::exp(std::log(least) + (std::log(most) - std::log(least)) * (b.w[1] * 0x1p-32));
    const double h = std::nearbyint(std::sqrt(area * ratio)), w = std::nearbyint(std::sqrt(area / ratio));
    if (!(h < height && w < width)) continue;
    return window_at(in, {static_cast<std::int64_t>(h), static_cast<std::int64_t>(w)}, b.w[2] * 0x1p-32,
                     b.w[3] * 0x1p-32);
  }
  return {};
}
/// CoarseDropout's hole number k: its sides are shares of the picture's in [low, high], at least a pixel; it lies inside.
inline CropWindow dropout_hole(ImageSides in, double low, double high, std::uint32_t k, const float* seed) {
  const PhiloxBlock b = impl::seeded(seed).block(k);
  const auto side = [&](std::int64_t n, std::uint32_t word) {
    const double share = low + (high - low) * (word * 0x1p-32);
    return std::clamp<std::int64_t>(impl::floor_of(share * static_cast<double>(n)), 1, n);
  };
  return window_at(in, {side(in.height, b.w[0]), side(in.width, b.w[1])}, b.w[2] * 0x1p-32, b.w[3] * 0x1p-32);
}

}  // namespace effect
}  // namespace CINCEL_ISA
}  // namespace cincel
