// Functions of each number by itself: over a run of numbers, over buffers, over the pixels of a map, over a step.
#pragma once

#include <cincel/kernels/operator.hpp>
#include <cincel/simd/pack.hpp>

#include <utility>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

namespace impl {

/// to[k] = f(from[k], …) for k < n: packs, then the rest.
template <class P, class T, class F, class... From>
[[gnu::always_inline]] constexpr void map_run(std::int64_t n, T* to, F f, const From*... from) {
  for_packs<P>(
      n, [&](std::int64_t k) { store_lanes(to + k, f(load<P>(from + k)...)); },
      [&](std::int64_t k, std::int64_t rest) {
        store_partial(to + k, f(load_partial<P>(from + k, rest, T(0))...), rest);
      });
}

}  // namespace impl

/// y = f(x, …) over the maps of buffers, row by row where a row is one run of memory in all of them. `y` may be one of
/// the others. `extent` is the map to walk: the others may be larger.
template <class P, class T, class F, class... X>
constexpr void map_buffers(const Shape& extent, const Buffer& by, T* y, F f, std::pair<const Buffer*, const X*>... x) {
  const bool rows = by.has_dense_rows() && (x.first->has_dense_rows() && ...);
  const std::int64_t h = extent.height(), w = extent.width(), n = extent.channels();
  for (std::int64_t i = 0; i < h; ++i) {
    if (rows) {
      impl::map_run<P>(w * n, y + pixel_at(by, i, 0), f, (x.second + pixel_at(*x.first, i, 0))...);
    } else {
      for (std::int64_t j = 0; j < w; ++j)
        impl::map_run<P>(n, y + pixel_at(by, i, j), f, (x.second + pixel_at(*x.first, i, j))...);
    }
  }
}

/// Calls f(x, y) with the first channels of each pixel of the map.
template <class T, class U, class F>
constexpr void for_pixels(const Shape& extent, const Buffer& bx, T* x, const Buffer& by, U* y, F f) {
  for (std::int64_t i = 0; i < extent.height(); ++i)
    for (std::int64_t j = 0; j < extent.width(); ++j) f(x + pixel_at(bx, i, j), y + pixel_at(by, i, j));
}

/// y = f(x) of a step, number by number.
template <class P, class T, class F>
constexpr void map_step(const Step& s, const Memory<T>& m, F f) {
  map_buffers<P>(s.y.map, s.y, result_of(s, m), f, std::pair{&s.x, begin_of(s.x, m)});
}

}  // namespace kernels
}  // namespace CINCEL_ISA
}  // namespace cincel
