// Gradients of a normalisation of each pixel's channels. Those of gamma and beta are long sums over the pixels.
#pragma once

#include <cincel/kernels/channel_sums.hpp>
#include <cincel/kernels/normalization_gradient.hpp>
#include <cincel/kernels/operator_gradient.hpp>
#include <cincel/kernels/pixel_normalization.hpp>
#include <cincel/simd/long_sum.hpp>
#include <cincel/simd/pack.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// The gradients of gamma and beta over pixels, which come one after another: long sums for each channel. `memory` holds
/// six numbers a channel.
template <class T>
class ParameterSums {
  using One = scalar_pack<T, 1>;
  struct Levels {
    T *part, *total, *error;  // of up to 128 pixels; of all before; what the total rounded away
  };

  constexpr void close(const Levels& l) const {
    for (std::int64_t k = 0; k < n_; ++k) {
      One total(l.total[k]), error(l.error[k]);
      add_exactly(total, error, One(l.part[k]));
      l.total[k] = total.v[0];
      l.error[k] = error.v[0];
      l.part[k] = 0;
    }
  }
  constexpr void add_to(T* gradient, const Levels& l) const {
    close(l);
    for (std::int64_t k = 0; gradient != nullptr && k < n_; ++k)
      gradient[k] += rounded_sum(One(l.total[k]), One(l.error[k])).v[0];
  }

  std::int64_t n_, left_ = sum_block;
  Levels gamma_, beta_;

 public:
  constexpr ParameterSums(T* memory, std::int64_t n)
      : n_(n), gamma_{memory, memory + n, memory + 2 * n}, beta_{memory + 3 * n, memory + 4 * n, memory + 5 * n} {
    fill_zero(memory, 6 * n);
  }
  /// Adds what a pixel has for a vector of channels from channel k on.
  template <class P, bool Full>
  [[gnu::always_inline]] constexpr void add(std::int64_t k, const Lanes<P, Full>& l, const P& gamma, const P& beta) {
    l.put(gamma_.part + k, l.get(gamma_.part + k) + gamma);
    l.put(beta_.part + k, l.get(beta_.part + k) + beta);
  }
  constexpr void end_pixel() {
    if (--left_ > 0) return;
    close(gamma_);
    close(beta_);
    left_ = sum_block;
  }
  constexpr void add_to(const GammaBetaGradient<T>& d) const {
    add_to(d.gamma, gamma_);
    add_to(d.beta, beta_);
  }
};

/// One pixel: its numbers, the gradients of its results, its moments, and gamma (null: 1).
template <class P>
struct NormalizedPixel {
  using T = typename P::value_type;
  const T *x, *dy, *gamma;
  P shift, scale;

  /// x̂ and dy · gamma of a vector of channels.
  template <class L>
  [[gnu::always_inline]] constexpr P hat(std::int64_t k, const L& l) const {
    return (l.get(x + k) - shift) * scale;
  }
  template <class L>
  [[gnu::always_inline]] constexpr P gradient(std::int64_t k, const L& l) const {
    return gamma == nullptr ? l.get(dy + k) : l.get(dy + k) * l.get(gamma + k);
  }
};

/// The sums over the pixel's n channels; each(k, lanes, dy, x̂) is called with each vector of them.
template <class P, class Each>
constexpr NormalizationSums pixel_sums(const NormalizedPixel<P>& p, std::int64_t n, Each each) {
  return with_sum_of_run<P>(n, [&](auto g) {
    auto product = g;
    for_channels<P>(n, [&](std::int64_t k, const auto& l) {
      const P hat = p.hat(k, l), own = p.gradient(k, l);
      each(k, l, l.get(p.dy + k), hat);
      g.add(own);
      product.add_product(own, hat);
    });
    return NormalizationSums{static_cast<double>(sum(g)), static_cast<double>(sum(product))};
  });
}

/// dx += scale · (g − centre − x̂ · slope).
template <class P>
constexpr void add_pixel_gradient(const NormalizedPixel<P>& p, typename P::value_type* dx, std::int64_t n,
                                  const P& centre, const P& slope) {
  for_channels<P>(n, [&](std::int64_t k, const auto& l) {
    const P rest = (p.gradient(k, l) - centre) - p.hat(k, l) * slope;
    l.put(dx + k, multiply_add(p.scale, rest, l.get(dx + k)));
  });
}

}  // namespace kernels

template <>
struct OperatorGradient<Kind::pixel_normalization> : kernels::KeyedBy<&Op::pixel_norm> {
  template <class P, auto Key, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    constexpr PixelNorm norm = Key;
    const Step& s = t.forward;
    const auto p = kernels::packed_gamma_beta(s, c.memory);
    const auto dp = kernels::gamma_beta_gradient(t, c);
    const kernels::GradientView<T> d = kernels::gradient_of(t, c, 0);
    const std::int64_t n = s.y.map.channels();
    const T *x = kernels::begin_of(s.x, c.memory), *dy = kernels::result_gradient(t, c);
    const bool trained = dp.gamma != nullptr || dp.beta != nullptr;
    const auto count = static_cast<T>(norm == PixelNorm::unit ? 1 : n);
    kernels::ParameterSums<T> parameters(kernels::scratch_of(s, c.memory), trained ? n : 0);
    for (std::int64_t i = 0; i < s.y.map.height(); ++i)
      for (std::int64_t j = 0; j < s.y.map.width(); ++j) {
        const T* const from = x + pixel_at(s.x, i, j);
        const auto moments = kernels::pixel_moments<P, norm>(from, n, static_cast<double>(s.op.epsilon));
        const kernels::NormalizedPixel<P> pixel{from, dy + pixel_at(t.dy, i, j), p.gamma,
                                                P(static_cast<T>(moments.shift)), P(static_cast<T>(moments.scale))};
        const auto sums = kernels::pixel_sums(pixel, n, [&](std::int64_t k, const auto& l, const P& g, const P& hat) {
          if (trained) parameters.add(k, l, g * hat, g);
        });
        if (trained) parameters.end_pixel();
        if (d.dx == nullptr) continue;
        const T centre = norm == PixelNorm::layer ? static_cast<T>(sums.g) / count : T(0);
        kernels::add_pixel_gradient(pixel, d.dx + pixel_at(d.buffer, i, j), n, P(centre),
                                    P(static_cast<T>(sums.product) / count));
      }
    parameters.add_to(dp);
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel
