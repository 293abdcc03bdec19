// JPEG's loss: what libjpeg makes of a picture that it writes and reads, without the file between. Whole numbers alone,
// so that the result is the same bits everywhere, and PIL's.
#pragma once

#include <cincel/augment/sequence/colour_effects.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

namespace cincel {
namespace detail {

/// Eight rows of eight numbers: pixels, their frequencies, steps of quantisation.
using JpegBlock = std::array<std::int32_t, 64>;

/// Annex K of the standard (ITU-T T.81): the steps of brightness at quality 50.
inline constexpr JpegBlock jpeg_luma_steps = {16, 11, 10, 16, 24,  40,  51,  61,  12, 12, 14, 19, 26,  58,  60,  55,  //
                                              14, 13, 16, 24, 40,  57,  69,  56,  14, 17, 22, 29, 51,  87,  80,  62,  //
                                              18, 22, 37, 56, 68,  109, 103, 77,  24, 35, 55, 64, 81,  104, 113, 92,  //
                                              49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99};
/// And of colour.
inline constexpr JpegBlock jpeg_chroma_steps = {17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99,  //
                                                24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99, 99, 99, 99, 99, 99,  //
                                                99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,  //
                                                99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99};

/// The steps at a quality of 1 … 100, by libjpeg's rule.
constexpr JpegBlock jpeg_steps(const JpegBlock& base, int quality) {
  const std::int32_t scale = quality < 50 ? 5000 / quality : 200 - 2 * quality;
  JpegBlock steps{};
  for (std::size_t i = 0; i < 64; ++i) steps[i] = std::clamp((base[i] * scale + 50) / 100, 1, 255);
  return steps;
}

/// Row k, column n: √2 cos((2n + 1) kπ / 16), of row 0 half of that times √2, in units of 2^-13. The numbers are those of
/// libjpeg's accurate transform (Loeffler, Ligtenberg and Moschytz, 1989), which adds them up from rounded constants; so
/// some are a unit from the nearest.
constexpr JpegBlock jpeg_cosines() {
  constexpr std::int32_t half[8][4] = {{8192, 8192, 8192, 8192},     {11363, 9633, 6437, 2260},
                                       {10703, 4433, -4433, -10703}, {9633, -2259, -11362, -6436},
                                       {8192, -8192, -8192, 8192},   {6437, -11362, 2261, 9633},
                                       {4433, -10704, 10704, -4433}, {2260, -6436, 9633, -11363}};
  JpegBlock full{};
  for (std::size_t k = 0; k < 8; ++k)
    for (std::size_t n = 0; n < 4; ++n) {
      full[8 * k + n] = half[k][n];
      full[8 * k + 7 - n] = k % 2 == 0 ? half[k][n] : -half[k][n];
    }
  return full;
}

/// Rows become columns.
constexpr JpegBlock jpeg_transposed(const JpegBlock& b) {
  JpegBlock turned{};
  for (std::size_t i = 0; i < 64; ++i) turned[i] = b[i % 8 * 8 + i / 8];
  return turned;
}

/// Multiplies each row or column of b by m, divided by 2^shift and rounded; its numbers lie `step` apart, those of its
/// neighbour `line` further.
constexpr void jpeg_transform(const JpegBlock& m, JpegBlock& b, std::size_t line, std::size_t step, int shift) {
  for (std::size_t j = 0; j < 8; ++j) {
    std::int32_t out[8] = {};
    for (std::size_t k = 0; k < 8; ++k) {
      std::int32_t sum = 1 << (shift - 1);
      for (std::size_t n = 0; n < 8; ++n) sum += m[8 * k + n] * b[j * line + n * step];
      out[k] = sum >> shift;
    }
    for (std::size_t k = 0; k < 8; ++k) b[j * line + k * step] = out[k];
  }
}

/// 8 x 8 levels 0 … 255 become what is left of them by these steps of quantisation. No sum reaches 2^30.
constexpr void jpeg_block(JpegBlock& b, const JpegBlock& steps) {
  constexpr JpegBlock forward = jpeg_cosines(), backward = jpeg_transposed(forward);
  for (std::int32_t& v : b) v -= 128;
  jpeg_transform(forward, b, 8, 1, 11);  // two bits more are kept between the passes
  jpeg_transform(forward, b, 1, 8, 15);  // now eight times the frequencies
  for (std::size_t i = 0; i < 64; ++i) {
    const std::int32_t step = 8 * steps[i], whole = ((b[i] < 0 ? -b[i] : b[i]) + step / 2) / step;
    b[i] = (b[i] < 0 ? -whole : whole) * steps[i];
  }
  jpeg_transform(backward, b, 1, 8, 11);
  jpeg_transform(backward, b, 8, 1, 18);
  for (std::int32_t& v : b) v = std::clamp(v + 128, 0, 255);
}

}  // namespace detail

inline namespace CINCEL_ISA {
namespace impl {

/// Brightness or colour of a picture as levels 0 … 255, rows one after another.
struct JpegPlane {
  JpegPlane(std::int64_t rows, std::int64_t columns)
      : height(rows), width(columns), level(static_cast<std::size_t>(rows * columns)) {}
  std::int32_t& at(std::int64_t y, std::int64_t x) { return level[static_cast<std::size_t>(y * width + x)]; }
  std::int32_t at(std::int64_t y, std::int64_t x) const { return level[static_cast<std::size_t>(y * width + x)]; }

  std::int64_t height, width;
  std::vector<std::int32_t> level;
};

/// A plane written and read; blocks that hang over its border repeat the last row and column.
inline void jpeg_recode(JpegPlane& p, const detail::JpegBlock& steps) {
  for (std::int64_t top = 0; top < p.height; top += 8) {
    for (std::int64_t left = 0; left < p.width; left += 8) {
      detail::JpegBlock b{};
      for (std::int64_t i = 0; i < 64; ++i)
        b[static_cast<std::size_t>(i)] =
            p.at((std::min)(top + i / 8, p.height - 1), (std::min)(left + i % 8, p.width - 1));
      detail::jpeg_block(b, steps);
      for (std::int64_t y = top; y < (std::min)(top + 8, p.height); ++y)
        for (std::int64_t x = left; x < (std::min)(left + 8, p.width); ++x)
          p.at(y, x) = b[static_cast<std::size_t>((y - top) * 8 + x - left)];
    }
  }
}

/// Half the rows and columns: means of 2 x 2, halves rounded down and up in turn. Beyond the right border its columns
/// repeat, up to whole blocks, as the last row of an odd number of rows does.
inline JpegPlane jpeg_halved(const JpegPlane& p) {
  JpegPlane half((p.height + 1) / 2, (p.width + 15) / 16 * 8);
  for (std::int64_t y = 0; y < half.height; ++y) {
    const std::int64_t below = (std::min)(2 * y + 1, p.height - 1);
    for (std::int64_t x = 0; x < half.width; ++x) {
      const std::int64_t left = (std::min)(2 * x, p.width - 1), right = (std::min)(2 * x + 1, p.width - 1);
      const std::int32_t sum = p.at(2 * y, left) + p.at(2 * y, right) + p.at(below, left) + p.at(below, right);
      half.at(y, x) = (sum + (x % 2 == 0 ? 1 : 2)) / 4;
    }
  }
  return half;
}

/// Back to the sides of a picture: weights 3/4 and 1/4 of the nearest two along both axes, as libjpeg's "fancy"
/// upsampling has them; pictures of at most four columns repeat the nearest.
inline JpegPlane jpeg_doubled(const JpegPlane& half, ImageSides to) {
  JpegPlane p(to.height, to.width);
  const std::int64_t last_row = (to.height - 1) / 2, last = (to.width - 1) / 2;
  for (std::int64_t y = 0; y < to.height; ++y) {
    const std::int64_t row = y / 2, other = std::clamp<std::int64_t>(row + (y % 2 == 0 ? -1 : 1), 0, last_row);
    const auto sum = [&](std::int64_t x) { return 3 * half.at(row, x) + half.at(other, x); };
    for (std::int64_t x = 0; x < to.width; ++x) {
      const std::int64_t column = x / 2, beside = std::clamp<std::int64_t>(column + (x % 2 == 0 ? -1 : 1), 0, last);
      p.at(y, x) = last < 2 ? half.at(row, column) : (3 * sum(column) + sum(beside) + (x % 2 == 0 ? 8 : 7)) / 16;
    }
  }
  return p;
}

/// Three planes of RGB to JFIF's YCbCr, in units of 2^-16.
inline void jpeg_from_rgb(JpegPlane (&p)[3]) {
  for (std::size_t i = 0; i < p[0].level.size(); ++i) {
    const std::int32_t r = p[0].level[i], g = p[1].level[i], b = p[2].level[i];
    p[0].level[i] = (19595 * r + 38470 * g + 7471 * b + 32768) >> 16;
    p[1].level[i] = (-11059 * r - 21709 * g + 32768 * b + (128 << 16) + 32767) >> 16;
    p[2].level[i] = (32768 * r - 27439 * g - 5329 * b + (128 << 16) + 32767) >> 16;
  }
}
/// And back.
inline void jpeg_to_rgb(JpegPlane (&p)[3]) {
  for (std::size_t i = 0; i < p[0].level.size(); ++i) {
    const std::int32_t y = p[0].level[i], cb = p[1].level[i] - 128, cr = p[2].level[i] - 128;
    p[0].level[i] = std::clamp(y + ((91881 * cr + 32768) >> 16), 0, 255);
    p[1].level[i] = std::clamp(y + ((-22554 * cb - 46802 * cr + 32768) >> 16), 0, 255);
    p[2].level[i] = std::clamp(y + ((116130 * cb + 32768) >> 16), 0, 255);
  }
}

/// The colours of a picture as JPEG gives them back.
inline void jpeg_colours(JpegPlane (&p)[3], int quality) {
  const detail::JpegBlock chroma_steps = detail::jpeg_steps(detail::jpeg_chroma_steps, quality);
  jpeg_from_rgb(p);
  jpeg_recode(p[0], detail::jpeg_steps(detail::jpeg_luma_steps, quality));
  for (int c = 1; c < 3; ++c) {
    JpegPlane half = jpeg_halved(p[c]);
    jpeg_recode(half, chroma_steps);
    p[c] = jpeg_doubled(half, {p[c].height, p[c].width});
  }
  jpeg_to_rgb(p);
}

}  // namespace impl

namespace effect {

/// What a JPEG file of this quality (1 … 100) gives back: levels 0 … 255 of white, whole numbers. Colours lose half of the
/// rows and columns of their chroma (4:2:0). libjpeg's accurate transform and tables, so PIL's pixels exactly: the
/// rest of the file loses nothing. NaN is black.
inline void jpeg(AugmentTarget& t, int quality) {
  Raster* r = t.pixels();
  if (r == nullptr) return;
  const std::int64_t channels = r->channels, n = r->sides.height * r->sides.width;
  const impl::JpegPlane empty(r->sides.height, r->sides.width);
  impl::JpegPlane planes[3] = {empty, empty, empty};
  for (std::int64_t i = 0; i < n; ++i) {
    for (std::int64_t c = 0; c < r->colours(); ++c) {
      const float v = r->data[static_cast<std::size_t>(i * channels + c)];
      planes[c].level[static_cast<std::size_t>(i)] = impl::nearest_level(v, r->white);
    }
  }
  if (channels >= 3)
    impl::jpeg_colours(planes, quality);
  else
    impl::jpeg_recode(planes[0], detail::jpeg_steps(detail::jpeg_luma_steps, quality));
  for (std::int64_t i = 0; i < n; ++i)
    for (std::int64_t c = 0; c < r->colours(); ++c)
      r->data[static_cast<std::size_t>(i * channels + c)] =
          static_cast<float>(planes[c].level[static_cast<std::size_t>(i)]) * (r->white / 255);
}

}  // namespace effect
}  // namespace CINCEL_ISA
}  // namespace cincel
