// The maximum of operands.
#pragma once

#include <cincel/kernels/fold_operands.hpp>
#include <cincel/kernels/operator.hpp>

namespace cincel {
inline namespace CINCEL_ISA {

template <>
struct Operator<Kind::maximum> {
  template <class P, auto, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    kernels::fold_operands<P>(s, m, [](const P& a, const P& b) { return maximum(a, b); }, [](const P& v) { return v; });
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel
