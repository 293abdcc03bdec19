// Gradients of a normalisation of each pixel's channels. Those of gamma and beta are long sums over the pixels.
#pragma once

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
  constexpr void add(std::int64_t k, double gamma, double beta) {
    gamma_.part[k] += static_cast<T>(gamma);
    beta_.part[k] += static_cast<T>(beta);
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
    kernels::ParameterSums<T> parameters(kernels::scratch_of(s, c.memory), trained ? n : 0);
    for (std::int64_t i = 0; i < s.y.map.height(); ++i)
      for (std::int64_t j = 0; j < s.y.map.width(); ++j) {
        const T *from = x + pixel_at(s.x, i, j), *g = dy + pixel_at(t.dy, i, j);
        const auto moments = kernels::pixel_moments<P, norm>(from, n, static_cast<double>(s.op.epsilon));
        kernels::NormalizationSums sums;
        if (trained) {
          kernels::add_normalization_sums(
              from, g, n, moments, p.gamma, sums,
              [&](std::int64_t k, double slope, double hat) { parameters.add(k, slope * hat, slope); });
          parameters.end_pixel();
        } else {
          kernels::add_normalization_sums(from, g, n, moments, p.gamma, sums, [](std::int64_t, double, double) {});
        }
        if (d.dx == nullptr) continue;
        const double count = norm == PixelNorm::unit ? 1.0 : static_cast<double>(n);
        kernels::add_normalization_gradient(from, g, d.dx + pixel_at(d.buffer, i, j), n, moments, p.gamma,
                                            norm == PixelNorm::layer ? sums.g / count : 0.0, sums.product / count);
      }
    parameters.add_to(dp);
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel
