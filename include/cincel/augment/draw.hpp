// What a policy draws for one sample: plain numbers, which can be stored and replayed.
#pragma once

#include <cincel/augment/settings.hpp>
#include <cincel/core/random.hpp>

namespace cincel {

/// The numbers that one sample is transformed by; what the policy does not have is as here, and ignored. The same
/// numbers give the same bits again.
struct AugmentDraw {
  double rotation = 0;      // degrees
  double height_shift = 0;  // in the policy's unit: fractions of the height, or pixels
  double width_shift = 0;   // the same of the width
  double shear = 0;         // degrees
  double zoom_x = 1;        // factor; below 1 enlarges. Keras's zx: of columns (Convention::kp112: of rows)
  double zoom_y = 1;        // factor. Keras's zy: of rows (Convention::kp112: of columns)
  bool flip_horizontal = false;
  bool flip_vertical = false;
  double channel_shift = 0;  // in the unit of the pixels
  double brightness = 1;     // factor
  friend constexpr bool operator==(const AugmentDraw&, const AugmentDraw&) = default;
};

inline namespace CINCEL_ISA {
namespace impl {

/// Each kind of transform reads a block of the stream of its own, so that another transform in the policy changes no
/// other's numbers. The places are part of what seeds mean: new ones come at the end.
enum class DrawBlock : std::uint32_t {
  rotation,
  height_shift,
  width_shift,
  shear,
  zoom,
  horizontal_flip,
  vertical_flip,
  channel_shift,
  brightness
};

/// Uniform in [0, 1), from word `w` of a transform's block.
[[gnu::always_inline]] constexpr double share(const RandomStream& stream, DrawBlock which, int w = 0) {
  return stream.block(static_cast<std::uint32_t>(which)).w[w] * 0x1p-32;
}
[[gnu::always_inline]] constexpr double between(const NumberRange& r, double u) { return r.low + (r.high - r.low) * u; }

/// A shift as Keras draws it: uniform, or a whole magnitude below the number with a random sign.
constexpr double draw_shift(const RandomStream& stream, DrawBlock which, const ShiftRange& s) {
  if (s.unit != ShiftRange::Unit::pixels) return between({-s.amount, s.amount}, share(stream, which));
  const PhiloxBlock b = stream.block(static_cast<std::uint32_t>(which));
  const std::uint64_t n = static_cast<std::uint64_t>(s.amount), magnitude = (b.w[0] * n) >> 32;
  return (b.w[1] >> 31) != 0 ? -static_cast<double>(magnitude) : static_cast<double>(magnitude);
}

constexpr AugmentDraw draw_sample(const AugmentSettings& s, const RandomStream& stream) {
  using Field = AugmentSettings;
  AugmentDraw d;
  if (s.has(Field::rotation_)) d.rotation = between({-s.rotation, s.rotation}, share(stream, DrawBlock::rotation));
  if (s.has(Field::height_shift_)) d.height_shift = draw_shift(stream, DrawBlock::height_shift, s.height_shift);
  if (s.has(Field::width_shift_)) d.width_shift = draw_shift(stream, DrawBlock::width_shift, s.width_shift);
  if (s.has(Field::shear_)) d.shear = between({-s.shear, s.shear}, share(stream, DrawBlock::shear));
  if (s.has(Field::zoom_)) {
    d.zoom_x = between(s.zoom, share(stream, DrawBlock::zoom));
    d.zoom_y = between(s.zoom, share(stream, DrawBlock::zoom, 1));
  }
  if (s.has(Field::horizontal_flip_)) d.flip_horizontal = share(stream, DrawBlock::horizontal_flip) < s.horizontal_flip;
  if (s.has(Field::vertical_flip_)) d.flip_vertical = share(stream, DrawBlock::vertical_flip) < s.vertical_flip;
  if (s.has(Field::channel_shift_))
    d.channel_shift = between({-s.channel_shift, s.channel_shift}, share(stream, DrawBlock::channel_shift));
  if (s.has(Field::brightness_)) d.brightness = between(s.brightness, share(stream, DrawBlock::brightness));
  return d;
}

}  // namespace impl
}  // namespace CINCEL_ISA
}  // namespace cincel
