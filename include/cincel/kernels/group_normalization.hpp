// Normalisation of groups of channels over the whole map. A group's moments are merged, in double precision, from those of
// its channels, which are long sums over vectors of channels whatever the size of a group.
#pragma once

#include <cincel/core/square_root.hpp>
#include <cincel/kernels/batch_moments.hpp>
#include <cincel/kernels/elementwise.hpp>
#include <cincel/kernels/normalization.hpp>
#include <cincel/kernels/operator.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// Calls f(first channel, its group's moments) for the groups of n channels.
template <class P, class T, class F>
constexpr void for_group_moments(const Buffer& b, const T* x, std::int64_t n, double epsilon, F f) {
  const auto pixels = static_cast<double>(b.map.height() * b.map.width());
  double mean = 0, squares = 0;
  for_channel_moments<P>(b, x, [&](std::int64_t c, double own, double own_squares) {
    const auto before = static_cast<double>(c % n), d = own - (before == 0 ? 0 : mean);
    mean = before == 0 ? own : mean + d / (before + 1);
    squares = before == 0 ? own_squares : squares + own_squares + d * d * pixels * before / (before + 1);
    if (c % n == n - 1)
      f(c - c % n, Moments{mean, 1 / square_root(squares / (pixels * static_cast<double>(n)) + epsilon)});
  });
}

/// Of each channel, in scratch: the mean of its group in two parts, the second of which is what the first rounds away, and
/// what the distance from it is multiplied by.
template <class T>
struct GroupScales {
  T *mean, *rest, *scale;

  constexpr GroupScales(T* scratch, std::int64_t channels)
      : mean(scratch), rest(scratch + channels), scale(scratch + 2 * channels) {}
  constexpr void set(std::int64_t c, const Moments& m, T gamma) {
    mean[c] = static_cast<T>(m.shift);
    rest[c] = static_cast<T>(m.shift - static_cast<double>(mean[c]));
    scale[c] = static_cast<T>(m.scale * static_cast<double>(gamma));
  }
};

}  // namespace kernels

/// y = (x − shift) · scale · gamma + beta over groups of channels and all pixels.
template <>
struct Operator<Kind::group_normalization> {
  template <class P, auto, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    const auto p = kernels::packed_gamma_beta(s, m);
    const T* x = kernels::begin_of(s.x, m);
    const std::int64_t channels = s.y.map.channels(), n = channels / s.op.groups;
    kernels::GroupScales<T> scales(kernels::scratch_of(s, m), channels);
    kernels::for_group_moments<P>(s.x, x, n, static_cast<double>(s.op.epsilon),
                                  [&](std::int64_t first, const kernels::Moments& moments) {
                                    for (std::int64_t k = first; k < first + n; ++k) scales.set(k, moments, p.g(k));
                                  });
    kernels::for_pixels(s.y.map, s.x, x, s.y, kernels::result_of(s, m), [&](const T* from, T* to) {
      const auto run = [&](auto f, const auto*... more) {
        kernels::impl::map_run<P>(channels, to, f, from, static_cast<const T*>(scales.mean),
                                  static_cast<const T*>(scales.rest), static_cast<const T*>(scales.scale), more...);
      };
      if (p.beta == nullptr)
        run([](const P& v, const P& mean, const P& rest, const P& a) { return ((v - mean) - rest) * a; });
      else
        run([](const P& v, const P& mean, const P& rest, const P& a,
               const P& b) { return multiply_add((v - mean) - rest, a, b); },
            p.beta);
    });
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel
