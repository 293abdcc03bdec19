// The transforms and options of a policy, with the names of Keras's ImageDataGenerator. Each is a type; the order in
// which they are written does not matter, since Keras's is fixed. docs/augmentation.md has them in a table.
#pragma once

#include <cincel/augment/settings.hpp>

namespace cincel {
namespace detail {

/// A condition that fails: what is said about the step.
constexpr void require(Text& fault, bool holds, const char* says) {
  if (fault.empty() && !holds) fault << says;
}
constexpr void check_angle(Text& fault, Angle a) {
  if (a.has_unit) return;
  fault << "has no unit, write ";
  spell_number(fault, a.value);
  fault << "_deg";
}
constexpr void check_shift(Text& fault, ShiftRange s) {
  const double n = s.amount;
  require(fault, is_finite(n) && n >= 0, "is not a number of at least 0; a shift goes both ways by itself");
  if (!fault.empty()) return;
  if (s.unit == ShiftRange::Unit::number && n >= 1) {
    fault << "may mean pixels or a part of the side, write Pixels<";
    spell_number(fault, n);
    fault << "> or Fraction<";
    spell_number(fault, n);
    fault << '>';
  }
  if (s.unit != ShiftRange::Unit::pixels) return;
  require(fault, n <= 1e6 && n == static_cast<double>(static_cast<std::int64_t>(n <= 1e6 ? n : 0)),
          "is no whole number of pixels up to 1000000");
  require(fault, n != 1, "moves nothing: as in Keras, magnitudes are below the number, so give 2 or more");
}
template <Real... Z>
constexpr NumberRange zoom_of() {
  constexpr double z[] = {Z.value..., 0};
  if (sizeof...(Z) == 2) return {z[0], z[sizeof...(Z) - 1]};
  if (!is_finite(z[0])) return {z[0], z[0]};  // what is computed from NaN would be no constant
  return {1 - z[0], 1 + z[0]};
}

}  // namespace detail

/// Turns by an angle uniform in [-Largest, Largest], Largest in [0_deg, 180_deg]; a positive angle is counter-clockwise
/// (`Convention::kp112`: clockwise). Keras: rotation_range.
template <Angle Largest>
struct Rotation {
  static constexpr unsigned field = AugmentSettings::rotation_;
  static constexpr void spell(Text& t) { detail::spell_call(t, "Rotation", Largest); }
  static constexpr void set(AugmentSettings& s) { s.rotation = Largest.value; }
  static constexpr void check(Text& fault) {
    detail::check_angle(fault, Largest);
    detail::require(fault, Largest.value >= 0 && Largest.value <= 180,
                    "has an angle outside [0_deg, 180_deg]; it goes both ways, so that 180_deg is all of the circle");
  }
};

/// Moves along the height: `HeightShift<0.2>` uniform in ±0.2 of the height, `HeightShift<Pixels<3>>` whole pixels. A
/// positive shift moves the picture up. Keras: height_shift_range.
template <ShiftRange Largest>
struct HeightShift {
  static constexpr unsigned field = AugmentSettings::height_shift_;
  static constexpr void spell(Text& t) { detail::spell_call(t, "HeightShift", Largest); }
  static constexpr void set(AugmentSettings& s) { s.height_shift = Largest; }
  static constexpr void check(Text& fault) { detail::check_shift(fault, Largest); }
};
/// The same along the width; a positive shift moves the picture to the left. Keras: width_shift_range.
template <ShiftRange Largest>
struct WidthShift {
  static constexpr unsigned field = AugmentSettings::width_shift_;
  static constexpr void spell(Text& t) { detail::spell_call(t, "WidthShift", Largest); }
  static constexpr void set(AugmentSettings& s) { s.width_shift = Largest; }
  static constexpr void check(Text& fault) { detail::check_shift(fault, Largest); }
};

/// Shears by an angle uniform in [-Largest, Largest], Largest in [0_deg, 90_deg), with Keras's matrix [1 -sin; 0 cos],
/// which scales by the cosine too. Keras: shear_range.
template <Angle Largest>
struct Shear {
  static constexpr unsigned field = AugmentSettings::shear_;
  static constexpr void spell(Text& t) { detail::spell_call(t, "Shear", Largest); }
  static constexpr void set(AugmentSettings& s) { s.shear = Largest.value; }
  static constexpr void check(Text& fault) {
    detail::check_angle(fault, Largest);
    detail::require(fault, Largest.value >= 0 && Largest.value < 90,
                    "needs an angle from 0_deg to below 90_deg; at 90 nothing of the picture is left");
  }
};

/// Scales both axes by factors of their own: `Zoom<0.2>` is uniform in [0.8, 1.2], `Zoom<0.5, 1>` in [0.5, 1]. Factors
/// are above 0; below 1 the picture becomes larger. Keras: zoom_range.
template <Real... Z>
struct Zoom {
  static constexpr unsigned field = AugmentSettings::zoom_;
  static constexpr void spell(Text& t) { detail::spell_call(t, "Zoom", Z...); }
  static constexpr void set(AugmentSettings& s) { s.zoom = detail::zoom_of<Z...>(); }
  static constexpr void check(Text& fault) {
    detail::require(fault, sizeof...(Z) == 1 || sizeof...(Z) == 2,
                    "takes one number, which is added to and taken from 1, or the least and the largest factor");
    constexpr NumberRange r = detail::zoom_of<Z...>();
    detail::require(fault, r.low <= r.high, "has its least factor above its largest, or NaN; give the least first");
    detail::require(fault, r.low > 0 && detail::is_finite(r.high), "reaches a factor that is not a number above 0");
  }
};

/// Adds one number to all channels, uniform in [-Largest, Largest] in the unit of the pixels, and cuts the sum at the
/// smallest and the largest value of the picture. The fourth of four channels, alpha, stays. Keras: channel_shift_range.
template <Real Largest>
struct ChannelShift {
  static constexpr unsigned field = AugmentSettings::channel_shift_;
  static constexpr void spell(Text& t) { detail::spell_call(t, "ChannelShift", Largest); }
  static constexpr void set(AugmentSettings& s) { s.channel_shift = Largest.value; }
  static constexpr void check(Text& fault) {
    detail::require(fault, Largest.value >= 0 && detail::is_finite(Largest.value),
                    "is not a number of at least 0; it goes both ways by itself");
  }
};

/// Left becomes right with probability P in [0, 1]. Keras: horizontal_flip.
template <Real P = 0.5>
struct HorizontalFlip {
  static constexpr unsigned field = AugmentSettings::horizontal_flip_;
  static constexpr void spell(Text& t) { detail::spell_call(t, "HorizontalFlip", P); }
  static constexpr void set(AugmentSettings& s) { s.horizontal_flip = P.value; }
  static constexpr void check(Text& fault) {
    detail::require(fault, P.value >= 0 && P.value <= 1, "has a probability outside [0, 1]");
  }
};
/// Top becomes bottom with probability P in [0, 1]. Keras: vertical_flip.
template <Real P = 0.5>
struct VerticalFlip {
  static constexpr unsigned field = AugmentSettings::vertical_flip_;
  static constexpr void spell(Text& t) { detail::spell_call(t, "VerticalFlip", P); }
  static constexpr void set(AugmentSettings& s) { s.vertical_flip = P.value; }
  static constexpr void check(Text& fault) {
    detail::require(fault, P.value >= 0 && P.value <= 1, "has a probability outside [0, 1]");
  }
};

/// Multiplies by a factor uniform in [Low, High], Low >= 0. 8-bit pixels are cut at 255; floats are not cut, whatever
/// their range. The fourth of four channels, alpha, stays. Keras: brightness_range, which turns floats in [0, 1] black.
template <Real... Factor>
struct Brightness {
  static constexpr unsigned field = AugmentSettings::brightness_;
  static constexpr void spell(Text& t) { detail::spell_call(t, "Brightness", Factor...); }
  static constexpr void set(AugmentSettings& s) {
    constexpr double f[] = {Factor.value..., 0, 0};
    s.brightness = {f[0], f[1]};
  }
  static constexpr void check(Text& fault) {
    detail::require(fault, sizeof...(Factor) == 2,
                    "takes the least and the largest factor, such as Brightness<0.8, 1.2>");
    constexpr double f[] = {Factor.value..., 0, 0};
    detail::require(fault, f[0] <= f[1], "has its least factor above its largest, or NaN; give the least first");
    detail::require(fault, f[0] >= 0 && detail::is_finite(f[1]), "has a factor that is not a number of at least 0");
  }
};

/// Multiplies by a number behind all transforms. Keras: rescale.
template <Real Factor>
struct Rescale {
  static constexpr unsigned field = AugmentSettings::rescale_;
  static constexpr void spell(Text& t) { detail::spell_call(t, "Rescale", Factor); }
  static constexpr void set(AugmentSettings& s) { s.rescale = Factor.value; }
  static constexpr void check(Text& fault) {
    detail::require(fault, Factor.value != 0 && detail::is_finite(Factor.value), "needs a finite factor other than 0");
  }
};

namespace detail {
/// A step without parameters.
template <unsigned Field>
struct Switch {
  static constexpr unsigned field = Field;
  static constexpr void set(AugmentSettings&) {}
  static constexpr void check(Text&) {}
};
}  // namespace detail

/// Takes from each picture its mean over all pixels and channels. Keras: samplewise_center.
struct SamplewiseCenter : detail::Switch<AugmentSettings::samplewise_center_> {
  static constexpr void spell(Text& t) { t << "SamplewiseCenter"; }
};
/// Divides each picture by its deviation + 1e-6, behind `SamplewiseCenter`, which it includes as Keras does. Keras:
/// samplewise_std_normalization.
struct SamplewiseStdNormalization : detail::Switch<AugmentSettings::samplewise_std_> {
  static constexpr void spell(Text& t) { t << "SamplewiseStdNormalization"; }
};
/// Takes from each channel its mean over the data set (`FeaturewiseStatistics`). Keras: featurewise_center.
struct FeaturewiseCenter : detail::Switch<AugmentSettings::featurewise_center_> {
  static constexpr void spell(Text& t) { t << "FeaturewiseCenter"; }
};
/// Divides each channel by its deviation over the data set + 1e-6, behind `FeaturewiseCenter`, which it includes as
/// Keras does. Keras: featurewise_std_normalization.
struct FeaturewiseStdNormalization : detail::Switch<AugmentSettings::featurewise_std_> {
  static constexpr void spell(Text& t) { t << "FeaturewiseStdNormalization"; }
};
/// Multiplies each picture, behind `FeaturewiseCenter`, which it includes as Keras does, by the matrix that makes the
/// numbers of the data set's pictures uncorrelated and changes them least: U · diag(1 / √(λ + Epsilon)) · Uᵀ, U and λ the
/// eigenvectors and eigenvalues of their covariance. `apply` takes it as a `Whitening` (augment/whitening.hpp). Pictures of
/// at most 4,096 numbers; Epsilon, in the square of the pixels' unit, is above 0. Keras: zca_whitening, zca_epsilon.
template <Real Epsilon = 1e-6>
struct ZcaWhitening {
  static constexpr unsigned field = AugmentSettings::whitening_;
  static constexpr void spell(Text& t) { detail::spell_call(t, "ZcaWhitening", Epsilon); }
  static constexpr void set(AugmentSettings& s) { s.whitening_epsilon = Epsilon.value; }
  static constexpr void check(Text& fault) {
    detail::require(fault, Epsilon.value >= 1e-30 && detail::is_finite(Epsilon.value),
                    "needs a finite epsilon above 0, or what all pictures have in common is divided by 0");
  }
};

namespace detail {
template <FillMode Mode>
struct FillWith : Switch<AugmentSettings::fill_> {
  static constexpr void set(AugmentSettings& s) { s.fill = Mode; }
};
template <MatrixConvention How>
struct ConventionOf : Switch<AugmentSettings::convention_> {
  static constexpr void set(AugmentSettings& s) { s.convention = How; }
};
}  // namespace detail

/// What stands where a transformed picture reaches beyond its source; the names and results are those of
/// scipy.ndimage, order 1. Keras: fill_mode and cval. For a row a b c d:
struct Fill {
  /// a a a | a b c d | d d d: the default.
  struct nearest : detail::FillWith<FillMode::nearest> {
    static constexpr void spell(Text& t) { t << "Fill::nearest"; }
  };
  /// v v v | a b c d | v v v; nothing is blended with v.
  template <Real Value = 0>
  struct constant : detail::FillWith<FillMode::constant> {
    static constexpr void spell(Text& t) { detail::spell_call(t, "Fill::constant", Value); }
    static constexpr void set(AugmentSettings& s) {
      s.fill = FillMode::constant;
      s.fill_value = Value.value;
    }
    static constexpr void check(Text& fault) {
      detail::require(fault, Value.value >= -3e38 && Value.value <= 3e38, "needs a value that a float can be");
    }
  };
  /// c b a | a b c d | d c b
  struct reflect : detail::FillWith<FillMode::reflect> {
    static constexpr void spell(Text& t) { t << "Fill::reflect"; }
  };
  /// b c | a b c d | b c: with a period of one less than the side, as scipy's wrap has.
  struct wrap : detail::FillWith<FillMode::wrap> {
    static constexpr void spell(Text& t) { t << "Fill::wrap"; }
  };
};

/// Whose matrix is computed; three exist under Keras's name, and docs/augmentation.md has their formulas.
struct Convention {
  /// What Keras's documentation says: about the picture's centre, a height shift moves rows. The default.
  struct documented : detail::ConventionOf<MatrixConvention::documented> {
    static constexpr void spell(Text& t) { t << "Convention::documented"; }
  };
  /// What Keras 3 and tf.keras compute: height and width are swapped in the centre and in the shifts.
  struct keras3 : detail::ConventionOf<MatrixConvention::keras3> {
    static constexpr void spell(Text& t) { t << "Convention::keras3"; }
  };
  /// What Keras-Preprocessing up to 1.1.2 computed: about a point one pixel off the centre, clockwise.
  struct kp112 : detail::ConventionOf<MatrixConvention::kp112> {
    static constexpr void spell(Text& t) { t << "Convention::kp112"; }
  };
};

}  // namespace cincel
