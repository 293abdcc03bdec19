// The mean of operands.
#pragma once

#include <cincel/kernels/fold_operands.hpp>
#include <cincel/kernels/operator.hpp>

namespace cincel {
inline namespace CINCEL_ISA {

template <>
struct Operator<Kind::average> {
  template <class P, auto, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    const P share(T(1) / static_cast<T>(s.op.edges));
    kernels::fold_operands<P>(
        s, m, [](const P& a, const P& b) { return a + b; }, [share](const P& v) { return v * share; });
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel
