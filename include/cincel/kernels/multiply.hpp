// The product of operands, of which the second may be one pixel that stands for all of a map.
#pragma once

#include <cincel/kernels/elementwise.hpp>
#include <cincel/kernels/fold_operands.hpp>
#include <cincel/kernels/operator.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// Whether `b` is one pixel that stands for all of a larger map.
constexpr bool is_broadcast(const Buffer& b, const Buffer& y) {
  return b.map.height() * b.map.width() == 1 && y.map.height() * y.map.width() != 1;
}

/// y = x · z for a product whose second operand has one pixel for all pixels of the first.
template <class P, class T>
constexpr void multiply_channels(const Step& s, const Memory<T>& m, const Buffer& bz) {
  const T* z = begin_of(bz, m) + bz.first();
  for_pixels(s.y.map, s.x, begin_of(s.x, m), s.y, result_of(s, m), [&](const T* from, T* to) {
    impl::map_run<P>(s.y.map.channels(), to, [](const P& a, const P& b) { return a * b; }, from, z);
  });
}

}  // namespace kernels

template <>
struct Operator<Kind::multiply> {
  template <class P, auto, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    const Buffer& z = kernels::operand(s, m, 1);
    if (kernels::is_broadcast(z, s.y)) return kernels::multiply_channels<P>(s, m, z);
    kernels::fold_operands<P>(s, m, [](const P& a, const P& b) { return a * b; }, [](const P& v) { return v; });
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel
