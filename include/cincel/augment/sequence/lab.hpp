// CIE LAB of 8-bit colours, as OpenCV's cvtColor has it: sRGB's primaries, white D65, whole levels.
#pragma once

#include <cincel/augment/sequence/colour_effects.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl {

/// A colour by its lightness (of 0 … 100, times 2.55) and its two differences (plus 128), levels 0 … 255.
struct LabLevels {
  std::int32_t lightness, a, b;
};

/// Light, of 1, of a share of sRGB's white.
inline double light_of(double share) {
  return share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
}

/// To LAB tables in whole numbers, as many bits as OpenCV's, those of roots rounded from floats as there; back from light
/// the border of each level.
struct LabTables {
  std::array<std::int32_t, 256> linear;       // sRGB's levels without their gamma, white 2040
  std::array<std::int32_t, 2041> compressed;  // CIE's cube root of these, 1 as 2^15
  std::array<double, 256> border;             // the light above which a level is the next one; 255 has none
  std::array<std::int32_t, 4097> level;       // the level of light of k / 4096
};
inline LabTables make_lab_tables() {
  LabTables t{};
  for (std::size_t i = 0; i < t.linear.size(); ++i) {
    const double level = static_cast<double>(i);
    t.linear[i] = static_cast<std::int32_t>(std::nearbyint(2040 * light_of(level / 255)));
    t.border[i] = i < 255 ? light_of((level + 0.5) / 255) : 2;
  }
  for (std::size_t i = 0; i < t.compressed.size(); ++i) {
    const double v = static_cast<double>(i) / 2040;
    const double root = v < 216.0 / 24389 ? v * (841.0 / 108) + 16.0 / 116 : std::cbrt(v);
    t.compressed[i] = static_cast<std::int32_t>(std::nearbyint(static_cast<float>(32768 * root)));
  }
  std::size_t at = 0;
  for (std::size_t i = 0; i < t.level.size(); ++i) {
    while (static_cast<double>(i) / 4096 > t.border[at]) ++at;
    t.level[i] = static_cast<std::int32_t>(at);
  }
  return t;
}
inline const LabTables& lab_tables() {
  static const LabTables tables = make_lab_tables();
  return tables;
}

/// Of the levels of red, green and blue. The sums are XYZ over white's, in units of 2^-12.
inline LabLevels lab_of(const std::int32_t (&rgb)[3]) {
  const LabTables& t = lab_tables();
  const auto linear = [&](int c) { return t.linear[static_cast<std::size_t>(rgb[c])]; };
  const std::int32_t red = linear(0), green = linear(1), blue = linear(2);
  const auto part = [&](std::int32_t r, std::int32_t g, std::int32_t b) {
    return t.compressed[static_cast<std::size_t>((r * red + g * green + b * blue + 2048) >> 12)];
  };
  const std::int32_t x = part(1777, 1541, 778), y = part(871, 2929, 296), z = part(73, 448, 3575);
  constexpr std::int32_t half = 1 << 14, middle = 128 << 15;
  // 2.55 · (116 y - 16), its factors rounded
  return {std::clamp((296 * y - 1336934 + half) >> 15, 0, 255),
          std::clamp((500 * (x - y) + middle + half) >> 15, 0, 255),
          std::clamp((200 * (y - z) + middle + half) >> 15, 0, 255)};
}

/// The nearest levels of red, green and blue, in double: OpenCV's whole numbers are a level off now and then.
inline void rgb_of(const LabLevels& lab, std::int32_t (&rgb)[3]) {
  const LabTables& t = lab_tables();
  const double y = (lab.lightness / 2.55 + 16) / 116, x = y + (lab.a - 128) / 500.0, z = y - (lab.b - 128) / 200.0;
  const auto expanded = [](double v) { return v > 6.0 / 29 ? v * v * v : (v - 16.0 / 116) * (108.0 / 841); };
  const double of_white[] = {expanded(x) * 0.950456, expanded(y), expanded(z) * 1.088754};
  constexpr double to_rgb[3][3] = {
      {3.240479, -1.53715, -0.498535}, {-0.969256, 1.875991, 0.041556}, {0.055648, -0.204043, 1.057311}};
  for (int c = 0; c < 3; ++c) {
    double light = 0;
    for (int k = 0; k < 3; ++k) light += to_rgb[c][k] * of_white[k];
    light = std::clamp(light, 0.0, 1.0);
    std::int32_t level = t.level[static_cast<std::size_t>(light * 4096)];
    while (light > t.border[static_cast<std::size_t>(level)]) ++level;
    rgb[c] = level;
  }
}

}  // namespace impl
}  // namespace CINCEL_ISA
}  // namespace cincel
