// PReLU: a trained slope for each channel.
#pragma once

#include <cincel/kernels/channel_numbers.hpp>
#include <cincel/kernels/operator.hpp>
#include <cincel/simd/pack.hpp>

namespace cincel {
inline namespace CINCEL_ISA {

/// y = x where x > 0, else alpha[c] · x.
template <>
struct Operator<Kind::prelu> {
  template <class P, auto, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    kernels::with_channel_numbers<P>(s, m, [](const P& x, const P& a) { return select(x > P(T(0)), x, a * x); });
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel
