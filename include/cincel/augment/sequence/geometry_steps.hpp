// Geometric steps of a sequence as types. docs/sequences.md has them in a table.
#pragma once

#include <cincel/augment/sequence/geometry_effects.hpp>
#include <cincel/augment/sequence/step.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl {

/// A window that must lie in the picture.
constexpr void cut_shape(Text& fault, Shape& s, std::int64_t height, std::int64_t width) {
  if (height > s[0] || width > s[1])
    fault << "cuts more than there is: the picture has " << Shape(s[0], s[1])
          << " pixels here; pad or resize it before";
  else
    s = Shape(height, width, s[2]);
}

}  // namespace impl

/// Cuts Height x Width pixels anywhere. torchvision, Albumentations: RandomCrop (with `Pad` before it: padding).
template <int Height, int Width = Height>
struct RandomCrop {
  static constexpr std::size_t numbers = 2;  // shares of what is left over, down and right
  static constexpr void spell(Text& t) { detail::spell_call(t, "RandomCrop", Real(Height), Real(Width)); }
  static constexpr void check(Text& fault) { impl::check_sides(fault, Height, Width); }
  static constexpr void shape(Text& fault, Shape& s) { impl::cut_shape(fault, s, Height, Width); }
  static constexpr void draw(const Dice& dice, float* to) { to[0] = dice.share(0), to[1] = dice.share(1); }
  static void apply(const float* n, AugmentTarget& t) {
    effect::crop(t,
                 effect::window_at(t.sides(), {Height, Width}, static_cast<double>(n[0]), static_cast<double>(n[1])));
  }
};

/// Cuts the middle; half of an odd rest is rounded to even, as torchvision's CenterCrop does. (`CenterCrop` is a layer.)
template <int Height, int Width = Height>
struct CropCenter : impl::NothingDrawn {
  static constexpr void spell(Text& t) { detail::spell_call(t, "CropCenter", Real(Height), Real(Width)); }
  static constexpr void check(Text& fault) { impl::check_sides(fault, Height, Width); }
  static constexpr void shape(Text& fault, Shape& s) { impl::cut_shape(fault, s, Height, Width); }
  static void apply(const float*, AugmentTarget& t) { effect::crop_center(t, {Height, Width}); }
};

/// Resizes to Height x Width (`ResizeMethod`); a pass of its own. torchvision: Resize; OpenCV: resize.
template <int Height, int Width = Height, ResizeMethod Method = ResizeMethod::bilinear, bool Antialias = false>
struct Resize : impl::NothingDrawn {
  static constexpr void spell(Text& t) { detail::spell_call(t, "Resize", Real(Height), Real(Width)); }
  static constexpr void check(Text& fault) { impl::check_sides(fault, Height, Width); }
  static constexpr void shape(Text&, Shape& s) { s = Shape(Height, Width, s[2]); }
  static void apply(const float*, AugmentTarget& t) { t.resize({Height, Width}, Method, Antialias); }
};

/// Cuts a window of a share of the area and a ratio width / height (log-uniform), and resizes it, bilinear and
/// antialiased: torchvision's RandomResizedCrop with its defaults.
template <int Height, int Width = Height, Real Least = 0.08, Real Most = 1, Real LeastRatio = 0.75,
          Real MostRatio = 4.0 / 3>
struct RandomResizedCrop {
  static constexpr std::size_t numbers = 2;  // a seed, since the window depends on the picture's sides
  static constexpr void spell(Text& t) { detail::spell_call(t, "RandomResizedCrop", Real(Height), Real(Width)); }
  static constexpr void check(Text& fault) {
    impl::check_sides(fault, Height, Width);
    impl::check_range(fault, Least.value, Most.value, 1e-6, 1, "shares of the area");
    impl::check_range(fault, LeastRatio.value, MostRatio.value, 1e-3, 1e3, "ratios");
  }
  static constexpr void shape(Text&, Shape& s) { s = Shape(Height, Width, s[2]); }
  static constexpr void draw(const Dice& dice, float* to) { dice.seed(0, to); }
  /// The window that these numbers cut out of a picture.
  static CropWindow window(const float* n, ImageSides in) {
    return effect::resized_window(in, Least.value, Most.value, LeastRatio.value, MostRatio.value, impl::seeded(n));
  }
  static void apply(const float* n, AugmentTarget& t) {
    effect::crop(t, window(n, t.sides()));
    t.resize({Height, Width}, ResizeMethod::bilinear, true);
  }
};

/// Adds rows and columns: a value (FillMode::constant), or the edge, the mirrored or the repeated picture. torchvision:
/// Pad, padding_mode constant, edge (nearest), symmetric (reflect).
template <int Top, int Left = Top, int Bottom = Top, int Right = Left, FillMode Mode = FillMode::constant,
          Real Value = 0>
struct Pad : impl::NothingDrawn {
  static constexpr void spell(Text& t) {
    detail::spell_call(t, "Pad", Real(Top), Real(Left), Real(Bottom), Real(Right));
  }
  static constexpr void check(Text& fault) {
    detail::require(fault, Top >= 0 && Left >= 0 && Bottom >= 0 && Right >= 0, "adds fewer than 0 pixels");
    detail::require(fault, Top + Bottom <= 8192 && Left + Right <= 8192, "adds more than 8192 pixels to a side");
    detail::require(fault, Value.value >= -3e38 && Value.value <= 3e38, "needs a value that a float can be");
  }
  static constexpr void shape(Text&, Shape& s) { s = Shape(s[0] + Top + Bottom, s[1] + Left + Right, s[2]); }
  static void apply(const float*, AugmentTarget& t) {
    const ImageSides to{t.sides().height + Top + Bottom, t.sides().width + Left + Right};
    t.pad(Top, Left, to, Mode, static_cast<float>(Value.value));
  }
};

/// Turns by ±Turn (clockwise), moves by ±Move of the sides, scales by a factor of [Smaller, Larger], shears by the
/// tangent of ±Slant along both axes: torchvision's RandomAffine, but moves by parts of pixels too.
template <Angle Turn, Real Move = 0, Real Smaller = 1, Real Larger = 1, Angle Slant = Angle(0, true)>
struct RandomAffine : impl::AnyShape {
  static constexpr std::size_t numbers = 6;  // degrees, shares right and down, factor, degrees along x and along y
  static constexpr void spell(Text& t) { detail::spell_call(t, "RandomAffine", Turn, Move, Smaller, Larger, Slant); }
  static constexpr void check(Text& fault) {
    detail::check_angle(fault, Turn);
    detail::check_angle(fault, Slant);
    impl::check_range(fault, Turn.value, Turn.value, 0, 180, "angles");
    impl::check_range(fault, Move.value, Move.value, 0, 1, "shares of a side");
    impl::check_range(fault, Smaller.value, Larger.value, 1e-3, 1e3, "factors");
    detail::require(fault, Slant.value >= 0 && Slant.value < 90,
                    "shears by 90_deg or more, where the tangent is infinite");
  }
  static constexpr void draw(const Dice& dice, float* to) {
    to[0] = dice.between(0, -Turn.value, Turn.value);
    to[1] = dice.between(1, -Move.value, Move.value);
    to[2] = dice.between(2, -Move.value, Move.value);
    to[3] = dice.between(3, Smaller.value, Larger.value);
    to[4] = dice.between(4, -Slant.value, Slant.value);
    to[5] = dice.between(5, -Slant.value, Slant.value);
  }
  static void apply(const float* n, AugmentTarget& t) {
    const auto v = [n](int i) { return static_cast<double>(n[i]); };
    const double width = static_cast<double>(t.sides().width), height = static_cast<double>(t.sides().height);
    effect::affine(t, v(0), v(1) * width, v(2) * height, v(3), v(4), v(5));
  }
};

/// Moves the four corners inwards by whole pixels, up to half of a side times Distortion: torchvision's
/// RandomPerspective.
template <Real Distortion = 0.5>
struct Perspective : impl::AnyShape {
  static constexpr std::size_t numbers = 8;  // shares of the largest move of each corner
  static constexpr void spell(Text& t) { detail::spell_call(t, "Perspective", Distortion); }
  static constexpr void check(Text& fault) {
    impl::check_range(fault, Distortion.value, Distortion.value, 0, 0.95, "distortions");
  }
  static constexpr void shape(Text& fault, Shape& s) {
    if (s[0] < 4 || s[1] < 4) fault << "needs pictures of at least 4x4 pixels, got " << s;
  }
  static constexpr void draw(const Dice& dice, float* to) {
    for (std::uint32_t k = 0; k < 8; ++k) to[k] = dice.share(k);
  }
  static void apply(const float* n, AugmentTarget& t) {
    effect::perspective(t, Distortion.value, {n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7]});
  }
};

/// Rows become columns, with a probability. Albumentations: Transpose. A picture that is not square needs 0 or 1.
template <Real Chance = 0.5>
struct Transpose {
  static constexpr double chance = Chance.value;
  static constexpr std::size_t numbers = 1;
  static constexpr void spell(Text& t) { detail::spell_call(t, "Transpose", Chance); }
  static constexpr void check(Text& fault) { impl::check_chance(fault, Chance.value); }
  static constexpr void shape(Text& fault, Shape& s) {
    if (s[0] != s[1] && Chance.value > 0 && Chance.value < 1)
      fault << "would change the shape of some pictures only, which are " << s << "; take a square or Transpose<1>";
    else if (Chance.value == 1)
      s = Shape(s[1], s[0], s[2]);
  }
  static constexpr void draw(const Dice& dice, float* to) { to[0] = dice.chance(0, Chance.value); }
  static void apply(const float* n, AugmentTarget& t) {
    if (n[0] != 0) effect::transpose(t);
  }
};

/// Turns by 0, 90, 180 or 270 degrees counter-clockwise, exactly. Albumentations: RandomRotate90. Square pictures.
struct QuarterTurns {
  static constexpr std::size_t numbers = 1;  // quarters
  static constexpr void spell(Text& t) { t << "QuarterTurns"; }
  static constexpr void check(Text&) {}
  static constexpr void shape(Text& fault, Shape& s) {
    if (s[0] != s[1]) fault << "would change the shape of some pictures only; take a square, got " << s;
  }
  static constexpr void draw(const Dice& dice, float* to) { to[0] = static_cast<float>(dice.below(0, 4)); }
  static void apply(const float* n, AugmentTarget& t) { effect::quarter_turns(t, static_cast<int>(n[0])); }
};

}  // namespace CINCEL_ISA
}  // namespace cincel
