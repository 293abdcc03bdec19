// Batch normalisation with known statistics: a scale and a shift for each channel.
#pragma once

#include <cincel/kernels/channel_numbers.hpp>
#include <cincel/kernels/operator.hpp>

namespace cincel {
inline namespace CINCEL_ISA {

/// At inference, and while training once the statistics are known: y = f(scale[c] · x + shift[c]).
template <>
struct Operator<Kind::batch_normalization> : kernels::KeyedByActivation {
  template <class P, auto Key, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    kernels::scale_channels<P, Key>(s, m);
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel
