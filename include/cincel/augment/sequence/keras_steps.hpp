// The steps of `Augment` as steps of a sequence, where they run in the order in which they are written: the same matrices
// by the documented convention, the same ranges.
#pragma once

#include <cincel/augment/draw.hpp>
#include <cincel/augment/matrix.hpp>
#include <cincel/augment/sequence/colour_effects.hpp>
#include <cincel/augment/sequence/geometry_effects.hpp>
#include <cincel/augment/sequence/picture_effects.hpp>
#include <cincel/augment/sequence/step.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl {

/// What all of them take from the step as `Augment` has it.
template <class Step>
struct OfKeras {
  static constexpr AugmentSettings settings = [] {
    AugmentSettings s;
    Step::set(s);
    return s;
  }();
  static constexpr std::size_t numbers = 1;
  static constexpr void spell(Text& t) { Step::spell(t); }
  static constexpr void check(Text& fault) { Step::check(fault); }
};

/// Turns, shifts, shears or zooms by `Augment`'s matrix.
template <class Step>
struct KerasGeometry : OfKeras<Step>, AnyShape {
  using OfKeras<Step>::settings;
  static constexpr unsigned field = Step::field;
  static constexpr std::size_t numbers = field == AugmentSettings::zoom_ ? 2 : 1;
  static constexpr void draw(const Dice& dice, float* to) {
    using S = AugmentSettings;
    if (field == S::rotation_) to[0] = dice.between(0, -settings.rotation, settings.rotation);
    if (field == S::shear_) to[0] = dice.between(0, -settings.shear, settings.shear);
    if (field == S::zoom_) {
      to[0] = dice.between(0, settings.zoom.low, settings.zoom.high);
      to[1] = dice.between(1, settings.zoom.low, settings.zoom.high);
    }
    if (field == S::height_shift_) to[0] = shifted(dice, settings.height_shift);
    if (field == S::width_shift_) to[0] = shifted(dice, settings.width_shift);
  }
  static void apply(const float* n, AugmentTarget& t) {
    using S = AugmentSettings;
    AugmentDraw d;
    const double v = static_cast<double>(n[0]);
    if (field == S::rotation_) d.rotation = v;
    if (field == S::shear_) d.shear = v;
    if constexpr (field == S::zoom_) d.zoom_x = v, d.zoom_y = static_cast<double>(n[1]);
    if (field == S::height_shift_) d.height_shift = v;
    if (field == S::width_shift_) d.width_shift = v;
    if (d == AugmentDraw{}) return;
    const ImageSides s = t.sides();
    const PullMatrix m = pull_matrix(settings, d, static_cast<double>(s.height), static_cast<double>(s.width));
    t.map(projective_of(m), s, Border::reaches);
  }

 private:
  static constexpr float shifted(const Dice& dice, const ShiftRange& s) {
    if (s.unit != ShiftRange::Unit::pixels) return dice.between(0, -s.amount, s.amount);
    const auto magnitude = static_cast<float>(dice.below(0, static_cast<std::uint32_t>(s.amount)));
    return dice.below(0, 2, 1) != 0 ? -magnitude : magnitude;
  }
};

template <class Step, bool Horizontal>
struct KerasFlip : OfKeras<Step>, AnyShape {
  static constexpr double chance =
      Horizontal ? OfKeras<Step>::settings.horizontal_flip : OfKeras<Step>::settings.vertical_flip;
  static constexpr void draw(const Dice& dice, float* to) { to[0] = dice.chance(0, chance); }
  static void apply(const float* n, AugmentTarget& t) {
    if (n[0] == 0) return;
    if (Horizontal)
      effect::flip_horizontal(t);
    else
      effect::flip_vertical(t);
  }
};

/// A factor; unlike in `Augment` the result is cut at 0 and white, as torchvision does it.
template <class Step>
struct KerasBrightness : OfKeras<Step>, ColourShape {
  using OfKeras<Step>::settings;
  static constexpr void draw(const Dice& dice, float* to) {
    to[0] = dice.between(0, settings.brightness.low, settings.brightness.high);
  }
  static void apply(const float* n, AugmentTarget& t) { effect::brightness(t, n[0]); }
};
template <class Step>
struct KerasChannelShift : OfKeras<Step>, ColourShape {
  using OfKeras<Step>::settings;
  static constexpr void draw(const Dice& dice, float* to) {
    to[0] = dice.between(0, -settings.channel_shift, settings.channel_shift);
  }
  static void apply(const float* n, AugmentTarget& t) { effect::channel_shift(t, n[0]); }
};

template <Angle A>
struct StepOf<Rotation<A>> {
  using type = KerasGeometry<Rotation<A>>;
};
template <ShiftRange S>
struct StepOf<HeightShift<S>> {
  using type = KerasGeometry<HeightShift<S>>;
};
template <ShiftRange S>
struct StepOf<WidthShift<S>> {
  using type = KerasGeometry<WidthShift<S>>;
};
template <Angle A>
struct StepOf<Shear<A>> {
  using type = KerasGeometry<Shear<A>>;
};
template <Real... Z>
struct StepOf<Zoom<Z...>> {
  using type = KerasGeometry<Zoom<Z...>>;
};
template <Real Chance>
struct StepOf<HorizontalFlip<Chance>> {
  using type = KerasFlip<HorizontalFlip<Chance>, true>;
};
template <Real Chance>
struct StepOf<VerticalFlip<Chance>> {
  using type = KerasFlip<VerticalFlip<Chance>, false>;
};
template <Real... F>
struct StepOf<Brightness<F...>> {
  using type = KerasBrightness<Brightness<F...>>;
};
template <Real Most>
struct StepOf<ChannelShift<Most>> {
  using type = KerasChannelShift<ChannelShift<Most>>;
};

}  // namespace impl
}  // namespace CINCEL_ISA
}  // namespace cincel
