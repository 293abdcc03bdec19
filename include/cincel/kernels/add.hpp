// The sum of operands.
#pragma once

#include <cincel/kernels/fold_operands.hpp>
#include <cincel/kernels/functions.hpp>
#include <cincel/kernels/operator.hpp>

namespace cincel {
inline namespace CINCEL_ISA {

template <>
struct Operator<Kind::add> : kernels::KeyedByActivation {
  template <class P, auto Key, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    const T alpha = static_cast<T>(s.op.alpha);
    kernels::fold_operands<P>(
        s, m, [](const P& a, const P& b) { return a + b; },
        [alpha](const P& v) { return kernels::activate<Key>(v, alpha); });
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel
