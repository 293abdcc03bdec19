// Pre-processing: a scale and a shift for each channel.
#pragma once

#include <cincel/kernels/channel_numbers.hpp>
#include <cincel/kernels/operator.hpp>

namespace cincel {
inline namespace CINCEL_ISA {

/// Pre-processing: y = scale[c] · x + shift[c], which is never trained.
template <>
struct Operator<Kind::channel_affine> {
  template <class P, auto, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    kernels::scale_channels<P, Activation::none>(s, m);
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel
