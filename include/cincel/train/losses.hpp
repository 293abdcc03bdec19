// Losses. Cross-entropy is fused with the softmax before it: stable, and its gradient is p − t.
#pragma once

#include <cincel/core/isa.hpp>

#include <array>
#include <cmath>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <tuple>
#include <type_traits>

namespace cincel::inline CINCEL_ISA {

/// What one sample contributes.
struct SampleLoss {
  double loss = 0;
  bool correct = false;
};

namespace impl {

/// Whether accuracy has a meaning for a loss. It has, unless the loss says `has_accuracy = false` as a regression does.
template <class Loss>
inline constexpr bool has_accuracy = [] {
  if constexpr (requires { Loss::has_accuracy; })
    return Loss::has_accuracy;
  else
    return true;
}();

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
/// `Label` is the type of a label: 8 bits are enough for 256 classes.
template <class Label = std::uint8_t>
struct BasicSparseCategoricalCrossentropy {
  bool from_logits = false;
  using target_type = Label;
  /// Targets a sample.
  static constexpr std::int64_t target_size(std::int64_t) { return 1; }

  static void check(const target_type* target, std::int64_t classes, std::size_t sample) {
    if (static_cast<std::int64_t>(*target) >= classes || static_cast<std::int64_t>(*target) < 0)
      throw std::invalid_argument("SparseCategoricalCrossentropy: label " + std::to_string(*target) + " of sample " +
                                  std::to_string(sample) + " is not below the " + std::to_string(classes) +
                                  " outputs of the network");
  }
  /// Loss of logits z; the gradient times `scale` goes to dz, if that is not null.
  template <class T>
  SampleLoss operator()(const T* z, const target_type* target, std::int64_t n, T* dz, T scale) const {
    std::int64_t best = 0;
    const auto label = static_cast<std::int64_t>(*target);
    const double norm = impl::log_sum_exp(z, n, &best);
    if (dz != nullptr)
      for (std::int64_t k = 0; k < n; ++k)
        dz[k] = scale * static_cast<T>(std::exp(static_cast<double>(z[k]) - norm) - (k == label ? 1.0 : 0.0));
    return {norm - static_cast<double>(z[label]), best == label};
  }
};

using SparseCategoricalCrossentropy = BasicSparseCategoricalCrossentropy<>;
/// The same for up to 65,536 classes.
using SparseCategoricalCrossentropy16 = BasicSparseCategoricalCrossentropy<std::uint16_t>;

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

/// One output of the network: its numbers, and where the gradient of the loss goes (null if nobody wants it).
template <class T>
struct OutputValue {
  const T* z;
  T* dz;
};

/// Mean of (y − t)², over the numbers of an output. Known as: Keras `MeanSquaredError`, PyTorch `MSELoss`.
struct MeanSquaredError {
  bool from_logits = true;  // takes the output as it is
  using target_type = float;
  static constexpr bool has_accuracy = false;  // a regression has none
  static constexpr std::int64_t target_size(std::int64_t n) { return n; }

  static void check(const target_type* target, std::int64_t n, std::size_t sample) {
    for (std::int64_t k = 0; k < n; ++k)
      if (!(target[k] - target[k] == 0))
        throw std::invalid_argument("MeanSquaredError: a target of sample " + std::to_string(sample) + " is no number");
  }
  template <class T>
  SampleLoss operator()(const T* y, const target_type* target, std::int64_t n, T* dy, T scale) const {
    double loss = 0;
    for (std::int64_t k = 0; k < n; ++k) {
      const double d = static_cast<double>(y[k]) - static_cast<double>(target[k]);
      loss += d * d / static_cast<double>(n);
      if (dy != nullptr) dy[k] = scale * static_cast<T>(2 * d / static_cast<double>(n));
    }
    return {loss, false};
  }
};

/// −t · log p − (1 − t) · log(1 − p), mean over the numbers of an output; p = sigmoid(z) of logits, or p = z of
/// probabilities, which are kept 1e-7 away from 0 and 1. Correct is a sample whose numbers all lie on their targets' side.
/// Known as: Keras `BinaryCrossentropy`, PyTorch `BCEWithLogitsLoss`, `BCELoss`.
struct BinaryCrossentropy {
  bool from_logits = false;
  using target_type = float;
  static constexpr bool takes_probabilities = true;
  static constexpr std::int64_t target_size(std::int64_t n) { return n; }

  static void check(const target_type* target, std::int64_t n, std::size_t sample) {
    for (std::int64_t k = 0; k < n; ++k)
      if (!(target[k] >= 0 && target[k] <= 1))
        throw std::invalid_argument("BinaryCrossentropy: a target of sample " + std::to_string(sample) +
                                    " is no probability");
  }
  template <class T>
  SampleLoss operator()(const T* z, const target_type* target, std::int64_t n, T* dz, T scale) const {
    double loss = 0;
    bool correct = true;
    for (std::int64_t k = 0; k < n; ++k) {
      const double x = static_cast<double>(z[k]), t = static_cast<double>(target[k]);
      double slope = 0;
      if (from_logits) {
        loss += (x > 0 ? x : 0) - x * t + std::log1p(std::exp(x > 0 ? -x : x));
        slope = 1 / (1 + std::exp(-x)) - t;
        correct = correct && (x > 0) == (t > 0.5);
      } else {
        const double p = x < 1e-7 ? 1e-7 : x > 1 - 1e-7 ? 1 - 1e-7 : x;
        loss -= t * std::log(p) + (1 - t) * std::log(1 - p);
        slope = p == x ? (p - t) / (p * (1 - p)) : 0;
        correct = correct && (x > 0.5) == (t > 0.5);
      }
      if (dz != nullptr) dz[k] = scale * static_cast<T>(slope / static_cast<double>(n));
    }
    return {loss / static_cast<double>(n), correct};
  }
};

/// The loss of a network with auxiliary heads, all of which learn the one target: loss of the main output + weight ·
/// the sum of the others' losses (Szegedy et al. 2015: 0.3).
template <class L = SparseCategoricalCrossentropy>
struct WithAuxiliaries {
  L loss{};
  float weight = 0.3f;
  bool from_logits = loss.from_logits;
  using target_type = typename L::target_type;
  static constexpr bool has_accuracy = impl::has_accuracy<L>;
  static constexpr std::int64_t target_size(std::int64_t n) { return L::target_size(n); }
  static void check(const target_type* target, std::int64_t n, std::size_t sample) { L::check(target, n, sample); }

  /// `sizes[o]` is how many numbers output o has.
  template <class T, class Sizes>
  SampleLoss of_outputs(const OutputValue<T>* o, const Sizes& sizes, const target_type* target, T scale) const {
    SampleLoss total = loss(o[0].z, target, sizes[0], o[0].dz, scale);
    for (std::size_t i = 1; i < sizes.size(); ++i)
      total.loss +=
          static_cast<double>(weight) * loss(o[i].z, target, sizes[i], o[i].dz, scale * static_cast<T>(weight)).loss;
    return total;
  }
};

/// A loss for each output of a network, with targets one after another in the order of the outputs: the weighted sum.
/// All must take targets of one type. Correct is what the first says.
template <class... L>
struct OutputLosses {
  std::tuple<L...> losses{};
  std::array<float, sizeof...(L)> weights = ones();
  bool from_logits = std::get<0>(losses).from_logits;
  using target_type = std::common_type_t<typename L::target_type...>;
  static constexpr bool has_accuracy = impl::has_accuracy<std::tuple_element_t<0, std::tuple<L...>>>;
  static_assert((std::is_same_v<target_type, typename L::target_type> && ...),
                "losses of outputs need one target type");

  template <class Sizes>
  static constexpr std::int64_t target_size_of(const Sizes& sizes) {
    std::int64_t n = 0;
    std::size_t i = 0;
    ((n += L::target_size(sizes[i++])), ...);
    return n;
  }
  template <class Sizes>
  static void check_outputs(const target_type* target, const Sizes& sizes, std::size_t sample) {
    std::size_t i = 0;
    ((L::check(target, sizes[i], sample), target += L::target_size(sizes[i]), ++i), ...);
  }
  template <class T, class Sizes>
  SampleLoss of_outputs(const OutputValue<T>* o, const Sizes& sizes, const target_type* target, T scale) const {
    static_assert(sizeof...(L) == std::tuple_size_v<Sizes>, "give one loss for each output of the network");
    SampleLoss total;
    std::size_t i = 0;
    const auto add = [&](const auto& loss) {
      const SampleLoss s = loss(o[i].z, target, sizes[i], o[i].dz, scale * static_cast<T>(weights[i]));
      total.loss += static_cast<double>(weights[i]) * s.loss;
      if (i == 0) total.correct = s.correct;
      target += loss.target_size(sizes[i]);
      ++i;
    };
    std::apply([&](const auto&... loss) { (add(loss), ...); }, losses);
    return total;
  }

 private:
  static constexpr std::array<float, sizeof...(L)> ones() {
    std::array<float, sizeof...(L)> w{};
    for (float& x : w) x = 1;
    return w;
  }
};

namespace impl {

/// Targets a sample for outputs of these sizes.
template <class Loss, class Sizes>
constexpr std::int64_t targets_of(const Sizes& sizes) {
  if constexpr (requires { Loss::target_size_of(sizes); })
    return Loss::target_size_of(sizes);
  else
    return Loss::target_size(sizes[0]);
}
template <class Loss, class Target, class Sizes>
void check_targets(const Target* target, const Sizes& sizes, std::size_t sample) {
  if constexpr (requires { Loss::check_outputs(target, sizes, sample); })
    Loss::check_outputs(target, sizes, sample);
  else
    Loss::check(target, sizes[0], sample);
}
/// The loss of a sample over all outputs.
template <class Loss, class T, class Sizes>
SampleLoss loss_of(const Loss& loss, const OutputValue<T>* o, const Sizes& sizes,
                   const typename Loss::target_type* target, T scale) {
  if constexpr (requires { loss.of_outputs(o, sizes, target, scale); }) {
    return loss.of_outputs(o, sizes, target, scale);
  } else {
    static_assert(std::tuple_size_v<Sizes> == 1,
                  "the network has several outputs: use WithAuxiliaries<Loss> or OutputLosses<Loss...>");
    return loss(o[0].z, target, sizes[0], o[0].dz, scale);
  }
}

}  // namespace impl
}  // namespace cincel::inline CINCEL_ISA
