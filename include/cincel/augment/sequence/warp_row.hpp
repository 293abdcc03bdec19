// A row of a resampling pass, 64 pixels at once:
//
//     places    64 places in the source, in double, four at a time
//     taps      what is beyond the border is clamped to it or noted; upper left tap, steps to the others, shares
//     pixels    the weighted mean of the four taps, all channels of a pixel in one register
//     noted     the few whose pixels the border's rule has to find, one by one (read_place)
//
// The numbers are read_place's, but for the rounding of the means.
#pragma once

#include <cincel/augment/sequence/warp_cubic.hpp>
#include <cincel/simd/quad.hpp>

#include <algorithm>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl {

/// Where neighbouring pixels of a row of the result lie in the source.
struct WarpPlaces {
  alignas(32) double x[warp_block], y[warp_block];  // in indices, far outside where there is no place
  alignas(16) std::int32_t at[warp_block];          // the upper left tap, in numbers from the first
  alignas(16) std::int32_t to_right[warp_block],
      to_lower[warp_block];                                // from it to its neighbours, 0 where their share is 0
  alignas(16) float right[warp_block], lower[warp_block];  // shares of these neighbours
  alignas(16) std::int32_t noted[warp_block];              // other than 0: beyond the border, to be read alone
};

/// Fills x and y for n pixels from column `first` on; see warp_row.
inline void find_places(WarpPlaces& places, const Projective& pull, const float* field, std::int64_t first,
                        std::int64_t y, std::int64_t n) {
  const auto& m = pull.m;
  const bool affine = field == nullptr && pull.is_affine();  // a field may hold what is not finite
  const double begin = static_cast<double>(first);
  const FourDoubles zero{}, outside = zero - 1e300;
  FourDoubles column{begin, begin + 1, begin + 2, begin + 3}, row = zero + static_cast<double>(y);
  for (std::int64_t i = 0; i < n; i += 4, column += 4.0) {
    FourDoubles px = column, py = row;
    for (std::int64_t k = i; field != nullptr && k < i + 4 && k < n; ++k) {
      px[k - i] += static_cast<double>(field[2 * (first + k)]);
      py[k - i] += static_cast<double>(field[2 * (first + k) + 1]);
    }
    FourDoubles sx = m[0][0] * px + m[0][1] * py + m[0][2], sy = m[1][0] * px + m[1][1] * py + m[1][2];
    if (!affine) {
      const FourDoubles depth = m[2][0] * px + m[2][1] * py + m[2][2];
      sx = depth > zero ? sx / depth : outside;
      sy = depth > zero ? sy / depth : outside;
    }
    std::memcpy(places.x + i, &sx, sizeof sx);
    std::memcpy(places.y + i, &sy, sizeof sy);
  }
}

/// Four coordinates along a side of n pixels become their first tap, and the share of the second; `beyond` is other than
/// 0 where the rule has to look for the pixel elsewhere.
struct SideTaps {
  FourDoubles tap;
  Quad share;
};
[[gnu::always_inline]] inline void find_side(SideTaps& taps, FourInts& beyond, const double* coordinates,
                                             std::int64_t n, const WarpRule& rule) {
  const FourDoubles zero{}, last = zero + static_cast<double>(n - 1);
  FourDoubles x;
  std::memcpy(&x, coordinates, sizeof x);
  using Mask = decltype(x < zero);
  Mask out{};
  if (rule.fill == FillMode::constant) out = ~((x >= zero - 0.5) & (x < last + 0.5));
  const bool nearest = rule.resampling == Resampling::nearest;
  if (rule.fill == FillMode::reflect || rule.fill == FillMode::wrap)
    out = nearest ? ~((x >= zero - 0.5) & (x < last + 0.5)) : ~((x >= zero) & (x <= last));
  beyond |= __builtin_convertvector(out, FourInts);
  if (nearest) x += 0.5;
  clamp_doubles(x, static_cast<double>(n - 1));
  taps.tap = x;
  floor_doubles(taps.tap);
  x = nearest ? zero : x - taps.tap;
  taps.share = __builtin_convertvector(x, Quad);
}

/// Fills the rest for n pixels. Returns whether any is noted.
inline bool find_taps(WarpPlaces& places, const PictureView& in, const WarpRule& rule, std::int64_t n) {
  const double pitch = static_cast<double>(in.pitch), channels = static_cast<double>(in.channels);
  const auto step = [](const Quad& share, std::int64_t to) {
    const Quad none{};
    const FourInts size = FourInts{} + static_cast<std::int32_t>(to);
    return (share > none) & size;
  };
  FourInts any{};
  for (std::int64_t i = 0; i < n; i += 4) {
    SideTaps row, column;
    FourInts noted{};
    find_side(row, noted, places.y + i, in.sides.height, rule);
    find_side(column, noted, places.x + i, in.sides.width, rule);
    const FourInts at = __builtin_convertvector(row.tap * pitch + column.tap * channels, FourInts);
    const FourInts to_right = step(column.share, in.channels), to_lower = step(row.share, in.pitch);
    std::memcpy(places.at + i, &at, sizeof at);
    std::memcpy(places.to_right + i, &to_right, sizeof at);
    std::memcpy(places.to_lower + i, &to_lower, sizeof at);
    std::memcpy(places.noted + i, &noted, sizeof at);
    store_quad(places.right + i, column.share);
    store_quad(places.lower + i, row.share);
    any |= noted;
  }
  return (any[0] | any[1] | any[2] | any[3]) != 0;
}

/// (1 - u) · a + u · b, of a number or of four; exactly a where u is 0, whatever b is.
template <class Numbers>
[[gnu::always_inline]] inline Numbers mean_of(const Numbers& a, const Numbers& b, const Numbers& u) {
  return u > Numbers{} ? (1 - u) * a + u * b : a;
}

/// Pixel i, one number after another.
inline void write_pixel(const WarpPlaces& places, const PictureView& in, std::int64_t i, float* out) {
  const float *p = in.data + places.at[i], *q = p + places.to_lower[i];
  const std::int32_t right = places.to_right[i];
  for (std::int64_t c = 0; c < in.channels; ++c)
    out[c] = mean_of(mean_of(p[c], p[c + right], places.right[i]), mean_of(q[c], q[c + right], places.right[i]),
                     places.lower[i]);
}
/// Pixels of three or four channels, read four numbers at once but where the fourth would lie behind the picture.
template <int Channels>
inline void write_colours(const WarpPlaces& places, const PictureView& in, std::int64_t n, float* out) {
  const std::int64_t last = (in.sides.height - 1) * in.pitch + in.sides.width * Channels - 4;
  for (std::int64_t i = 0; i < n; ++i) {
    const float *p = in.data + places.at[i], *q = p + places.to_lower[i];
    const std::int32_t step = places.to_right[i];
    if (places.at[i] + places.to_lower[i] + step > last) {
      write_pixel(places, in, i, out + i * Channels);
      continue;
    }
    const Quad right = quad_of(places.right[i]), lower = quad_of(places.lower[i]);
    const Quad y = mean_of(mean_of(load_quad(p), load_quad(p + step), right),
                           mean_of(load_quad(q), load_quad(q + step), right), lower);
    if (Channels == 4 || i + 1 < n)
      store_quad(out + i * Channels, y);
    else
      store_three(out + i * Channels, y);
  }
}
/// Pixels of one channel, four at once.
inline void write_grays(const WarpPlaces& places, const PictureView& in, std::int64_t n, float* out) {
  for (std::int64_t i = 0; i < n; i += 4) {
    Quad a, b, c, d;
    for (std::int64_t k = 0; k < 4; ++k) {
      const float *p = in.data + places.at[i + k], *q = p + places.to_lower[i + k];
      a[k] = p[0], b[k] = p[places.to_right[i + k]], c[k] = q[0], d[k] = q[places.to_right[i + k]];
    }
    const Quad right = load_quad(places.right + i), lower = load_quad(places.lower + i);
    const Quad y = mean_of(mean_of(a, b, right), mean_of(c, d, right), lower);
    std::memcpy(out + i, &y, sizeof(float) * static_cast<std::size_t>((std::min<std::int64_t>)(n - i, 4)));
  }
}
inline void write_pixels(const WarpPlaces& places, const PictureView& in, std::int64_t n, float* out) {
  switch (in.channels) {
    case 1: return write_grays(places, in, n, out);
    case 3: return write_colours<3>(places, in, n, out);
    case 4: return write_colours<4>(places, in, n, out);
    default:
      for (std::int64_t i = 0; i < n; ++i) write_pixel(places, in, i, out + i * in.channels);
  }
}

/// Writes n pixels that lie at the places' x and y, but for those that it notes in `noted`; returns these, or none.
inline const std::int32_t* write_noting(WarpPlaces& places, const PictureView& in, const WarpRule& rule, std::int64_t n,
                                        float* out) {
  const bool any = find_taps(places, in, rule, n);
  write_pixels(places, in, n, out);
  return any ? places.noted : nullptr;
}
inline const std::int32_t* write_noting(CubicPlaces& cubic, const WarpPlaces& places, const PictureView& in,
                                        std::int64_t n, float* out) {
  const bool any = find_cubic_places(cubic, places.x, places.y, in, n);
  write_cubic(cubic, in, n, out);
  return any ? cubic.noted : nullptr;
}

/// Writes `n` pixels of row `y` of the result, whose places are pull(x, y), moved before by field[2 x], field[2 x + 1]
/// if a field is given.
inline void warp_row(const PictureView& in, const WarpRule& rule, const Projective& pull, const float* field,
                     std::int64_t y, std::int64_t n, float* out) {
  const bool is_cubic = rule.resampling == Resampling::bicubic;
  // Taps are counted in 32 bits.
  const bool alone =
      in.sides.height * in.pitch >= std::int64_t{1} << 31 || (is_cubic && (in.sides.height < 4 || in.sides.width < 4));
  WarpPlaces places;
  CubicPlaces cubic;
  for (std::int64_t first = 0; first < n; first += warp_block) {
    const std::int64_t count = (std::min)(n - first, warp_block);
    float* const to = out + first * in.channels;
    find_places(places, pull, field, first, y, count);
    const std::int32_t* noted = nullptr;
    if (!alone)
      noted = is_cubic ? write_noting(cubic, places, in, count, to) : write_noting(places, in, rule, count, to);
    for (std::int64_t i = 0; (alone || noted != nullptr) && i < count; ++i)
      if (alone || noted[i] != 0) read_place(in, rule, {places.x[i], places.y[i]}, to + i * in.channels);
  }
}

}  // namespace impl
}  // namespace CINCEL_ISA
}  // namespace cincel
