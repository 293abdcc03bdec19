// Colour steps of a sequence as types. docs/sequences.md has them in a table. Factors are uniform in [Low, High].
#pragma once

#include <cincel/augment/sequence/neighbour_effects.hpp>
#include <cincel/augment/sequence/picture_effects.hpp>
#include <cincel/augment/sequence/step.hpp>

namespace cincel {
inline namespace CINCEL_ISA {

/// Mixes with the mean of the gray: 0 is that mean, 1 the picture. torchvision: ColorJitter(contrast=…). A barrier.
template <Real Low, Real High>
struct Contrast : impl::OneDrawn<Low, High>, impl::ColourShape {
  static constexpr void spell(Text& t) { detail::spell_call(t, "Contrast", Low, High); }
  static constexpr void check(Text& fault) { impl::check_range(fault, Low.value, High.value, 0, 1e3, "factors"); }
  static void apply(const float* n, AugmentTarget& t) { effect::contrast(t, n[0]); }
};

/// Mixes with the gray of each pixel: 0 is gray, 1 the picture. torchvision: ColorJitter(saturation=…).
template <Real Low, Real High>
struct Saturation : impl::OneDrawn<Low, High>, impl::ColourShape {
  static constexpr void spell(Text& t) { detail::spell_call(t, "Saturation", Low, High); }
  static constexpr void check(Text& fault) { impl::check_range(fault, Low.value, High.value, 0, 1e3, "factors"); }
  static void apply(const float* n, AugmentTarget& t) { effect::saturation(t, n[0]); }
};

/// Turns the hue by a share of the circle of ±Most, at most 0.5, modulo 1. torchvision: ColorJitter(hue=…).
template <Real Most>
struct Hue : impl::ColourShape {
  static constexpr std::size_t numbers = 1;
  static constexpr void spell(Text& t) { detail::spell_call(t, "Hue", Most); }
  static constexpr void check(Text& fault) {
    impl::check_range(fault, Most.value, Most.value, 0, 0.5, "shares of the circle of hues");
  }
  static constexpr void draw(const Dice& dice, float* to) { to[0] = dice.between(0, -Most.value, Most.value); }
  static void apply(const float* n, AugmentTarget& t) { effect::hue(t, n[0]); }
};

/// white · (x / white)^g, g of [Low, High]. torchvision: adjust_gamma; Albumentations: RandomGamma, in percent.
template <Real Low, Real High>
struct Gamma : impl::OneDrawn<Low, High>, impl::ColourShape {
  static constexpr void spell(Text& t) { detail::spell_call(t, "Gamma", Low, High); }
  static constexpr void check(Text& fault) { impl::check_range(fault, Low.value, High.value, 1e-3, 1e3, "exponents"); }
  static void apply(const float* n, AugmentTarget& t) { effect::gamma(t, n[0], 1); }
};

/// White becomes black. torchvision: RandomInvert, Albumentations: InvertImg.
struct Invert : impl::NothingDrawn, impl::ColourShape {
  static constexpr void spell(Text& t) { t << "Invert"; }
  static void apply(const float*, AugmentTarget& t) { effect::invert(t); }
};

/// Inverts what is at least the threshold, a share of white of [Low, High]. torchvision: RandomSolarize, in units.
template <Real Low, Real High = Low>
struct Solarize : impl::OneDrawn<Low, High>, impl::ColourShape {
  static constexpr void spell(Text& t) { detail::spell_call(t, "Solarize", Low, High); }
  static constexpr void check(Text& fault) { impl::check_range(fault, Low.value, High.value, 0, 1, "shares of white"); }
  static void apply(const float* n, AugmentTarget& t) { effect::solarize(t, n[0]); }
};

/// Keeps as many of 8 bits, a whole number of [Low, High]. torchvision: RandomPosterize, Albumentations: Posterize.
template <int Low, int High = Low>
struct Posterize : impl::ColourShape {
  static constexpr std::size_t numbers = 1;  // bits
  static constexpr void spell(Text& t) { detail::spell_call(t, "Posterize", Real(Low), Real(High)); }
  static constexpr void check(Text& fault) { impl::check_range(fault, Low, High, 1, 8, "bits"); }
  static constexpr void draw(const Dice& dice, float* to) {
    to[0] = static_cast<float>(Low + static_cast<int>(dice.below(0, static_cast<std::uint32_t>(High - Low + 1))));
  }
  static void apply(const float* n, AugmentTarget& t) { effect::posterize(t, static_cast<int>(n[0])); }
};

/// Stretches each channel to 0 … white. torchvision: RandomAutocontrast, PIL: ImageOps.autocontrast. A barrier.
struct AutoContrast : impl::NothingDrawn, impl::ColourShape {
  static constexpr void spell(Text& t) { t << "AutoContrast"; }
  static void apply(const float*, AugmentTarget& t) { effect::auto_contrast(t); }
};

/// Makes all levels of a channel equally frequent, by PIL's table of 256. torchvision: RandomEqualize. A barrier.
struct Equalize : impl::NothingDrawn, impl::ColourShape {
  static constexpr void spell(Text& t) { t << "Equalize"; }
  static void apply(const float*, AugmentTarget& t) { effect::equalize(t); }
};

/// Mixes with the smoothed picture: 0 is smooth, 1 the picture, above 1 sharper. torchvision: RandomAdjustSharpness;
/// with factors of at least 1 what Albumentations calls Sharpen.
template <Real Low, Real High = Low>
struct Sharpness : impl::OneDrawn<Low, High>, impl::ColourShape {
  static constexpr void spell(Text& t) { detail::spell_call(t, "Sharpness", Low, High); }
  static constexpr void check(Text& fault) { impl::check_range(fault, Low.value, High.value, 0, 1e3, "factors"); }
  static void apply(const float* n, AugmentTarget& t) { effect::sharpness(t, n[0]); }
};

/// A Gaussian of Size taps and a deviation of [Low, High] pixels. torchvision: GaussianBlur(Size, (Low, High)).
template <int Size, Real Low = 0.1, Real High = 2>
struct GaussianBlur : impl::OneDrawn<Low, High>, impl::AnyShape {
  static constexpr void spell(Text& t) { detail::spell_call(t, "GaussianBlur", Real(Size), Low, High); }
  static constexpr void check(Text& fault) {
    impl::check_odd(fault, Size, 255);
    impl::check_range(fault, Low.value, High.value, 1e-3, 1e3, "deviations");
  }
  static void apply(const float* n, AugmentTarget& t) { effect::gaussian_blur(t, static_cast<double>(n[0]), Size); }
};

/// The median of Size x Size neighbours. Albumentations: MedianBlur.
template <int Size>
struct MedianBlur : impl::NothingDrawn, impl::AnyShape {
  static constexpr void spell(Text& t) { detail::spell_call(t, "MedianBlur", Real(Size)); }
  static constexpr void check(Text& fault) { impl::check_odd(fault, Size, 31); }
  static void apply(const float*, AugmentTarget& t) { effect::median_blur(t, Size); }
};

/// The mean along a line of Size pixels, of any direction. Albumentations: MotionBlur.
template <int Size>
struct MotionBlur : impl::OneDrawn<0, 180>, impl::AnyShape {
  static constexpr void spell(Text& t) { detail::spell_call(t, "MotionBlur", Real(Size)); }
  static constexpr void check(Text& fault) { impl::check_odd(fault, Size, 255); }
  static void apply(const float* n, AugmentTarget& t) { effect::motion_blur(t, Size, static_cast<double>(n[0])); }
};

/// (x - mean) / deviation of each of up to four channels: Normalize<m0, m1, m2, d0, d1, d2>, in the unit of the values.
/// torchvision, Albumentations: Normalize.
template <Real... Numbers>
struct Normalize : impl::NothingDrawn {
  static constexpr int count = sizeof...(Numbers) / 2;
  static constexpr double values[sizeof...(Numbers) + 1] = {Numbers.value..., 0};
  static constexpr void spell(Text& t) { detail::spell_call(t, "Normalize", Numbers...); }
  static constexpr void check(Text& fault) {
    detail::require(fault, sizeof...(Numbers) % 2 == 0 && count >= 1 && count <= 4,
                    "takes means, then as many deviations, of one to four channels");
    for (int i = 0; i < count && fault.empty(); ++i)
      detail::require(fault,
                      detail::is_finite(values[i]) && values[count + i] > 0 && detail::is_finite(values[count + i]),
                      "has a mean that is no number, or a deviation that is not above 0");
  }
  static constexpr void shape(Text& fault, Shape& s) {
    if (s[2] != count) fault << "has numbers for " << count << " channels, the picture is " << s;
  }
  static void apply(const float*, AugmentTarget& t) {
    float mean[4] = {}, deviation[4] = {1, 1, 1, 1};
    for (int i = 0; i < count; ++i)
      mean[i] = static_cast<float>(values[i]), deviation[i] = static_cast<float>(values[count + i]);
    effect::normalize(t, mean, deviation, count);
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel
