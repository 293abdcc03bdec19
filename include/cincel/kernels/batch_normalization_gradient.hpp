// Gradients of batch normalisation by the statistics of a batch: the sums that they need, and the input's.
#pragma once

#include <cincel/kernels/channel_sums.hpp>
#include <cincel/kernels/functions.hpp>
#include <cincel/kernels/operator_gradient.hpp>
#include <cincel/simd/long_sum.hpp>
#include <cincel/simd/pack.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// The mean of a vector of channels, in two parts: what x and the mean have in common goes before anything is rounded.
template <class P>
struct MeanInParts {
  P mean, rest;
  template <class L, class T>
  [[gnu::always_inline]] constexpr MeanInParts(const NormalizationGradient<T>& n, std::int64_t k, const L& l)
      : mean(l.get(n.mean + k)), rest(l.get(n.mean_rest + k)) {}
  /// x − mean.
  [[gnu::always_inline]] constexpr P distance_of(const P& x) const { return (x - mean) - rest; }
};

/// dz = dy · f' of a vector of channels. f is made of x again where that takes less time than to read y: maps of a whole
/// batch are in no cache.
template <class P, Activation F>
class NormalizedGradient {
  static constexpr bool reads_y = takes_registers(F);
  P scale_, shift_;

 public:
  template <class L, class T>
  [[gnu::always_inline]] constexpr NormalizedGradient(const NormalizationGradient<T>& n, std::int64_t k, const L& l)
      : scale_(l.get(n.scale + k)), shift_(l.get(n.shift + k)) {}
  template <class L, class T>
  [[gnu::always_inline]] constexpr P operator()(const T* dy, const T* y, const P& x, T alpha, const L& l) const {
    if constexpr (F == Activation::none)
      return l.get(dy);
    else if constexpr (reads_y)
      return activation_gradient<F>(l.get(dy), l.get(y), alpha);
    else
      return activation_gradient<F>(l.get(dy), activate<F>(multiply_add(x, scale_, shift_), alpha), alpha);
  }
};

/// Calls f(channel, sum of dz, sum of dz · (x − mean)) for the channels of a map, in order.
template <class P, Activation F, class T, class Each>
constexpr void for_gradient_sums(const Buffer& bx, const Buffer& by, const T* x, const T* y, const T* dy, T alpha,
                                 const NormalizationGradient<T>& n, Each each) {
  for_channel_groups<P>(by.map.channels(), [&](std::int64_t k, const auto& l, auto vectors) {
    constexpr int N = vectors();
    P of[2][static_cast<std::size_t>(N)];
    sum_over_map(by.map, of, [&](std::int64_t i) {
      const std::int64_t from = pixel_at(bx, i, 0) + k, to = pixel_at(by, i, 0) + k;
      return [&, from, to](std::int64_t j) {
        unroll<N>([&](auto v) {
          const std::int64_t c = v() * lanes<P>, at = to + j * by.pixel + c;
          const P in = l.get(x + from + j * bx.pixel + c),
                  g = NormalizedGradient<P, F>(n, k + c, l)(dy + at, y + at, in, alpha, l);
          of[0][v()] = of[0][v()] + g;
          of[1][v()] = multiply_add(g, MeanInParts<P>(n, k + c, l).distance_of(in), of[1][v()]);
        });
      };
    });
    unroll<N>([&](auto v) {
      for_lanes(
          l,
          [&](std::int64_t c, double gradients, double products) { each(k + v() * lanes<P> + c, gradients, products); },
          of[0][v()], of[1][v()]);
    });
  });
}

/// Where the gradient of a batch normalisation's input finds its numbers.
template <class T>
struct BatchNormalizationGradientArgs {
  const Buffer &x_buffer, &y_buffer, &dx_buffer;
  const T *x, *y, *dy;
  T* dx;
  T alpha;
  NormalizationGradient<T> n;
};

/// dx += a · dz + b · (x − mean) + e, or, if `Begins`, dx = that. It flows to every pixel of x that the statistics were
/// taken of, also where y is not wanted and dz is zero.
template <class P, Activation F, bool Begins, class T>
constexpr void batch_normalization_gradient(const BatchNormalizationGradientArgs<T>& a) {
  const Shape &in = a.x_buffer.map, &out = a.y_buffer.map;
  for (std::int64_t i = 0; i < in.height(); ++i)
    for_channels<P>(in.channels(), [&](std::int64_t k, const auto& l) {
      const P of_gradient = l.get(a.n.a + k), of_distance = l.get(a.n.b + k), rest = l.get(a.n.e + k);
      const MeanInParts<P> mean(a.n, k, l);
      const NormalizedGradient<P, F> gradient(a.n, k, l);
      const std::int64_t wanted = i < out.height() ? out.width() : 0;
      for (std::int64_t j = 0; j < in.width(); ++j) {
        const std::int64_t at = j < wanted ? pixel_at(a.y_buffer, i, j) + k : 0;
        const P x = l.get(a.x + pixel_at(a.x_buffer, i, j) + k);
        P sum = multiply_add(of_distance, mean.distance_of(x), rest);
        if (j < wanted) sum = multiply_add(of_gradient, gradient(a.dy + at, a.y + at, x, a.alpha, l), sum);
        T* const to = a.dx + pixel_at(a.dx_buffer, i, j) + k;
        l.put(to, Begins ? sum : l.get(to) + sum);
      }
    });
}

}  // namespace kernels

template <>
struct OperatorGradient<Kind::batch_normalization> : kernels::KeyedByActivation {
  template <class P, auto Key, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const Step& s = t.forward;
    const kernels::GradientView<T> d = kernels::gradient_of(t, c, 0);
    if (d.dx == nullptr) return;
    const kernels::BatchNormalizationGradientArgs<T> a{s.x,
                                                       s.y,
                                                       d.buffer,
                                                       kernels::begin_of(s.x, c.memory),
                                                       kernels::result_of(s, c.memory),
                                                       kernels::result_gradient(t, c),
                                                       d.dx,
                                                       static_cast<T>(s.op.alpha),
                                                       c.normalization[t.normalization]};
    if (!begins_itself(t, c)) return kernels::batch_normalization_gradient<P, Key, false>(a);
    kernels::zero_halo(d.buffer, d.dx);
    kernels::batch_normalization_gradient<P, Key, true>(a);
  }
  /// Whether the backward pass writes all of dx, so that it need not be zeroed before.
  template <class T>
  static bool begins_itself(const TrainingStep& t, const SampleContext<T>& c) {
    return c.gradients[t.forward.first_operand].first;
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel
