// Options of a sequence, which hold for all of its steps: how pictures and masks are read, and the range of values. Those
// of masks are options of `Augment` too.
#pragma once

#include <cincel/augment/sequence/step.hpp>

namespace cincel {

/// What a sequence's options say.
struct SequenceOptions {
  Resampling resampling = Resampling::bilinear, mask_resampling = Resampling::nearest;
  FillMode fill = FillMode::nearest;
  double fill_value = 0, mask_value = 0, white = 0;  // white 0: 255 of 8-bit pictures, 1 of floats
  unsigned given = 0;                                // one bit for each kind of option
};

/// How pictures are read between pixels; bilinear if not given.
template <Resampling How>
struct Interpolate {
  static constexpr unsigned option = 1;
  static constexpr void spell(Text& t) {
    t << "Interpolate<Resampling::"
      << (How == Resampling::nearest ? "nearest>" : (How == Resampling::bilinear ? "bilinear>" : "bicubic>"));
  }
  static constexpr void check(Text&) {}
  static constexpr void set(SequenceOptions& o) { o.resampling = How; }
};
/// Masks are blended like pictures: for heat-maps. Without it they are read by the nearest pixel, and no value appears
/// that was not there.
struct SmoothMasks {
  static constexpr unsigned option = 2, field = AugmentSettings::smooth_masks_;
  static constexpr void spell(Text& t) { t << "SmoothMasks"; }
  static constexpr void check(Text&) {}
  static constexpr void set(SequenceOptions& o) { o.mask_resampling = Resampling::bilinear; }
  static constexpr void set(AugmentSettings&) {}
};
/// What masks have where the picture was filled by a constant (`Fill::constant`, `Pad`), such as the label that a loss
/// ignores; 0 if not given.
template <Real Value>
struct MaskFill {
  static constexpr unsigned option = 4, field = AugmentSettings::mask_fill_;
  static constexpr void spell(Text& t) { detail::spell_call(t, "MaskFill", Value); }
  static constexpr void check(Text& fault) {
    detail::require(fault, Value.value >= -3e38 && Value.value <= 3e38, "needs a value that a float can be");
  }
  static constexpr void set(SequenceOptions& o) { o.mask_value = Value.value; }
  static constexpr void set(AugmentSettings& s) { s.mask_value = Value.value; }
};
/// The largest value of float pictures; 1 if not given. 8-bit pictures have 255.
template <Real Value>
struct White {
  static constexpr unsigned option = 8;
  static constexpr void spell(Text& t) { detail::spell_call(t, "White", Value); }
  static constexpr void check(Text& fault) {
    detail::require(fault, Value.value > 0 && Value.value <= 1e30, "needs a number above 0");
  }
  static constexpr void set(SequenceOptions& o) { o.white = Value.value; }
};

namespace detail {

/// An option, or one of `Fill`, which `Augment` has too.
template <class T>
concept SequenceOption = requires(SequenceOptions& o) {
  T::option | 1u;
  T::set(o);
};
template <class T>
concept FillOption = requires(AugmentSettings& s) {
  T::field | 1u;
  T::set(s);
  requires T::field == AugmentSettings::fill_;
};

template <class T>
constexpr void set_option(SequenceOptions& o) {
  if constexpr (SequenceOption<T>) {
    T::set(o);
    o.given |= T::option;
  } else if constexpr (FillOption<T>) {
    AugmentSettings s;
    T::set(s);
    o.fill = s.fill;
    o.fill_value = s.fill_value;
    o.given |= 16;
  }
}
template <class T>
constexpr unsigned option_of() {
  if constexpr (SequenceOption<T>)
    return T::option;
  else
    return FillOption<T> ? 16u : 0u;
}

}  // namespace detail
}  // namespace cincel
