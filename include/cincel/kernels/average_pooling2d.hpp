// Average pooling.
#pragma once

#include <cincel/kernels/operator.hpp>
#include <cincel/kernels/pool2d.hpp>

namespace cincel {
inline namespace CINCEL_ISA {

template <>
struct Operator<Kind::average_pooling2d> {
  static constexpr int key(const Step& s) { return kernels::constant_window(s.op); }
  template <class P, int Key, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    kernels::average_pool2d<P, Key>(s.op, s.x, s.y, kernels::begin_of(s.x, m), kernels::result_of(s, m));
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel
