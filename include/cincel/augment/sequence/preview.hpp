// What a policy does, for people: a sheet of pictures, and how often it loses a label.
#pragma once

#include <cincel/augment/colour.hpp>
#include <cincel/augment/png.hpp>
#include <cincel/augment/sequence/sequence.hpp>

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace cincel {
inline namespace CINCEL_ISA {

namespace impl {

/// Pictures beside each other, of levels 0 … 255, one or three channels.
struct Sheet {
  std::int64_t height, width, channels;
  std::string levels;
};

/// rows x columns pictures of samples 0, 1, … with two black pixels between.
template <class Policy, class I, class In>
Sheet preview_sheet(const In& picture, std::uint64_t seed, std::int64_t rows, std::int64_t columns) {
  constexpr Shape s = Policy::template output_shape<I>;
  static_assert(s[2] == 1 || s[2] == 3 || s[2] == 4, "preview shows pictures of 1, 3 or 4 channels");
  constexpr std::int64_t shown = s[2] == 4 ? 3 : s[2], gap = 2;
  Sheet sheet{rows * (s[0] + gap) - gap, columns * (s[1] + gap) - gap, shown, {}};
  sheet.levels.resize(static_cast<std::size_t>(sheet.height * sheet.width * shown), '\0');
  std::vector<float> one(static_cast<std::size_t>(s.volume()));
  SequenceWorkspace workspace;
  for (std::int64_t k = 0; k < rows * columns; ++k) {
    const std::span<float, static_cast<std::size_t>(s.volume())> out(one.data(), one.size());
    Policy::template apply<I>(Policy::draw(seed, 0, static_cast<std::uint32_t>(k)), picture, out, workspace);
    const float scale = 255 / workspace.raster.white;
    for (std::int64_t i = 0; i < s[0] * s[1]; ++i) {
      const std::int64_t y = k / columns * (s[0] + gap) + i / s[1], x = k % columns * (s[1] + gap) + i % s[1];
      for (std::int64_t c = 0; c < shown; ++c) {
        std::uint8_t byte = 0;
        const float v = one[static_cast<std::size_t>(i * s[2] + c)] * scale;
        to_bytes(&v, 1, &byte);
        sheet.levels[static_cast<std::size_t>((y * sheet.width + x) * shown + c)] = static_cast<char>(byte);
      }
    }
  }
  return sheet;
}

}  // namespace impl

/// A sheet of rows x columns transformed pictures of shape I, samples 0, 1, … of a seed, as the bytes of a PGM or PPM
/// file (one or three channels; of four the first three). Floats are shown from 0 to white. At least a row and a column.
template <class Policy, class I, class In>
std::string preview(const In& picture, std::uint64_t seed, std::int64_t rows = 4, std::int64_t columns = 4) {
  const impl::Sheet s = impl::preview_sheet<Policy, I>(picture, seed, rows, columns);
  return (s.channels == 1 ? "P5\n" : "P6\n") + std::to_string(s.width) + ' ' + std::to_string(s.height) + "\n255\n" +
         s.levels;
}
/// The same sheet as the bytes of a PNG file, which browsers show too.
template <class Policy, class I, class In>
std::string preview_png(const In& picture, std::uint64_t seed, std::int64_t rows = 4, std::int64_t columns = 4) {
  const impl::Sheet s = impl::preview_sheet<Policy, I>(picture, seed, rows, columns);
  return png_bytes(s.levels, s.height, s.width, s.channels);
}

/// How safe labels are under a policy.
struct LabelSafety {
  std::int64_t boxes = 0;     // boxes times draws
  std::int64_t vanished = 0;  // of which none is left
  std::int64_t partly = 0;    // that remain with less than half of their visible area
};

/// What becomes of the boxes of a picture of shape I in draws of the samples 0 … draws - 1 of a seed.
template <class Policy, class I>
LabelSafety label_safety(std::span<const Box> boxes, std::uint64_t seed, std::uint32_t draws) {
  LabelSafety safety;
  for (std::uint32_t i = 0; i < draws; ++i) {
    const auto drawn = Policy::draw(seed, 0, i);
    for (const Box& b : boxes) {
      Box one[] = {b}, half[] = {b};
      ++safety.boxes;
      if (Policy::template apply_boxes<I>(drawn, one) == 0)
        ++safety.vanished;
      else if (Policy::template apply_boxes<I>(drawn, half, {.minimal_visibility = 0.5}) == 0)
        ++safety.partly;
    }
  }
  return safety;
}

/// How safe points are under a policy.
struct PointSafety {
  std::int64_t points = 0;     // visible ones, times draws
  std::int64_t vanished = 0;   // that left the picture
  std::int64_t exchanged = 0;  // whose label became that of its pair, in a mirrored picture
};

/// What becomes of points of a picture of shape I in draws of the samples 0 … draws - 1 of a seed.
template <class Policy, class I, PointCoordinates C>
PointSafety label_safety(std::span<const Keypoint<C>> points, std::uint64_t seed, std::uint32_t draws,
                         std::span<const LabelPair> pairs = {}) {
  PointSafety safety;
  for (std::uint32_t i = 0; i < draws; ++i) {
    std::vector<Keypoint<C>> moved(points.begin(), points.end());
    Policy::template apply_points<I, C>(Policy::draw(seed, 0, i), moved, pairs);
    for (std::size_t k = 0; k < moved.size(); ++k) {
      if (!points[k].visible) continue;
      ++safety.points;
      safety.vanished += moved[k].visible ? 0 : 1;
      safety.exchanged += moved[k].label == points[k].label ? 0 : 1;
    }
  }
  return safety;
}

/// How safe the labels of a mask are under a policy.
struct MaskSafety {
  std::int64_t labels = 0;    // values of the mask times draws
  std::int64_t vanished = 0;  // of which no pixel is left
  std::int64_t partly = 0;    // that have less than half as many pixels as before
};

/// What becomes of the values of a mask of shape M, one channel of 8 bits, in draws of the samples 0 … draws - 1 of a seed.
template <class Policy, class M>
MaskSafety label_safety(std::span<const std::uint8_t, M::size> mask, std::uint64_t seed, std::uint32_t draws) {
  constexpr auto size = static_cast<std::size_t>(Policy::template output_shape<M>.volume());
  const auto count = [](std::span<const std::uint8_t> x) {
    std::array<std::int64_t, 256> n{};
    for (const std::uint8_t v : x) ++n[v];
    return n;
  };
  const auto before = count(mask);
  std::vector<std::uint8_t> made(size);
  MaskSafety safety;
  for (std::uint32_t i = 0; i < draws; ++i) {
    Policy::template apply_mask<M>(Policy::draw(seed, 0, i), mask, std::span<std::uint8_t, size>(made.data(), size));
    const auto after = count(made);
    for (std::size_t v = 0; v < 256; ++v) {
      if (before[v] == 0) continue;
      ++safety.labels;
      safety.vanished += after[v] == 0 ? 1 : 0;
      safety.partly += after[v] != 0 && 2 * after[v] < before[v] ? 1 : 0;
    }
  }
  return safety;
}

}  // namespace CINCEL_ISA
}  // namespace cincel
