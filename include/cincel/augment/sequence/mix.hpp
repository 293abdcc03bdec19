// MixUp and CutMix: two pictures become one, with soft labels. They stand behind a policy, not in it, since they need
// two samples: `mixed` (train/mixed_feed.hpp) makes a feed of them. What comes out may lie where the first one does.
#pragma once

#include <cincel/augment/image.hpp>
#include <cincel/augment/sequence/noise_effects.hpp>
#include <cincel/augment/sequence/step.hpp>

#include <iterator>
#include <span>

namespace cincel {
inline namespace CINCEL_ISA {

/// What is drawn for a pair.
struct MixDraw {
  float share = 1;            // of the first picture, before anything is cut off
  float down = 0, right = 0;  // where CutMix's rectangle has its middle, shares of the sides
  friend constexpr bool operator==(const MixDraw&, const MixDraw&) = default;
};

namespace impl {

/// The logarithm of a number of the gamma distribution (Marsaglia and Tsang, 2000); a below 1 by that of a + 1.
inline double log_gamma_draw(double a, RandomStream& random) {
  const double power = a < 1 ? std::log(open_share(random.bits())) / a : 0, d = (a < 1 ? a + 1 : a) - 1.0 / 3;
  for (;;) {
    const std::uint32_t first = random.bits(), second = random.bits();
    const double x = normal(first, second), v = 1 + x / std::sqrt(9 * d), u = open_share(random.bits());
    if (v <= 0) continue;
    const double cube = v * v * v;
    if (std::log(u) < 0.5 * x * x + d - d * cube + d * std::log(cube)) return std::log(d) + std::log(cube) + power;
  }
}
/// What a pair is drawn: the share of the distribution Beta(alpha, alpha).
inline MixDraw draw_mix(double alpha, std::uint64_t seed, std::uint32_t step, std::uint32_t sample) {
  RandomStream random(seed, Purpose::augment, mixing_stream, step, sample);
  MixDraw d;
  d.down = random.uniform();
  d.right = random.uniform();
  const double a = log_gamma_draw(alpha, random), b = log_gamma_draw(alpha, random);
  d.share = static_cast<float>(1 / (1 + std::exp(b - a)));
  return d;
}
/// out = share · a + (1 - share) · b.
inline void mix_numbers(float share, const float* a, const float* b, float* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out[i] = share * a[i] + (1 - share) * b[i];
}
template <Real Alpha>
struct MixBase {
  static_assert(Alpha.value > 0 && Alpha.value <= 1e3, "MixUp and CutMix need an alpha above 0, at most 1000");
  /// What the pair of this number is mixed by: the same in any order, on any number of threads.
  static MixDraw draw(std::uint64_t seed, std::uint32_t step, std::uint32_t sample) {
    return draw_mix(Alpha.value, seed, step, sample);
  }
};

}  // namespace impl

/// The weighted sum of two pictures, and of their labels (Zhang et al., 2018). Keras: MixUp; torchvision: MixUp, which
/// draws once for a batch.
template <Real Alpha = 0.2>
struct MixUp : impl::MixBase<Alpha> {
  /// The first one's part of the labels.
  template <class I>
  static float label_share(const MixDraw& d) {
    return d.share;
  }
  template <class I>
  static void apply(const MixDraw& d, std::span<const float, I::size> first, std::span<const float, I::size> second,
                    std::span<float, I::size> out) {
    impl::mix_numbers(d.share, first.data(), second.data(), out.data(), I::size);
  }
  /// Mixes labels, one-hot or soft, of as many classes.
  template <class I>
  static void apply_labels(const MixDraw& d, std::span<const float> first, std::span<const float> second,
                           std::span<float> out) {
    impl::mix_numbers(label_share<I>(d), first.data(), second.data(), out.data(), out.size());
  }
};

/// A rectangle of the second picture in the first, of 1 - share of the area before it is cut at the border; labels by
/// the area behind (Yun et al., 2019). torchvision: CutMix.
template <Real Alpha = 1>
struct CutMix : impl::MixBase<Alpha> {
  /// The rectangle, cut at the border: half sides int(sqrt(1 - share) · side / 2) about a pixel.
  template <class I>
  static CropWindow window(const MixDraw& d) {
    const double part = std::sqrt(1 - static_cast<double>(d.share)) / 2;
    const CropWindow middle =
        effect::window_at({I::height, I::width}, {1, 1}, static_cast<double>(d.down), static_cast<double>(d.right));
    const std::int64_t h = impl::floor_of(part * static_cast<double>(I::height));
    const std::int64_t w = impl::floor_of(part * static_cast<double>(I::width));
    const std::int64_t top = (std::max<std::int64_t>)(middle.top - h, 0),
                       left = (std::max<std::int64_t>)(middle.left - w, 0);
    return {top, left, {(std::min)(middle.top + h, I::height) - top, (std::min)(middle.left + w, I::width) - left}};
  }
  template <class I>
  static float label_share(const MixDraw& d) {
    const ImageSides s = window<I>(d).sides;
    return 1 - static_cast<float>(s.height * s.width) / static_cast<float>(I::height * I::width);
  }
  template <class I>
  static void apply(const MixDraw& d, std::span<const float, I::size> first, std::span<const float, I::size> second,
                    std::span<float, I::size> out) {
    if (first.data() != out.data()) std::copy_n(first.data(), I::size, out.data());
    const CropWindow w = window<I>(d);
    for (std::int64_t y = w.top; y < w.top + w.sides.height; ++y) {
      const std::int64_t at = (y * I::width + w.left) * I::channels;
      std::copy_n(second.data() + at, w.sides.width * I::channels, out.data() + at);
    }
  }
  template <class I>
  static void apply_labels(const MixDraw& d, std::span<const float> first, std::span<const float> second,
                           std::span<float> out) {
    impl::mix_numbers(label_share<I>(d), first.data(), second.data(), out.data(), out.size());
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel
