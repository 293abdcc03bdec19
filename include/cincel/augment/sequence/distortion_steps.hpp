// Distortions, CLAHE and JPEG's loss as steps of a sequence. docs/sequences.md has them in a table.
#pragma once

#include <cincel/augment/sequence/clahe.hpp>
#include <cincel/augment/sequence/field_effects.hpp>
#include <cincel/augment/sequence/jpeg.hpp>
#include <cincel/augment/sequence/step.hpp>

namespace cincel {
inline namespace CINCEL_ISA {

/// Moves pixels by a smooth random field: uniform numbers smoothed by a Gaussian of Deviation pixels, times Strength
/// pixels. torchvision: ElasticTransform(alpha = Strength, sigma = Deviation).
template <Real Strength = 50, Real Deviation = 5>
struct Elastic : impl::AnyShape {
  static constexpr std::size_t numbers = 2;  // seed
  static constexpr void spell(Text& t) { detail::spell_call(t, "Elastic", Strength, Deviation); }
  static constexpr void check(Text& fault) {
    impl::check_range(fault, Strength.value, Strength.value, 0, 1e4, "strengths");
    impl::check_range(fault, Deviation.value, Deviation.value, 0.1, 100, "deviations");
  }
  static constexpr void draw(const Dice& dice, float* to) { dice.seed(0, to); }
  static void apply(const float* n, AugmentTarget& t) { effect::elastic(t, Strength.value, Deviation.value, n); }
};

/// Stretches and squeezes the rows and columns of a grid of Cells x Cells, each by up to ±Limit; the border stays.
/// Albumentations: GridDistortion, normalized.
template <int Cells = 5, Real Limit = 0.3>
struct GridDistortion {
  static constexpr std::size_t numbers = 2;  // seed
  static constexpr void spell(Text& t) { detail::spell_call(t, "GridDistortion", Real(Cells), Limit); }
  static constexpr void check(Text& fault) {
    impl::check_range(fault, Cells, Cells, 1, 1000, "cells");
    impl::check_range(fault, Limit.value, Limit.value, 0, 0.95, "limits");
  }
  static constexpr void shape(Text& fault, Shape& s) {
    if (Cells > s[0] || Cells > s[1]) fault << "has more cells than the picture of " << s << " has rows or columns";
  }
  static constexpr void draw(const Dice& dice, float* to) { dice.seed(0, to); }
  static void apply(const float* n, AugmentTarget& t) { effect::grid_distortion(t, Cells, Limit.value, n); }
};

/// Equalises 256 levels in Tiles x Tiles tiles, with counts of at most a clip of [Low, High] times the mean; of colours
/// the luma. OpenCV: createCLAHE. A barrier.
template <Real Low = 1, Real High = 4, int Tiles = 8>
struct Clahe : impl::OneDrawn<Low, High> {
  static constexpr void spell(Text& t) { detail::spell_call(t, "Clahe", Low, High, Real(Tiles)); }
  static constexpr void check(Text& fault) {
    impl::check_range(fault, Low.value, High.value, 0.01, 256, "clips");
    impl::check_range(fault, Tiles, Tiles, 1, 64, "tiles");
  }
  static constexpr void shape(Text& fault, Shape& s) {
    impl::ColourShape::shape(fault, s);
    if (fault.empty() && (Tiles > s[0] || Tiles > s[1]))
      fault << "has more tiles than the picture of " << s << " has rows or columns";
  }
  static void apply(const float* n, AugmentTarget& t) { effect::clahe(t, static_cast<double>(n[0]), Tiles); }
};

/// `Clahe` of the lightness of LAB instead of the luma, in 8 bits. Albumentations: CLAHE((Low, High), (Tiles, Tiles)).
template <Real Low = 1, Real High = 4, int Tiles = 8>
struct LabClahe : Clahe<Low, High, Tiles> {
  static constexpr void spell(Text& t) { detail::spell_call(t, "LabClahe", Low, High, Real(Tiles)); }
  static void apply(const float* n, AugmentTarget& t) { effect::lab_clahe(t, static_cast<double>(n[0]), Tiles); }
};

/// What a JPEG file gives back, of a quality that is a whole number of [Low, High]: 1 is the smallest file, 100 the
/// largest. torchvision: JPEG((Low, High)), which has no default either; Albumentations: ImageCompression, 99 to 100 if
/// not given. A barrier.
template <int Low, int High = Low>
struct JpegCompression : impl::ColourShape {
  static constexpr std::size_t numbers = 1;  // quality
  static constexpr void spell(Text& t) { detail::spell_call(t, "JpegCompression", Real(Low), Real(High)); }
  static constexpr void check(Text& fault) { impl::check_range(fault, Low, High, 1, 100, "qualities"); }
  static constexpr void draw(const Dice& dice, float* to) {
    to[0] = static_cast<float>(Low + static_cast<int>(dice.below(0, static_cast<std::uint32_t>(High - Low + 1))));
  }
  static void apply(const float* n, AugmentTarget& t) { effect::jpeg(t, static_cast<int>(n[0])); }
};

}  // namespace CINCEL_ISA
}  // namespace cincel
