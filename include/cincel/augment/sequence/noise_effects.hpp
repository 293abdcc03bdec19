// Noise and holes: numbers for each pixel, from a seed that is drawn, so that they can be replayed.
#pragma once

#include <cincel/augment/sequence/colour_effects.hpp>
#include <cincel/augment/sequence/dice.hpp>
#include <cincel/augment/sequence/geometry_effects.hpp>
#include <cincel/augment/sequence/random_numbers.hpp>

#include <utility>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl {

/// x = f(x, words) for each colour, four numbers at a time: number i of the picture has block i of the seed's stream.
/// f(x, w) is given four numbers and the places of the first and the second words of their four blocks.
template <class F>
void each_with_noise(AugmentTarget& t, const float* seed, F f) {
  Raster* r = t.pixels();
  if (r == nullptr) return;
  const RandomStream stream = seeded(seed);
  std::uint32_t words[4][RandomStream::batch];
  const std::int64_t n = r->size(), batch = RandomStream::batch;
  for (std::int64_t i = 0; i < n; i += batch) {
    stream.blocks(static_cast<std::uint32_t>(i), words);
    for (std::int64_t k = 0; k < batch && i + k < n; k += 4) {
      const std::int64_t count = (std::min<std::int64_t>)(n - i - k, 4);
      float* const at = r->data.data() + i + k;
      float x[4] = {};
      std::copy_n(at, count, x);
      f(x, words[0] + k, words[1] + k, r->white);
      for (std::int64_t j = 0; j < count; ++j)
        if (r->channels != 4 || (i + k + j) % 4 != 3) at[j] = x[j];
    }
  }
}

}  // namespace impl

namespace effect {

/// Adds normal numbers of this deviation (in units of white) to each number; floats are not cut.
inline void gauss_noise(AugmentTarget& t, float deviation, const float* seed) {
  impl::each_with_noise(t, seed,
                        [deviation](float(&x)[4], const std::uint32_t* a, const std::uint32_t* b, float white) {
                          double normal[4];
                          impl::normal_numbers(a, b, normal);
                          for (int i = 0; i < 4; ++i) x[i] += deviation * white * static_cast<float>(normal[i]);
                        });
}
/// Each number becomes the Poisson number of mean x / white · photons, divided again: the grain of few photons.
inline void shot_noise(AugmentTarget& t, float photons, const float* seed) {
  impl::each_with_noise(t, seed, [photons](float(&x)[4], const std::uint32_t* a, const std::uint32_t* b, float white) {
    double mean[4], counted[4];
    for (int i = 0; i < 4; ++i)
      mean[i] = (std::min)(static_cast<double>(impl::cut(x[i] / white, 2)) * static_cast<double>(photons),
                           impl::largest_poisson_mean);
    impl::poisson_numbers(mean, a, b, counted);
    for (int i = 0; i < 4; ++i) x[i] = static_cast<float>(counted[i] / static_cast<double>(photons)) * white;
  });
}
/// A share of the pixels becomes white (that share of them) or 0, in all colours alike.
inline void salt_and_pepper(AugmentTarget& t, float amount, float salt, const float* seed) {
  Raster* r = t.pixels();
  if (r == nullptr) return;
  const RandomStream stream = impl::seeded(seed);
  std::uint32_t words[4][RandomStream::batch];
  for (std::int64_t i = 0; i < r->sides.height * r->sides.width; ++i) {
    const auto k = static_cast<std::size_t>(i % RandomStream::batch);
    if (k == 0) stream.blocks(static_cast<std::uint32_t>(i), words);
    if (words[0][k] * 0x1p-32 >= static_cast<double>(amount)) continue;
    const float v = words[1][k] * 0x1p-32 < static_cast<double>(salt) ? r->white : 0;
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
