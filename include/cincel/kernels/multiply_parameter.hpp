// A trained factor for each channel.
#pragma once

#include <cincel/kernels/channel_numbers.hpp>
#include <cincel/kernels/operator.hpp>

namespace cincel {
inline namespace CINCEL_ISA {

/// y = x · w[c]: LayerScale and the like.
template <>
struct Operator<Kind::multiply_parameter> {
  template <class P, auto, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    kernels::with_channel_numbers<P>(s, m, [](const P& x, const P& w) { return x * w; });
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel
