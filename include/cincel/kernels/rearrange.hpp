// Numbers moved without change: permutations, crops, paddings, repeats, blocks to depth, slices.
//
//     y = 0 if not all of it is written
//     for each of the outer loops of the rearrangement
//       a run of the innermost one: y[to + i · step] = x[from + i · step]
#pragma once

#include <cincel/kernels/elementwise.hpp>
#include <cincel/kernels/operator.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// Calls run(from, to, n, from_stride, to_stride) for each run of the innermost loop; places are counted from the
/// begins of the buffers.
template <class Run>
constexpr void for_runs_of(const Rearrangement& r, const Buffer& bx, const Buffer& by, Run run) {
  const auto stride = [](const Buffer& b, int axis, std::int64_t step) {
    return step * (axis == 0 ? b.row : axis == 1 ? b.pixel : 1);
  };
  std::int64_t from[6]{}, to[6]{}, at[6]{};
  for (int d = 0; d < r.loops; ++d) {
    from[d] = stride(bx, r.loop[d].from_axis, r.loop[d].from_step);
    to[d] = stride(by, r.loop[d].to_axis, r.loop[d].to_step);
  }
  std::int64_t f = pixel_at(bx, r.from[0], r.from[1]) + r.from[2], t = pixel_at(by, r.to[0], r.to[1]) + r.to[2];
  const int last = r.loops - 1;
  for (;;) {
    run(f, t, std::int64_t{r.loop[last].n}, from[last], to[last]);
    int d = last - 1;
    for (; d >= 0; --d) {
      f += from[d];
      t += to[d];
      if (++at[d] < r.loop[d].n) break;
      f -= at[d] * from[d];
      t -= at[d] * to[d];
      at[d] = 0;
    }
    if (d < 0) return;
  }
}

}  // namespace kernels

template <>
struct Operator<Kind::rearrange> {
  template <class P, auto, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    const T* x = kernels::begin_of(s.x, m);
    T* y = kernels::result_of(s, m);
    if (!s.rearrangement.whole)
      kernels::for_pixels(s.y.map, s.y, y, s.y, y, [&](T* p, T*) { kernels::fill_zero(p, s.y.map.channels()); });
    kernels::for_runs_of(s.rearrangement, s.x, s.y,
                         [&](std::int64_t from, std::int64_t to, std::int64_t n, std::int64_t fs, std::int64_t ts) {
                           if (fs == 1 && ts == 1)
                             return kernels::impl::map_run<P>(n, y + to, [](const P& v) { return v; }, x + from);
                           for (std::int64_t i = 0; i < n; ++i) y[to + i * ts] = x[from + i * fs];
                         });
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel
