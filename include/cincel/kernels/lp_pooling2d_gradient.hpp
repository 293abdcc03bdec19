// Gradient of Lp pooling: dx += dy · sign(x) (|x| / y)^(p − 1), vectors along the channels.
//
//     for each output pixel
//       for each vector of channels: 1 / y, once
//         for each pixel of the window inside the map: dx += dy · slope of x
//
// Where y is 0, so is the gradient. A pixel's gradient is a plain sum over the windows that it stands in.
#pragma once

#include <cincel/kernels/lp_pooling2d.hpp>
#include <cincel/kernels/operator_gradient.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// The slope of the norm y at one of its numbers: sign(x) (|x| / y)^(p − 1). A quotient of at most 1 is raised to the
/// power, which overflows nowhere. `inverse` is 1 / y, or 0.
template <int Power, class P>
[[gnu::always_inline]] constexpr P lp_slope(const P& x, const P& inverse) {
  using T = typename P::value_type;
  if constexpr (Power == 1) {
    const P zero(T(0));
    return select(x > zero, P(T(1)), select(zero > x, P(T(-1)), x));  // NaN stays NaN
  } else {
    const P share = x * inverse;
    if constexpr (Power == 2)
      return share;
    else
      return share * impl::magnitude(share);
  }
}

/// What a backward pass of Lp pooling reads and writes: buffers, and where they begin.
template <class T>
struct LpPoolGradient {
  const Buffer &bx, &by, &bdy, &bdx;
  const T *x, *y, *dy;
  T* dx;
};

/// dx must be begun.
template <class P, int Power, class T>
constexpr void lp_pool2d_gradient(const Op& op, const LpPoolGradient<T>& g) {
  const P zero(T(0)), one(T(1));
  for (std::int64_t i = 0; i < g.by.map.height(); ++i)
    for (std::int64_t j = 0; j < g.by.map.width(); ++j) {
      const ClippedWindow c = clip_window(op, g.bx.map, i, j);
      const auto spread = [&](std::int64_t k, auto load_at, auto store_at) {
        P inverse = zero;
        if constexpr (Power > 1) {
          const P y = load_at(g.y + pixel_at(g.by, i, j) + k);
          inverse = select(y == zero, zero, quotient(one, y));
        }
        const P dy = load_at(g.dy + pixel_at(g.bdy, i, j) + k);
        for (std::int64_t r = c.top; r < c.bottom; ++r)
          for (std::int64_t s = c.left; s < c.right; ++s) {
            T* to = g.dx + pixel_at(g.bdx, r, s) + k;
            const P slope = lp_slope<Power>(load_at(g.x + pixel_at(g.bx, r, s) + k), inverse);
            store_at(to, multiply_add(dy, slope, load_at(to)));
          }
      };
      for_packs<P>(
          g.bx.map.channels(),
          [&](std::int64_t k) {
            spread(k, [](const T* p) { return load<P>(p); }, [](T* p, const P& v) { store_lanes(p, v); });
          },
          [&](std::int64_t k, std::int64_t n) {
            spread(
                k, [n](const T* p) { return load_partial<P>(p, n, T(0)); },
                [n](T* p, const P& v) { store_partial(p, v, n); });
          });
    }
}

}  // namespace kernels

template <>
struct OperatorGradient<Kind::lp_pooling2d> : kernels::KeyedBy<&Op::power> {
  template <class P, int Power, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const Step& s = t.forward;
    const kernels::GradientView<T> d = kernels::gradient_of(t, c, 0);
    if (d.dx == nullptr) return;
    kernels::lp_pool2d_gradient<P, Power, T>(
        s.op, {s.x, s.y, t.dy, d.buffer, kernels::begin_of(s.x, c.memory), kernels::result_of(s, c.memory),
               kernels::result_gradient(t, c), d.dx});
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel
