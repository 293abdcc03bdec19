// Global average pooling.
#pragma once

#include <cincel/kernels/global_pooling.hpp>
#include <cincel/kernels/operator.hpp>
#include <cincel/kernels/pool2d.hpp>

namespace cincel {
inline namespace CINCEL_ISA {

template <>
struct Operator<Kind::global_average_pooling2d> {
  template <class P, auto, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    kernels::average_pool2d<P, 0>(kernels::whole_window(s), s.x, kernels::one_pixel(s.y), kernels::begin_of(s.x, m),
                                  kernels::result_of(s, m) + s.y.first());
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel
