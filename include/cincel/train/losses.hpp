// Cross-entropy, fused with the softmax before it: stable, and its gradient is p − t.
#pragma once

#include <cincel/core/isa.hpp>

#include <cmath>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>

namespace cincel::inline CINCEL_ISA {

/// What one sample contributes.
struct SampleLoss {
  double loss = 0;
  bool correct = false;
};

namespace impl {

/// log(sum of exp z) without overflow; *best is the place of the largest.
template <class T>
double log_sum_exp(const T* z, std::int64_t n, std::int64_t* best) {
  *best = 0;
  for (std::int64_t k = 1; k < n; ++k)
    if (z[k] > z[*best]) *best = k;
  const auto top = static_cast<double>(z[*best]);
  double sum = 0;
  for (std::int64_t k = 0; k < n; ++k) sum += std::exp(static_cast<double>(z[k]) - top);
  return top + std::log(sum);
}

}  // namespace impl

/// −log p[label] for integer labels, p = softmax of the network's logits. A network that ends in `Softmax` is
/// trained on what stands before it; one that does not must say `from_logits`, as in Keras.
/// Known as: Keras `SparseCategoricalCrossentropy`, PyTorch `CrossEntropyLoss`.
struct SparseCategoricalCrossentropy {
  bool from_logits = false;
  using target_type = std::uint8_t;
  /// Targets a sample.
  static constexpr std::int64_t target_size(std::int64_t) { return 1; }

  static void check(const target_type* target, std::int64_t classes, std::size_t sample) {
    if (*target >= classes)
      throw std::invalid_argument("SparseCategoricalCrossentropy: label " + std::to_string(int{*target}) +
                                  " of sample " + std::to_string(sample) + " is not below the " +
                                  std::to_string(classes) + " outputs of the network");
  }
  /// Loss of logits z; the gradient times `scale` goes to dz, if that is not null.
  template <class T>
  SampleLoss operator()(const T* z, const target_type* target, std::int64_t n, T* dz, T scale) const {
    std::int64_t best = 0;
    const double norm = impl::log_sum_exp(z, n, &best);
    if (dz != nullptr)
      for (std::int64_t k = 0; k < n; ++k)
        dz[k] = scale * static_cast<T>(std::exp(static_cast<double>(z[k]) - norm) - (k == *target ? 1.0 : 0.0));
    return {norm - static_cast<double>(z[*target]), best == *target};
  }
};

/// −sum of t[k] · log p[k] for targets that are one-hot or other probabilities.
/// Known as: Keras `CategoricalCrossentropy`.
struct CategoricalCrossentropy {
  bool from_logits = false;
  using target_type = float;
  static constexpr std::int64_t target_size(std::int64_t classes) { return classes; }

  static void check(const target_type* target, std::int64_t classes, std::size_t sample) {
    for (std::int64_t k = 0; k < classes; ++k)
      if (!(target[k] >= 0 && target[k] <= 1))
        throw std::invalid_argument("CategoricalCrossentropy: a target of sample " + std::to_string(sample) +
                                    " is no probability");
  }
  template <class T>
  SampleLoss operator()(const T* z, const target_type* target, std::int64_t n, T* dz, T scale) const {
    std::int64_t best = 0, wanted = 0;
    const double norm = impl::log_sum_exp(z, n, &best);
    double total = 0, loss = 0;
    for (std::int64_t k = 0; k < n; ++k) {
      const auto t = static_cast<double>(target[k]);
      total += t;
      loss += t * (norm - static_cast<double>(z[k]));
      if (target[k] > target[wanted]) wanted = k;
    }
    if (dz != nullptr)
      for (std::int64_t k = 0; k < n; ++k)
        dz[k] =
            scale * static_cast<T>(total * std::exp(static_cast<double>(z[k]) - norm) - static_cast<double>(target[k]));
    return {loss, best == wanted};
  }
};

}  // namespace cincel::inline CINCEL_ISA
