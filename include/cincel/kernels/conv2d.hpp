// Convolution, group after group: by tiles of registers, by vectors along the width, as a matrix-vector product, by
// Winograd's transforms, or number by number.
#pragma once

#include <cincel/kernels/conv2d_direct.hpp>
#include <cincel/kernels/conv2d_plain.hpp>
#include <cincel/kernels/conv2d_samples.hpp>
#include <cincel/kernels/conv2d_vectors.hpp>
#include <cincel/kernels/conv2d_width.hpp>
#include <cincel/kernels/conv2d_winograd.hpp>
#include <cincel/kernels/several_samples.hpp>

namespace cincel {
inline namespace CINCEL_ISA {

template <>
struct Operator<Kind::conv2d> {
  static constexpr kernels::PlainConv2DKey key(const Step& s) { return {s.op.activation, s.op.residual, s.op.pool}; }
  template <class P, kernels::PlainConv2DKey Key, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    kernels::for_groups<Key.residual>(s, m, [](const auto& a) { kernels::conv2d_plain<Key>(a); });
  }
};

template <>
struct Operator<Kind::conv2d, &conv2d_direct> {
  template <class P>
  static constexpr kernels::Conv2DKey key(const Step& s) {
    return kernels::conv2d_key<P>(s);
  }
  template <class P, kernels::Conv2DKey Key, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    kernels::for_groups<Key.residual>(s, m, [](const auto& a) { kernels::conv2d_direct<P, Key>(&a, 1); });
  }
};

template <>
struct SeveralSamples<Kind::conv2d, &conv2d_direct> {
  static constexpr std::int64_t room(const Op&) { return 0; }
  template <class P, kernels::Conv2DKey Key, class T>
  static constexpr void forward(const Step& s, const Memory<T>* m, int n, T*) {
    kernels::Conv2DArgs<T> args[most_samples_at_hand]{};
    for (int i = 0; i < n; ++i) kernels::for_groups<Key.residual>(s, m[i], [&](const auto& a) { args[i] = a; });
    if (n > 2 && s.x.space == Space::arena && kernels::prefers_samples(s.op))
      kernels::conv2d_samples<P, Key>(s.op, args, n, args[1].x - args[0].x);
    else
      kernels::conv2d_direct<P, Key>(args, n);
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel
