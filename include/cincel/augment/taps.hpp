// From places in the source to pixels: the mean of four neighbours, weighted. All channels of a pixel are computed at
// once, or, of one channel, four pixels.
#pragma once

#include <cincel/augment/image.hpp>
#include <cincel/simd/quad.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl {

/// Places of neighbouring pixels: where the upper left of the four taps is, and the shares of the lower and right ones.
template <std::size_t N>
struct Places {
  alignas(32) std::int32_t at[N];
  alignas(32) float down[N], right[N];
};

/// (1 - u) · a + u · b: exactly a for u = 0, and b for u = 1.
template <class V>
[[gnu::always_inline]] inline V blend(const V& a, const V& b, const V& u) {
  return (a - u * a) + u * b;
}

/// Which loop is taken for a picture; those of four lanes read no number beyond it.
template <class I, class T>
inline constexpr bool pixel_is_quad = (I::channels == 3 || I::channels == 4) && I::width > 1;
template <class I, class T>
inline constexpr bool four_pixels_are_quad = I::channels == 1 && I::width > 1 && std::is_same_v<T, float>;

/// From a pixel to its neighbours; 0 where the picture has one row or column.
template <class I>
inline constexpr std::int64_t right_of = I::width > 1 ? I::channels : 0;
template <class I>
inline constexpr std::int64_t below = I::height > 1 ? I::width* I::channels : 0;

/// The pixel at place i of three or four channels; the fourth lane of three is anything.
template <class I, class T, class P>
[[gnu::always_inline]] inline Quad quad_pixel(const T* in, const P& places, std::int64_t i) {
  const T* p = in + places.at[i];
  const T* q = p + below<I>;
  const Quad right = quad_of(places.right[i]), down = quad_of(places.down[i]);
  Quad b, d;
  if constexpr (I::channels == 3) {
    b = without_first(load_quad(p + 2));
    d = without_first(load_quad(q + 2));
  } else {
    b = load_quad(p + 4);
    d = load_quad(q + 4);
  }
  return blend(blend(load_quad(p), b, right), blend(load_quad(q), d, right), down);
}

/// Four pixels of one channel, from place i on.
template <class I, class P>
[[gnu::always_inline]] inline Quad quad_of_pixels(const float* in, const P& places, std::int64_t i) {
  const auto taps = [&](std::int64_t k) {
    const float* p = in + places.at[i + k];
    return load_pairs(p, p + below<I>);
  };
  Quad a = taps(0), b = taps(1), c = taps(2), d = taps(3);
  transpose(a, b, c, d);
  const Quad right = load_quad(places.right + i), down = load_quad(places.down + i);
  return blend(blend(a, b, right), blend(c, d, right), down);
}

/// Pixels of any number of channels, one number after another.
template <class I, class T, class P>
[[gnu::always_inline]] inline void plain_pixel(const T* in, const P& places, std::int64_t i, float* out) {
  const T* p = in + places.at[i];
  const float right = places.right[i], down = places.down[i];
  for (std::int64_t c = 0; c < I::channels; ++c) {
    const auto tap = [&](std::int64_t at) { return static_cast<float>(p[at + c]); };
    const float upper = blend(tap(0), tap(right_of<I>), right);
    const float lower = blend(tap(below<I>), tap(below<I> + right_of<I>), right);
    out[c] = blend(upper, lower, down);
  }
}

/// Writes n pixels of places 0 … n - 1 and nothing beyond. Places up to the next multiple of four may be read.
template <class I, class T, class P>
inline void read_taps(const T* in, const P& places, std::int64_t n, float* out) {
  std::int64_t i = 0;
  if constexpr (pixel_is_quad<I, T>) {
    for (; i + 1 < n; ++i) store_quad(out + i * I::channels, quad_pixel<I>(in, places, i));
    if constexpr (I::channels == 3)
      store_three(out + i * 3, quad_pixel<I>(in, places, i));
    else
      store_quad(out + i * 4, quad_pixel<I>(in, places, i));
  } else if constexpr (four_pixels_are_quad<I, T>) {
    for (; i + 4 <= n; i += 4) store_quad(out + i, quad_of_pixels<I>(in, places, i));
    if (i == n) return;
    const Quad rest = quad_of_pixels<I>(in, places, i);
    for (std::int64_t k = 0; i + k < n; ++k) out[i + k] = rest[k];
  } else {
    for (; i < n; ++i) plain_pixel<I>(in, places, i, out + i * I::channels);
  }
}

/// The same pixels, but of each the nearest of its taps alone (of two as near the lower or right one, as scipy's order 0).
template <class I, class T, class P>
inline void read_nearest(const T* in, const P& places, std::int64_t n, float* out) {
  for (std::int64_t i = 0; i < n; ++i) {
    const T* p = in + places.at[i];
    if (places.down[i] >= 0.5f) p += below<I>;
    if (places.right[i] >= 0.5f) p += right_of<I>;
    for (std::int64_t c = 0; c < I::channels; ++c) out[i * I::channels + c] = static_cast<float>(p[c]);
  }
}

}  // namespace impl
}  // namespace CINCEL_ISA
}  // namespace cincel
