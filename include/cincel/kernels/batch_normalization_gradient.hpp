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

/// x − mean, in two parts of the mean: what x and the mean have in common goes before anything is rounded.
template <class P, class L, class T>
[[gnu::always_inline]] constexpr P distance_from_mean(const P& x, const NormalizationGradient<T>& n, std::int64_t k,
                                                      const L& l) {
  return (x - l.get(n.mean + k)) - l.get(n.mean_rest + k);
}

/// dz = dy · f' of a vector of channels.
template <Activation F, class P, class L, class T>
[[gnu::always_inline]] constexpr P normalized_gradient(const T* dy, const T* y, T alpha, const L& l) {
  return activation_gradient<F>(l.get(dy), F == Activation::none ? P(T(0)) : l.get(y), alpha);
}

/// Adds one sample to the sums that the gradient needs: of dz and of dz · (x − mean).
template <class P, Activation F, class T>
constexpr void add_gradient_sums(const Buffer& bx, const Buffer& by, const T* x, const T* y, const T* dy, T alpha,
                                 const NormalizationGradient<T>& n, double* sum, double* product) {
  for_channels<P>(by.map.channels(), [&](std::int64_t k, const auto& l) {
    LongSum<P> of_gradients, of_products;
    for (std::int64_t i = 0; i < by.map.height(); ++i)
      for (std::int64_t j = 0; j < by.map.width(); ++j) {
        const std::int64_t to = pixel_at(by, i, j) + k;
        const P g = normalized_gradient<F, P>(dy + to, y + to, alpha, l);
        of_gradients.add(g);
        of_products.add_product(g, distance_from_mean(l.get(x + pixel_at(bx, i, j) + k), n, k, l));
      }
    for_lanes(
        l,
        [&](std::int64_t c, double gradients, double products) {
          sum[k + c] += gradients;
          product[k + c] += products;
        },
        of_gradients.value(), of_products.value());
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
      const std::int64_t wanted = i < out.height() ? out.width() : 0;
      for (std::int64_t j = 0; j < in.width(); ++j) {
        const std::int64_t at = j < wanted ? pixel_at(a.y_buffer, i, j) + k : 0;
        const P d = distance_from_mean(l.get(a.x + pixel_at(a.x_buffer, i, j) + k), a.n, k, l);
        P sum = multiply_add(of_distance, d, rest);
        if (j < wanted)
          sum = multiply_add(of_gradient, normalized_gradient<F, P>(a.dy + at, a.y + at, a.alpha, l), sum);
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
