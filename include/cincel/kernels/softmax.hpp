// Softmax over the channels of each pixel.
#pragma once

#include <cincel/kernels/elementwise.hpp>
#include <cincel/kernels/operator.hpp>
#include <cincel/kernels/run_softmax.hpp>

namespace cincel {
inline namespace CINCEL_ISA {

template <>
struct Operator<Kind::softmax> {
  template <class P, auto, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    kernels::for_pixels(s.y.map, s.x, kernels::begin_of(s.x, m), s.y, kernels::result_of(s, m),
                        [&](const T* x, T* y) { kernels::softmax<P>(x, y, s.y.map.channels()); });
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel
