// Functions of a number and the packed numbers of its channel.
#pragma once

#include <cincel/kernels/elementwise.hpp>
#include <cincel/kernels/functions.hpp>
#include <cincel/kernels/operator.hpp>
#include <cincel/simd/pack.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// y = f(scale[c] · x + shift[c]) for each pixel.
template <class P, Activation F, class T>
constexpr void scale_channels(const Step& s, const Memory<T>& m) {
  const T alpha = static_cast<T>(s.op.alpha), *scale = weights_of(s, m), *shift = bias_of(s, m);
  for_pixels(s.y.map, s.x, begin_of(s.x, m), s.y, result_of(s, m), [&](const T* from, T* to) {
    impl::map_run<P>(
        s.y.map.channels(), to,
        [alpha](const P& x, const P& a, const P& b) { return activate<F>(multiply_add(x, a, b), alpha); }, from, scale,
        shift);
  });
}

/// y = f(x, w[c]) for each pixel.
template <class P, class T, class F>
constexpr void with_channel_numbers(const Step& s, const Memory<T>& m, F f) {
  for_pixels(s.y.map, s.x, begin_of(s.x, m), s.y, result_of(s, m),
             [&](const T* from, T* to) { impl::map_run<P>(s.y.map.channels(), to, f, from, weights_of(s, m)); });
}

}  // namespace kernels
}  // namespace CINCEL_ISA
}  // namespace cincel
