// Convolution to a map of one pixel, forward: the numbers under its window, one after another, through a dense layer's
// matrix-vector product, which has more sums under way than a tile of one pixel.
#pragma once

#include <cincel/kernels/conv2d_args.hpp>
#include <cincel/kernels/dense.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

template <class P, Activation F, class T>
constexpr void conv2d_vectors(const Conv2DArgs<T>& a) {
  const T* x = a.x;
  const bool together = a.runs == 1 && (a.taps == 1 || a.tap_row == a.length);
  if (!together) {
    T* to = a.scratch;
    for (std::int64_t r = 0; r < a.taps; ++r)
      for (std::int64_t s = 0; s < a.runs; ++s)
        for (const T *from = a.x + r * a.tap_row + s * a.run_step, *const end = from + a.length; from < end; ++from)
          *to++ = *from;
    x = a.scratch;
  }
  dense<P, F>(DenseArgs<T>{x, a.y, a.weights, a.bias, a.reduction, a.channels, static_cast<T>(*a.alpha)});
}

}  // namespace kernels

template <>
struct Operator<Kind::conv2d, &conv2d_vectors> : kernels::KeyedByActivation {
  template <class P, Activation Key, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    kernels::for_groups<false>(s, m, [](const auto& a) { kernels::conv2d_vectors<P, Key>(a); });
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel
