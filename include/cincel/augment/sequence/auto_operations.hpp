// The operations of AutoAugment, RandAugment and TrivialAugment with given magnitudes, and their tables, as torchvision
// has them.
#pragma once

#include <cincel/augment/sequence/geometry_effects.hpp>
#include <cincel/augment/sequence/neighbour_effects.hpp>
#include <cincel/augment/sequence/picture_effects.hpp>

#include <string_view>

namespace cincel {

/// What an automatic policy does to a picture. The places are part of what is drawn: new ones come at the end.
enum class AutoOperation : unsigned char {
  identity,
  shear_x,      // coefficient: pixels to the left for each row
  shear_y,      // pixels up for each column
  translate_x,  // share of the width to the right, cut to whole pixels
  translate_y,  // share of the height down
  rotate,       // degrees, counter-clockwise
  brightness,   // 1 + magnitude is the factor
  color,        // the same, of Saturation
  contrast,
  sharpness,
  posterize,  // bits
  solarize,   // share of white
  auto_contrast,
  equalize,
  invert,
  shift_x,  // pixels to the right, cut to whole ones
  shift_y   // pixels down
};
inline constexpr std::string_view auto_operation_names[] = {
    "Identity",     "ShearX",   "ShearY",   "TranslateX",    "TranslateY",   "Rotate",
    "Brightness",   "Color",    "Contrast", "Sharpness",     "Posterize",    "Solarize",
    "AutoContrast", "Equalize", "Invert",   "TranslateX px", "TranslateY px"};

/// The largest magnitudes of a family of policies; `bins` bins lie evenly between 0 and these.
struct AutoRanges {
  double shear, translate, rotate, enhance;
  int bits;        // that posterize takes away at most
  bool in_pixels;  // whether translations are
};
/// AutoAugment (10 bins) and RandAugment (31 bins).
inline constexpr AutoRanges narrow_ranges{0.3, 150.0 / 331, 30, 0.9, 4, false};
/// TrivialAugment's wide ones (31 bins).
inline constexpr AutoRanges wide_ranges{0.99, 32, 135, 0.99, 6, true};

namespace detail {

/// An operation with its magnitude.
struct AutoChoice {
  AutoOperation operation = AutoOperation::identity;
  double magnitude = 0;
};

/// The magnitude of bin k of K, with the sign where the operation has one.
constexpr AutoChoice auto_choice(AutoOperation op, int bin, int bins, bool negative, const AutoRanges& r) {
  using Op = AutoOperation;
  const double share = bins > 1 ? static_cast<double>(bin) / (bins - 1) : 0, sign = negative ? -1 : 1;
  switch (op) {
    case Op::shear_x:
    case Op::shear_y: return {op, sign * r.shear * share};
    case Op::translate_x: return {r.in_pixels ? Op::shift_x : op, sign * r.translate * share};
    case Op::translate_y: return {r.in_pixels ? Op::shift_y : op, sign * r.translate * share};
    case Op::rotate: return {op, sign * r.rotate * share};
    case Op::brightness:
    case Op::color:
    case Op::contrast:
    case Op::sharpness: return {op, sign * r.enhance * share};
    case Op::posterize: return {op, static_cast<double>(static_cast<int>(8 - r.bits * share + 0.5))};
    case Op::solarize: return {op, 1 - share};
    default: return {op, 0};
  }
}

/// One operation of AutoAugment's published pairs.
struct AutoEntry {
  AutoOperation operation = AutoOperation::identity;
  double probability = 0;
  int bin = 0;
};
struct AutoTable {
  AutoEntry entry[50];
};

constexpr AutoOperation auto_operation(std::string_view code) {
  constexpr std::string_view codes[] = {"Id", "SX", "SY", "TX", "TY", "Ro", "Br", "Co",
                                        "Ct", "Sh", "Po", "So", "AC", "Eq", "In"};
  for (unsigned char i = 0; i < 15; ++i)
    if (codes[i] == code) return static_cast<AutoOperation>(i);
  return AutoOperation::identity;
}
/// Reads "Po.4 8,Ro.6 9|So.6 5,AC.6|…": an operation, its probability, its bin where it has one.
constexpr AutoTable auto_table(std::string_view text) {
  AutoTable t{};
  int n = 0;
  for (std::size_t i = 0; i < text.size(); ++n) {
    AutoEntry& e = t.entry[n];
    e.operation = auto_operation(text.substr(i, 2));
    i += 2;
    if (text[i] == '.')
      e.probability = (text[i + 1] - '0') / 10.0, i += 2;
    else
      e.probability = text[i++] - '0';
    if (i < text.size() && text[i] == ' ') e.bin = text[i + 1] - '0', i += 2;
    ++i;  // the comma or the bar
  }
  return t;
}

}  // namespace detail

inline namespace CINCEL_ISA {
namespace effect {

inline void auto_operation(AugmentTarget& t, AutoOperation op, double m) {
  using Op = AutoOperation;
  const double width = static_cast<double>(t.sides().width), height = static_cast<double>(t.sides().height);
  const auto whole = [](double x) { return static_cast<double>(static_cast<std::int64_t>(x)); };
  const auto move = [&t](double right, double down) {
    if (right != 0 || down != 0) t.map(translation(-right, -down), t.sides(), Border::reaches);
  };
  const auto factor = static_cast<float>(1 + m);
  switch (op) {
    case Op::identity: return;
    case Op::shear_x: return t.map({{{1, m, m / 2}, {0, 1, 0}, {0, 0, 1}}}, t.sides(), Border::reaches);
    case Op::shear_y: return t.map({{{1, 0, 0}, {m, 1, m / 2}, {0, 0, 1}}}, t.sides(), Border::reaches);
    case Op::translate_x: return move(whole(m * width), 0);
    case Op::translate_y: return move(0, whole(m * height));
    case Op::shift_x: return move(whole(m), 0);
    case Op::shift_y: return move(0, whole(m));
    case Op::rotate: return affine(t, -m, 0, 0, 1, 0, 0);
    case Op::brightness: return brightness(t, factor);
    case Op::color: return saturation(t, factor);
    case Op::contrast: return contrast(t, factor);
    case Op::sharpness: return sharpness(t, factor);
    case Op::posterize: return posterize(t, static_cast<int>(m));
    case Op::solarize: return solarize(t, static_cast<float>(m));
    case Op::auto_contrast: return auto_contrast(t);
    case Op::equalize: return equalize(t);
    case Op::invert: return invert(t);
  }
}

}  // namespace effect
}  // namespace CINCEL_ISA
}  // namespace cincel
