// What normalisations within one sample share: gamma and beta, and the moments.
#pragma once

#include <cincel/kernels/operator.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// gamma and beta of a normalisation, if it has them, in packed weights or among the parameters.
template <class T>
struct GammaBeta {
  const T *gamma = nullptr, *beta = nullptr;
  constexpr T g(std::int64_t c) const { return gamma == nullptr ? T(1) : gamma[c]; }
  constexpr T b(std::int64_t c) const { return beta == nullptr ? T(0) : beta[c]; }
};

template <class T>
constexpr GammaBeta<T> packed_gamma_beta(const Step& s, const Memory<T>& m) {
  GammaBeta<T> p;
  const T* at = weights_of(s, m);
  if (s.op.scale) {
    p.gamma = at;
    at += round_up(s.op.out.channels(), packed_quantum);
  }
  if (s.op.center) p.beta = at;
  return p;
}

/// Mean and inverse deviation of numbers: y = (x − shift) · scale before gamma and beta.
struct Moments {
  double shift = 0, scale = 1;
};

}  // namespace kernels
}  // namespace CINCEL_ISA
}  // namespace cincel
