// Gradients of a normalisation of groups of channels. Sums over a map are in double precision.
#pragma once

#include <cincel/kernels/elementwise.hpp>
#include <cincel/kernels/group_normalization.hpp>
#include <cincel/kernels/normalization_gradient.hpp>
#include <cincel/kernels/operator_gradient.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// Channels whose sums over a map stand on the stack at once.
inline constexpr std::int64_t sum_channels = 32;

/// The sums of one group of `n` channels from channel `first` over a map, and the gradients of its gamma and beta.
template <class T>
constexpr NormalizationSums group_sums(const TrainingStep& t, const T* x, const T* dy, std::int64_t first,
                                       std::int64_t n, const Moments& m, const T* gamma,
                                       const GammaBetaGradient<T>& d) {
  NormalizationSums sums;
  for (std::int64_t begin = first; begin < first + n; begin += sum_channels) {
    double dgamma[sum_channels]{}, dbeta[sum_channels]{};
    const std::int64_t size = first + n - begin < sum_channels ? first + n - begin : sum_channels;
    for_pixels(t.forward.y.map, t.forward.x, x, t.dy, dy, [&](const T* v, const T* g) {
      add_normalization_sums(v + begin, g + begin, size, m, gamma == nullptr ? gamma : gamma + begin, sums,
                             [&](std::int64_t k, double one, double hat) {
                               dgamma[k] += one * hat;
                               dbeta[k] += one;
                             });
    });
    for (std::int64_t k = 0; k < size; ++k) {
      if (d.gamma != nullptr) d.gamma[begin + k] += static_cast<T>(dgamma[k]);
      if (d.beta != nullptr) d.beta[begin + k] += static_cast<T>(dbeta[k]);
    }
  }
  return sums;
}

}  // namespace kernels

template <>
struct OperatorGradient<Kind::group_normalization> {
  template <class P, auto, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const Step& s = t.forward;
    const auto p = kernels::packed_gamma_beta(s, c.memory);
    const auto dp = kernels::gamma_beta_gradient(t, c);
    const kernels::GradientView<T> d = kernels::gradient_of(t, c, 0);
    const std::int64_t n = s.y.map.channels() / s.op.groups;
    const T *x = kernels::begin_of(s.x, c.memory), *dy = kernels::result_gradient(t, c);
    const auto from = [](auto* q, std::int64_t first) { return q == nullptr ? q : q + first; };
    for (std::int64_t first = 0; first < s.y.map.channels(); first += n) {
      const auto moments = kernels::group_moments(s.x, x, first, n, static_cast<double>(s.op.epsilon));
      const auto sums = kernels::group_sums(t, x, dy, first, n, moments, p.gamma, dp);
      if (d.dx == nullptr) continue;
      const std::int64_t numbers = s.y.map.volume() / s.op.groups;
      const auto count = static_cast<double>(numbers);
      for (std::int64_t i = 0; i < s.y.map.height(); ++i)
        for (std::int64_t j = 0; j < s.y.map.width(); ++j)
          kernels::add_normalization_gradient(x + pixel_at(s.x, i, j) + first, dy + pixel_at(t.dy, i, j) + first,
                                              d.dx + pixel_at(d.buffer, i, j) + first, n, moments, from(p.gamma, first),
                                              sums.g / count, sums.product / count);
    }
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel
