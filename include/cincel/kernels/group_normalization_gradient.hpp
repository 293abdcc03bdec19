// Gradients of a normalisation of groups of channels: a batch normalisation's, whose sums are those of a group.
#pragma once

#include <cincel/kernels/batch_normalization_gradient.hpp>
#include <cincel/kernels/group_normalization.hpp>
#include <cincel/kernels/normalization_gradient.hpp>
#include <cincel/kernels/operator_gradient.hpp>

namespace cincel {
inline namespace CINCEL_ISA {

/// With g = dz · gamma, N numbers in a group and 1/σ their inverse deviation: d beta = sum dz, d gamma = sum dz · x̂, and
/// dx = 1/σ · (g − sum g / N − x̂ · sum(g · x̂) / N) as a · dz + b · (x − mean) + e.
template <>
struct OperatorGradient<Kind::group_normalization> {
  template <class P, auto, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const Step& s = t.forward;
    const std::int64_t channels = s.y.map.channels(), n = channels / s.op.groups;
    const T *x = kernels::begin_of(s.x, c.memory), *dy = kernels::result_gradient(t, c);
    T* const scratch = kernels::scratch_of(s, c.memory);
    kernels::GroupScales<T> scales(scratch, channels);
    T *const b = scratch + 3 * channels, *const e = scratch + 4 * channels;
    // The inverse deviation stands where b will.
    const auto p = kernels::packed_gamma_beta(s, c.memory);
    kernels::for_group_moments<P>(s.x, x, n, static_cast<double>(s.op.epsilon),
                                  [&](std::int64_t first, const kernels::Moments& moments) {
                                    for (std::int64_t k = first; k < first + n; ++k) {
                                      scales.set(k, moments, p.g(k));
                                      b[k] = static_cast<T>(moments.scale);
                                    }
                                  });
    const auto dp = kernels::gamma_beta_gradient(t, c);
    const std::int64_t numbers = s.x.map.volume() / s.op.groups;
    const auto count = static_cast<double>(numbers);
    kernels::NormalizationSums sums;
    const NormalizationGradient<T> coefficients{
        scales.mean, scales.rest, scales.scale, b,
        e,           scales.mean, scales.mean};  // no activation: the last are not used
    kernels::for_gradient_sums<P, Activation::none>(
        s.x, t.dy, x, dy, dy, T(0), coefficients, [&](std::int64_t k, double gradients, double products) {
          const auto inverse = static_cast<double>(b[k]), gamma = static_cast<double>(p.g(k));
          if (dp.gamma != nullptr) dp.gamma[k] += static_cast<T>(products * inverse);
          if (dp.beta != nullptr) dp.beta[k] += static_cast<T>(gradients);
          if (k % n == 0) sums = {};
          sums.g += gradients * gamma;
          sums.product += products * inverse * gamma;
          if (k % n != n - 1) return;
          for (std::int64_t i = k - n + 1; i <= k; ++i) {
            b[i] = static_cast<T>(-inverse * inverse * sums.product / count);
            e[i] = static_cast<T>(-inverse * sums.g / count);
          }
        });
    const kernels::GradientView<T> d = kernels::gradient_of(t, c, 0);
    if (d.dx == nullptr) return;
    kernels::batch_normalization_gradient<P, Activation::none, false>(
        kernels::BatchNormalizationGradientArgs<T>{s.x, t.dy, d.buffer, x, dy, dy, d.dx, T(0), coefficients});
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel
