// Pixels between 4x4 others, of a row of a resampling pass: cubic weights of four pixels at once, then all channels of a
// pixel. What stands at the border is left to read_place.
#pragma once

#include <cincel/augment/sequence/warp.hpp>
#include <cincel/simd/quad.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl {

/// How many pixels of a row are found at once.
inline constexpr std::int64_t warp_block = 64;

/// Where neighbouring pixels lie in the source: the first of 4x4 taps, and their weights along both axes.
struct CubicPlaces {
  alignas(16) std::int32_t at[warp_block];
  alignas(16) float right[4][warp_block], down[4][warp_block];
  alignas(16) std::int32_t noted[warp_block];  // other than 0: at the border, to be read alone
};

/// The first tap of four coordinates along a side of n >= 4 pixels, and the weights of it and the three behind it.
[[gnu::always_inline]] inline void find_cubic(FourDoubles& tap, FourInts& beyond, const double* coordinates,
                                              std::int64_t n, float* weights, std::int64_t stride) {
  const FourDoubles zero{}, most = zero + static_cast<double>(n - 4);
  FourDoubles x;
  std::memcpy(&x, coordinates, sizeof x);
  x = x > -8.0 ? x : zero - 8.0;  // NaN too
  x = x < most + 8.0 ? x : most + 8.0;
  FourDoubles first = x;
  floor_doubles(first);
  const FourDoubles t = x - first;
  first -= 1.0;
  beyond |= __builtin_convertvector((first < zero) | (first > most), FourInts);
  tap = first > zero ? first : zero;
  tap = tap < most ? tap : most;
  FourDoubles w[4];
  cubic_weights(t, cubic_sharpness, w);
  for (int k = 0; k < 4; ++k) store_quad(weights + k * stride, __builtin_convertvector(w[k], Quad));
}

/// Fills the places of n pixels, whose coordinates are x and y. Returns whether any is noted.
inline bool find_cubic_places(CubicPlaces& places, const double* x, const double* y, const PictureView& in,
                              std::int64_t n) {
  FourInts any{};
  for (std::int64_t i = 0; i < n; i += 4) {
    FourInts noted{};
    FourDoubles row, column;
    find_cubic(row, noted, y + i, in.sides.height, places.down[0] + i, warp_block);
    find_cubic(column, noted, x + i, in.sides.width, places.right[0] + i, warp_block);
    row = row * static_cast<double>(in.pitch) + column * static_cast<double>(in.channels);
    const FourInts at = __builtin_convertvector(row, FourInts);
    std::memcpy(places.at + i, &at, sizeof at);
    std::memcpy(places.noted + i, &noted, sizeof noted);
    any |= noted;
  }
  return (any[0] | any[1] | any[2] | any[3]) != 0;
}

/// Channel c of pixel i.
inline float cubic_number(const CubicPlaces& places, const PictureView& in, std::int64_t i, std::int64_t c) {
  const float* const first = in.data + places.at[i] + c;
  float sum;
  weigh_taps(
      sum, 4, 4, [&](int j) { return places.down[j][i]; }, [&](int k) { return places.right[k][i]; },
      [&](int j, int k) { return first[j * in.pitch + k * in.channels]; });
  return sum;
}
/// Four numbers of a pixel of three or four channels.
template <std::int64_t Channels>
[[gnu::always_inline]] inline Quad cubic_quad(const CubicPlaces& places, const PictureView& in, std::int64_t i) {
  const float* const first = in.data + places.at[i];
  Quad sum;
  weigh_taps(
      sum, 4, 4, [&](int j) { return quad_of(places.down[j][i]); }, [&](int k) { return quad_of(places.right[k][i]); },
      [&](int j, int k) { return load_quad(first + j * in.pitch + k * Channels); });
  return sum;
}
/// Writes n pixels. Those of three channels are read four numbers at once but where the fourth would lie behind the picture.
inline void write_cubic(const CubicPlaces& places, const PictureView& in, std::int64_t n, float* out) {
  const std::int64_t last = (in.sides.height - 1) * in.pitch + in.sides.width * in.channels - 4;
  for (std::int64_t i = 0; i < n; ++i) {
    float* const to = out + i * in.channels;
    if (in.channels == 4)
      store_quad(to, cubic_quad<4>(places, in, i));
    else if (in.channels == 3 && places.at[i] + 3 * (in.pitch + in.channels) <= last)
      store_three(to, cubic_quad<3>(places, in, i));
    else
      for (std::int64_t c = 0; c < in.channels; ++c) to[c] = cubic_number(places, in, i, c);
  }
}

}  // namespace impl
}  // namespace CINCEL_ISA
}  // namespace cincel
