// An activation that stands by itself, not in the epilogue of another operator.
#pragma once

#include <cincel/kernels/elementwise.hpp>
#include <cincel/kernels/functions.hpp>
#include <cincel/kernels/operator.hpp>

namespace cincel {
inline namespace CINCEL_ISA {

template <>
struct Operator<Kind::activation> : kernels::KeyedByActivation {
  template <class P, auto Key, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    const T alpha = static_cast<T>(s.op.alpha);
    kernels::map_step<P>(s, m, [alpha](const P& v) { return kernels::activate<Key>(v, alpha); });
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel
