// What a policy says, as one value: each transform sets its part of it. All that computes reads this and no type.
#pragma once

#include <cincel/augment/parameters.hpp>

#include <limits>

namespace cincel {

/// What stands where a resampled picture reaches beyond its source (`Fill`).
enum class FillMode : unsigned char { nearest, constant, reflect, wrap };
/// Whose matrix is computed (`Convention`).
enum class MatrixConvention : unsigned char { documented, keras3, kp112 };

/// Numbers from `low` to `high`, both included.
struct NumberRange {
  double low = 0, high = 0;
  friend constexpr bool operator==(const NumberRange&, const NumberRange&) = default;
};
/// What may be any number.
inline constexpr NumberRange any_number{-std::numeric_limits<double>::infinity(),
                                        std::numeric_limits<double>::infinity()};

/// A policy as a value. What is not given does nothing.
struct AugmentSettings {
  /// One bit for each kind of transform; `given` holds those of the policy.
  enum Field : unsigned {
    rotation_ = 1,
    height_shift_ = 2,
    width_shift_ = 4,
    shear_ = 8,
    zoom_ = 16,
    horizontal_flip_ = 32,
    vertical_flip_ = 64,
    channel_shift_ = 128,
    brightness_ = 256,
    rescale_ = 512,
    samplewise_center_ = 1024,
    samplewise_std_ = 2048,
    featurewise_center_ = 4096,
    featurewise_std_ = 8192,
    fill_ = 16384,
    convention_ = 32768,
    whitening_ = 65536,
    mask_fill_ = 131072,
    smooth_masks_ = 262144,
    affine_ = rotation_ | height_shift_ | width_shift_ | shear_ | zoom_,
    colour_ = channel_shift_ | brightness_,
    samplewise_ = samplewise_center_ | samplewise_std_,
    featurewise_ = featurewise_center_ | featurewise_std_,
    of_data_set_ = featurewise_ | whitening_,
    normalised_ = samplewise_ | of_data_set_,
    flips_ = horizontal_flip_ | vertical_flip_
  };
  unsigned given = 0;
  double rotation = 0, shear = 0;  // largest angles, degrees
  ShiftRange height_shift{}, width_shift{};
  NumberRange zoom{1, 1}, brightness{1, 1};       // factors
  double channel_shift = 0;                       // largest value that is added
  double horizontal_flip = 0, vertical_flip = 0;  // probabilities
  double rescale = 1;
  double whitening_epsilon = 0;
  FillMode fill = FillMode::nearest;
  double fill_value = 0;
  double mask_value = 0;  // of masks where pictures have the fill value
  bool nearest = false;   // read by the nearest pixel, as masks are
  MatrixConvention convention = MatrixConvention::documented;

  constexpr bool has(unsigned fields) const { return (given & fields) != 0; }
};

namespace detail {
/// What of a policy changes a mask: the geometry alone.
constexpr AugmentSettings mask_settings(AugmentSettings s) {
  using S = AugmentSettings;
  s.nearest = !s.has(S::smooth_masks_);
  s.given &= S::affine_ | S::flips_ | S::convention_ | S::mask_fill_;
  s.fill_value = s.mask_value;
  s.brightness = {1, 1};
  s.channel_shift = 0;
  s.rescale = 1;
  return s;
}
}  // namespace detail

}  // namespace cincel
