// Operators of several operands of one shape, operand after operand.
#pragma once

#include <cincel/kernels/elementwise.hpp>
#include <cincel/kernels/operator.hpp>

#include <utility>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// y = f(y, x_e) for e = 1, …, beginning with y = x_0; `last` is applied to what the last one makes.
template <class P, class T, class F, class Last>
constexpr void fold_operands(const Step& s, const Memory<T>& m, F f, Last last) {
  T* y = result_of(s, m);
  const T* first = begin_of(s.x, m);
  for (int e = 1; e < s.op.edges; ++e) {
    const Buffer& bz = operand(s, m, e);
    const Buffer& bx = e == 1 ? s.x : s.y;
    const T *x = e == 1 ? first : y, *z = begin_of(bz, m);
    const auto run = [&](auto g) { map_buffers<P>(s.y.map, s.y, y, g, std::pair{&bx, x}, std::pair{&bz, z}); };
    if (e + 1 == s.op.edges)
      run([&](const P& a, const P& b) { return last(f(a, b)); });
    else
      run(f);
  }
  if (s.op.edges == 1) map_step<P>(s, m, last);
}

}  // namespace kernels
}  // namespace CINCEL_ISA
}  // namespace cincel
