// Noise and holes as steps of a sequence. docs/sequences.md has them in a table. Their seed is drawn, and replayed.
#pragma once

#include <cincel/augment/sequence/noise_effects.hpp>
#include <cincel/augment/sequence/step.hpp>

namespace cincel {
inline namespace CINCEL_ISA {

/// Adds normal numbers of a deviation of [Low, High], shares of white; floats are not cut. Albumentations: GaussNoise,
/// torchvision: GaussianNoise. (`GaussianNoise` is a layer.)
template <Real Low, Real High = Low>
struct GaussNoise : impl::ColourShape {
  static constexpr std::size_t numbers = 3;  // deviation, seed
  static constexpr void spell(Text& t) { detail::spell_call(t, "GaussNoise", Low, High); }
  static constexpr void check(Text& fault) { impl::check_range(fault, Low.value, High.value, 0, 10, "deviations"); }
  static constexpr void draw(const Dice& dice, float* to) {
    to[0] = dice.between(0, Low.value, High.value);
    dice.seed(1, to + 1);
  }
  static void apply(const float* n, AugmentTarget& t) { effect::gauss_noise(t, n[0], n + 1); }
};

/// Makes a share of the pixels, of [Low, High], white or black; Salt is the share of white ones. Albumentations:
/// SaltAndPepper.
template <Real Low, Real High = Low, Real Salt = 0.5>
struct SaltAndPepper : impl::ColourShape {
  static constexpr std::size_t numbers = 3;  // share, seed
  static constexpr void spell(Text& t) { detail::spell_call(t, "SaltAndPepper", Low, High, Salt); }
  static constexpr void check(Text& fault) {
    impl::check_range(fault, Low.value, High.value, 0, 1, "shares of the pixels");
    impl::check_range(fault, Salt.value, Salt.value, 0, 1, "shares of salt");
  }
  static constexpr void draw(const Dice& dice, float* to) {
    to[0] = dice.between(0, Low.value, High.value);
    dice.seed(1, to + 1);
  }
  static void apply(const float* n, AugmentTarget& t) {
    effect::salt_and_pepper(t, n[0], static_cast<float>(Salt.value), n + 1);
  }
};

/// Photon noise: Poisson numbers of the mean x / white · photons, photons of [Low, High]; fewer are grainier.
/// Albumentations: ShotNoise, whose scale is 1 / photons.
template <Real Low, Real High = Low>
struct ShotNoise : impl::ColourShape {
  static constexpr std::size_t numbers = 3;  // photons, seed
  static constexpr void spell(Text& t) { detail::spell_call(t, "ShotNoise", Low, High); }
  static constexpr void check(Text& fault) { impl::check_range(fault, Low.value, High.value, 1, 350, "photons"); }
  static constexpr void draw(const Dice& dice, float* to) {
    to[0] = dice.between(0, Low.value, High.value);
    dice.seed(1, to + 1);
  }
  static void apply(const float* n, AugmentTarget& t) { effect::shot_noise(t, n[0], n + 1); }
};

/// Fills one rectangle, of a share of the area of [Least, Most] and a ratio height / width, with a share of white:
/// torchvision's RandomErasing with p = 1 (`Sometimes<0.5, RandomErasing<>>`). Masks, boxes and points stay.
template <Real Least = 0.02, Real Most = 0.33, Real LeastRatio = 0.3, Real MostRatio = 3.3, Real Value = 0>
struct RandomErasing : impl::ColourShape {
  static constexpr std::size_t numbers = 2;  // seed
  static constexpr void spell(Text& t) { detail::spell_call(t, "RandomErasing", Least, Most, LeastRatio, MostRatio); }
  static constexpr void check(Text& fault) {
    impl::check_range(fault, Least.value, Most.value, 0, 1, "shares of the area");
    impl::check_range(fault, LeastRatio.value, MostRatio.value, 1e-3, 1e3, "ratios");
    impl::check_range(fault, Value.value, Value.value, 0, 1, "shares of white");
  }
  static constexpr void draw(const Dice& dice, float* to) { dice.seed(0, to); }
  /// The rectangle that these numbers erase in a picture.
  static CropWindow window(const float* n, ImageSides in) {
    return effect::erasing_window(in, Least.value, Most.value, LeastRatio.value, MostRatio.value, n);
  }
  static void apply(const float* n, AugmentTarget& t) {
    effect::erase(t, window(n, t.sides()), static_cast<float>(Value.value));
  }
};

/// Fills a square of Side pixels whose centre is any pixel, cut at the border (DeVries and Taylor, 2017).
template <int Side, Real Value = 0>
struct Cutout : impl::ColourShape {
  static constexpr std::size_t numbers = 2;  // shares of the height and the width: the centre
  static constexpr void spell(Text& t) { detail::spell_call(t, "Cutout", Real(Side), Value); }
  static constexpr void check(Text& fault) {
    impl::check_sides(fault, Side, Side);
    impl::check_range(fault, Value.value, Value.value, 0, 1, "shares of white");
  }
  static constexpr void draw(const Dice& dice, float* to) { to[0] = dice.share(0), to[1] = dice.share(1); }
  static void apply(const float* n, AugmentTarget& t) {
    const CropWindow centre =
        effect::window_at(t.sides(), {1, 1}, static_cast<double>(n[0]), static_cast<double>(n[1]));
    effect::erase(t, {centre.top - Side / 2, centre.left - Side / 2, {Side, Side}}, static_cast<float>(Value.value));
  }
};

/// Fills Fewest … Most holes inside of the picture, whose sides are shares of its own of [Low, High], at least a pixel.
/// Albumentations: CoarseDropout. Masks, boxes and points stay.
template <int Fewest = 1, int Most = 2, Real Low = 0.1, Real High = 0.2, Real Value = 0>
struct CoarseDropout : impl::ColourShape {
  static constexpr std::size_t numbers = 3;  // holes, seed
  static constexpr void spell(Text& t) { detail::spell_call(t, "CoarseDropout", Real(Fewest), Real(Most), Low, High); }
  static constexpr void check(Text& fault) {
    impl::check_range(fault, Fewest, Most, 0, 1000, "holes");
    impl::check_range(fault, Low.value, High.value, 0, 1, "shares of a side");
    impl::check_range(fault, Value.value, Value.value, 0, 1, "shares of white");
  }
  static constexpr void draw(const Dice& dice, float* to) {
    to[0] = static_cast<float>(Fewest + static_cast<int>(dice.below(0, static_cast<std::uint32_t>(Most - Fewest + 1))));
    dice.seed(1, to + 1);
  }
  static void apply(const float* n, AugmentTarget& t) {
    for (std::uint32_t k = 0; k < static_cast<std::uint32_t>(n[0]); ++k)
      effect::erase(t, effect::dropout_hole(t.sides(), Low.value, High.value, k, n + 1),
                    static_cast<float>(Value.value));
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel
