// CLAHE: contrast-limited adaptive histogram equalisation (Zuiderveld, 1994), as OpenCV computes it.
#pragma once

#include <cincel/augment/sequence/lab.hpp>
#include <cincel/augment/sequence/neighbour_effects.hpp>
#include <cincel/augment/sequence/picture_effects.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl {

/// The table of one tile from its histogram: counts above the limit are spread over all levels, then summed up.
inline void clahe_table(std::int64_t (&h)[256], std::int64_t limit, std::int64_t area, float* table) {
  std::int64_t excess = 0;
  for (std::int64_t& count : h) {
    excess += (std::max<std::int64_t>)(count - limit, 0);
    count = (std::min)(count, limit);
  }
  std::int64_t rest = excess % 256;
  for (std::int64_t& count : h) count += excess / 256;
  const std::int64_t step = rest > 0 ? (std::max<std::int64_t>)(256 / rest, 1) : 256;
  for (std::int64_t i = 0; i < 256 && rest > 0; i += step, --rest) ++h[i];
  std::int64_t sum = 0;
  const float scale = 255.0f / static_cast<float>(area);
  for (int i = 0; i < 256; ++i) {
    sum += h[i];
    table[i] = std::nearbyint((std::min)(static_cast<float>(sum) * scale, 255.0f));
  }
}

/// From a to b, by the share of b; the same bits with and without fused multiply-adds.
inline float mixed(float a, float b, float share) {
  return effect::rounded_product(a, 1 - share) + effect::rounded_product(b, share);
}

/// The two tiles about a place along an axis, and the share of the second.
struct TilePair {
  std::int64_t first, second;
  float share;
};
inline TilePair tile_pair(std::int64_t at, std::int64_t side, std::int64_t tiles) {
  const float place = effect::rounded_product(static_cast<float>(at), 1.0f / static_cast<float>(side)) - 0.5f;
  const float whole = std::floor(place);
  const auto first = static_cast<std::int64_t>(whole);
  return {(std::max<std::int64_t>)(first, 0), (std::min)(first + 1, tiles - 1), place - whole};
}

/// CLAHE of levels 0 … 255, H x W of them; where a side is not a multiple of the tiles, both grow by a mirrored rest,
/// which is as in OpenCV a whole row of tiles' worth for a side that is.
inline void clahe_levels(std::vector<float>& level, ImageSides s, double clip, std::int64_t tiles) {
  const bool whole = s.height % tiles == 0 && s.width % tiles == 0;
  const std::int64_t h = (s.height + (whole ? 0 : tiles - s.height % tiles)) / tiles;
  const std::int64_t w = (s.width + (whole ? 0 : tiles - s.width % tiles)) / tiles;
  const auto limit = (std::max<std::int64_t>)(static_cast<std::int64_t>(clip * static_cast<double>(h * w) / 256), 1);
  std::vector<float> table(static_cast<std::size_t>(tiles * tiles * 256));
  for (std::int64_t tile = 0; tile < tiles * tiles; ++tile) {
    std::int64_t histogram[256] = {};
    for (std::int64_t i = 0; i < h * w; ++i) {
      const std::int64_t y = mirror_index(tile / tiles * h + i / w, s.height);
      const std::int64_t x = mirror_index(tile % tiles * w + i % w, s.width);
      ++histogram[static_cast<std::size_t>(level[static_cast<std::size_t>(y * s.width + x)])];
    }
    clahe_table(histogram, limit, h * w, table.data() + tile * 256);
  }
  for (std::int64_t y = 0; y < s.height; ++y) {
    const TilePair rows = tile_pair(y, h, tiles);
    for (std::int64_t x = 0; x < s.width; ++x) {
      const TilePair columns = tile_pair(x, w, tiles);
      float& v = level[static_cast<std::size_t>(y * s.width + x)];
      const auto at = static_cast<std::int64_t>(v);
      const auto line = [&](std::int64_t row) {
        const float* t = table.data() + row * tiles * 256 + at;
        return mixed(t[columns.first * 256], t[columns.second * 256], columns.share);
      };
      v = std::nearbyint(mixed(line(rows.first), line(rows.second), rows.share));
    }
  }
}

/// The nearest level of a colour's gray, by OpenCV's weights.
inline float gray_level(const float* p, float white) {
  using effect::rounded_product;
  const float gray = rounded_product(0.299f, p[0]) + rounded_product(0.587f, p[1]) + rounded_product(0.114f, p[2]);
  return static_cast<float>(nearest_level(gray, white));
}

}  // namespace impl

namespace effect {

/// CLAHE of 256 levels in tiles x tiles tiles. Of colours the gray (OpenCV's 0.299, 0.587, 0.114) is equalised, and what
/// it gains is added to all three: luma of YCbCr, which keeps more than 8 bits of the rest.
inline void clahe(AugmentTarget& t, double clip, std::int64_t tiles) {
  Raster* r = t.pixels();
  if (r == nullptr) return;
  const std::int64_t n = r->sides.height * r->sides.width, channels = r->channels;
  std::vector<float> level, before;
  for (std::int64_t i = 0; i < n; ++i) {
    const float* p = r->data.data() + i * channels;
    before.push_back(channels >= 3 ? impl::gray_level(p, r->white) : static_cast<float>(level_of(p[0], r->white)));
  }
  level = before;
  impl::clahe_levels(level, r->sides, clip, tiles);
  for (std::int64_t i = 0; i < n; ++i) {
    const auto at = static_cast<std::size_t>(i);
    for (std::int64_t c = 0; c < r->colours(); ++c) {
      float& v = r->data[static_cast<std::size_t>(i * channels + c)];
      v = channels >= 3 ? impl::cut(v + rounded_product(level[at] - before[at], r->white / 255), r->white)
                        : level[at] * (r->white / 255);
    }
  }
}

/// CLAHE of the lightness of LAB, its other two channels kept, all in whole levels of 8 bits: OpenCV's conversion, its
/// CLAHE, and back, as in Albumentations. Of one channel the same as `clahe`.
inline void lab_clahe(AugmentTarget& t, double clip, std::int64_t tiles) {
  Raster* r = t.pixels();
  if (r == nullptr) return;
  if (r->channels < 3) return clahe(t, clip, tiles);
  const auto n = static_cast<std::size_t>(r->sides.height * r->sides.width);
  const auto channels = static_cast<std::size_t>(r->channels);
  std::vector<impl::LabLevels> colour;
  std::vector<float> lightness;
  colour.reserve(n);
  lightness.reserve(n);
  std::int32_t rgb[3] = {};
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t c = 0; c < 3; ++c) rgb[c] = impl::nearest_level(r->data[i * channels + c], r->white);
    colour.push_back(impl::lab_of(rgb));
    lightness.push_back(static_cast<float>(colour.back().lightness));
  }
  impl::clahe_levels(lightness, r->sides, clip, tiles);
  for (std::size_t i = 0; i < n; ++i) {
    colour[i].lightness = static_cast<std::int32_t>(lightness[i]);
    impl::rgb_of(colour[i], rgb);
    for (std::size_t c = 0; c < 3; ++c) r->data[i * channels + c] = static_cast<float>(rgb[c]) * (r->white / 255);
  }
}

}  // namespace effect
}  // namespace CINCEL_ISA
}  // namespace cincel
