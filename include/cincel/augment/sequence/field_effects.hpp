// Fields of moves: elastic and grid distortions. Masks, boxes and points follow the same field.
#pragma once

#include <cincel/augment/sequence/dice.hpp>
#include <cincel/augment/sequence/neighbour_effects.hpp>

#include <utility>

namespace cincel {
inline namespace CINCEL_ISA {
namespace effect {

/// Uniform numbers of [-1, 1) for both axes of each pixel, smoothed by a Gaussian of this deviation in pixels (of
/// int(8 · deviation + 1) taps, made odd; the border mirrored), times `strength` in pixels: torchvision's
/// ElasticTransform, but in pixels of both axes, where that scales x by the height and y by the width.
inline std::vector<float> elastic_field(ImageSides sides, double strength, double deviation, const float* seed) {
  Raster field;
  field.sides = sides;
  field.channels = 2;
  const RandomStream stream = impl::seeded(seed);
  const std::int64_t n = sides.height * sides.width;
  field.data.resize(static_cast<std::size_t>(2 * n));
  std::uint32_t words[4][RandomStream::batch];
  for (std::int64_t i = 0; i < n; ++i) {
    const auto k = static_cast<std::size_t>(i % RandomStream::batch);
    if (k == 0) stream.blocks(static_cast<std::uint32_t>(i), words);
    for (std::size_t axis = 0; axis < 2; ++axis)
      field.data[2 * static_cast<std::size_t>(i) + axis] = static_cast<float>(words[axis][k] * 0x1p-31 - 1);
  }
  const std::vector<float> kernel = impl::gaussian_kernel(deviation, static_cast<int>(8 * deviation + 1) | 1);
  impl::filter_axis(field, kernel, true);
  impl::filter_axis(field, kernel, false);
  for (float& v : field.data) v *= static_cast<float>(strength);
  return std::move(field.data);
}
inline void elastic(AugmentTarget& t, double strength, double deviation, const float* seed) {
  t.displace(elastic_field(t.sides(), strength, deviation, seed));
}

/// Where the edges of `cells` equal cells of a side of n pixels are read: each cell's length is multiplied by 1 + limit
/// times a uniform number of [-1, 1), then all are scaled so that they span the side again.
inline std::vector<double> grid_edges(std::int64_t n, int cells, double limit, const RandomStream& stream,
                                      std::uint32_t axis) {
  std::vector<double> edge{0};
  for (int k = 0; k < cells; ++k) {
    const double u = stream.block(static_cast<std::uint32_t>(k)).w[axis] * 0x1p-31 - 1;
    edge.push_back(edge.back() + 1 + limit * u);
  }
  const double scale = static_cast<double>(n) / edge.back();
  for (double& e : edge) e *= scale;
  edge.back() = static_cast<double>(n);
  return edge;
}
/// How far from pixel i it is read, by the line between the edges of its cell.
inline float grid_move(const std::vector<double>& edge, std::int64_t i, std::int64_t n) {
  const double cells = static_cast<double>(edge.size() - 1), place = static_cast<double>(i) + 0.5;
  const double at = place * cells / static_cast<double>(n);
  const auto k = static_cast<std::size_t>(at);
  return static_cast<float>(edge[k] + (at - static_cast<double>(k)) * (edge[k + 1] - edge[k]) - place);
}
/// GridDistortion, normalized (Albumentations), with cells of equal sides whatever the picture's.
inline void grid_distortion(AugmentTarget& t, int cells, double limit, const float* seed) {
  const ImageSides s = t.sides();
  const RandomStream stream = impl::seeded(seed);
  const std::vector<double> across = grid_edges(s.width, cells, limit, stream, 0);
  const std::vector<double> down = grid_edges(s.height, cells, limit, stream, 1);
  std::vector<float> field;
  for (std::int64_t y = 0; y < s.height; ++y) {
    for (std::int64_t x = 0; x < s.width; ++x) {
      field.push_back(grid_move(across, x, s.width));
      field.push_back(grid_move(down, y, s.height));
    }
  }
  t.displace(std::move(field));
}

}  // namespace effect
}  // namespace CINCEL_ISA
}  // namespace cincel
