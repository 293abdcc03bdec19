// A copy, where a value must stand in other memory.
#pragma once

#include <cincel/kernels/elementwise.hpp>
#include <cincel/kernels/operator.hpp>

namespace cincel {
inline namespace CINCEL_ISA {

template <>
struct Operator<Kind::copy> {
  template <class P, auto, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    kernels::map_step<P>(s, m, [](const P& v) { return v; });
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel
