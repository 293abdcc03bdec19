// Gradient of numbers moved without change: the same loops the other way round. Repeated numbers get a long sum.
#pragma once

#include <cincel/kernels/elementwise.hpp>
#include <cincel/kernels/operator_gradient.hpp>
#include <cincel/kernels/rearrange.hpp>
#include <cincel/simd/long_sum.hpp>
#include <cincel/simd/pack.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// A rearrangement cut in two: the loops that walk its input, and those that repeat each number of it.
struct RepeatCut {
  Rearrangement walk, repeat;
};
constexpr RepeatCut cut_repeats(const Rearrangement& r) {
  RepeatCut c{r, r};
  c.walk.loops = c.repeat.loops = 0;
  for (int d = 0; d < r.loops; ++d) {
    Rearrangement& part = r.loop[d].from_step == 0 ? c.repeat : c.walk;
    part.loop[part.loops++] = r.loop[d];
  }
  c.repeat.from[0] = c.repeat.from[1] = c.repeat.from[2] = 0;
  c.repeat.to[0] = c.repeat.to[1] = c.repeat.to[2] = 0;
  return c;
}

/// dx += dy where it went, for a rearrangement that repeats numbers: each gets a long sum, to 1e-5 of its terms'
/// magnitudes.
template <class T>
constexpr void repeated_gradient(const RepeatCut& cut, const Buffer& bx, const Buffer& by, const T* dy, T* dx) {
  using One = scalar_pack<T, 1>;
  const std::int64_t origin = pixel_at(by, 0, 0);
  const auto repeated = [&](const T* g) {
    LongSum<One> sum;
    for_runs_of(cut.repeat, bx, by, [&](std::int64_t, std::int64_t to, std::int64_t n, std::int64_t, std::int64_t ts) {
      for (std::int64_t i = 0; i < n; ++i) sum.add(One(g[to - origin + i * ts]));
    });
    return sum.value().v[0];
  };
  const auto run = [&](std::int64_t from, std::int64_t to, std::int64_t n, std::int64_t fs, std::int64_t ts) {
    for (std::int64_t i = 0; i < n; ++i) dx[from + i * fs] += repeated(dy + to + i * ts);
  };
  if (cut.walk.loops > 0) return for_runs_of(cut.walk, bx, by, run);
  const Rearrangement& r = cut.walk;
  run(pixel_at(bx, r.from[0], r.from[1]) + r.from[2], pixel_at(by, r.to[0], r.to[1]) + r.to[2], 1, 1, 1);
}

/// dx += dy where it went.
template <class P, class T>
constexpr void rearrange_gradient(const Rearrangement& r, const Buffer& bx, const Buffer& by, const T* dy, T* dx) {
  const RepeatCut cut = cut_repeats(r);
  if (cut.repeat.loops > 0) return repeated_gradient(cut, bx, by, dy, dx);
  for_runs_of(r, bx, by, [&](std::int64_t from, std::int64_t to, std::int64_t n, std::int64_t fs, std::int64_t ts) {
    T* d = dx + from;
    const T* old = d;
    if (fs == 1 && ts == 1) return impl::map_run<P>(n, d, [](const P& a, const P& g) { return a + g; }, old, dy + to);
    for (std::int64_t i = 0; i < n; ++i) d[i * fs] += dy[to + i * ts];
  });
}

}  // namespace kernels

template <>
struct OperatorGradient<Kind::rearrange> {
  template <class P, auto, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const kernels::GradientView<T> d = kernels::gradient_of(t, c, 0);
    if (d.dx == nullptr) return;
    kernels::rearrange_gradient<P>(t.forward.rearrangement, d.buffer, t.dy, kernels::result_gradient(t, c), d.dx);
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel
