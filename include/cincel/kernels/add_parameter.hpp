// A trained map that is added.
#pragma once

#include <cincel/kernels/elementwise.hpp>
#include <cincel/kernels/operator.hpp>

#include <utility>

namespace cincel {
inline namespace CINCEL_ISA {

/// y = x + w, number by number: positions.
template <>
struct Operator<Kind::add_parameter> {
  template <class P, auto, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    const Buffer w = dense_buffer(s.op.out, s.weights, Space::weights);
    kernels::map_buffers<P>(
        s.y.map, s.y, kernels::result_of(s, m), [](const P& a, const P& b) { return a + b; },
        std::pair{&s.x, kernels::begin_of(s.x, m)}, std::pair{&w, kernels::begin_of(w, m)});
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel
