// Losses of one output of a network.
//
// The one rule: a loss that `applies_softmax` works on logits. Where an output ends in `Softmax` it is given what stands
// before that, in training and in `evaluate` alike, and the softmax runs over the output's channels (its last extent),
// as the layer does; where an output ends in no Softmax, the loss must say `from_logits`. Any other loss is given the
// output as the network makes it. A loss of a map is the mean over its pixels.
#pragma once

#include <cincel/core/shape.hpp>
#include <cincel/train/batch_result.hpp>

#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <string>

namespace cincel {
inline namespace CINCEL_ISA {

namespace impl {

/// Whether accuracy has a meaning for a loss. It has, unless the loss says `has_accuracy = false` as a regression does.
template <class Loss>
inline constexpr bool has_accuracy = [] {
  if constexpr (requires { Loss::has_accuracy; })
    return Loss::has_accuracy;
  else
    return true;
}();

/// Whether a loss takes logits and applies the softmax itself.
template <class Loss>
inline constexpr bool applies_softmax = [] {
  if constexpr (requires { Loss::applies_softmax; })
    return Loss::applies_softmax;
  else
    return false;
}();

/// Whether a loss takes probabilities, of whatever operator, unless it says from_logits.
template <class Loss>
inline constexpr bool takes_probabilities = [] {
  if constexpr (requires { Loss::takes_probabilities; })
    return Loss::takes_probabilities;
  else
    return false;
}();

/// log(sum of exp z) without overflow, NaN if a logit is NaN; *best is the place of the largest.
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

/// Calls `of_pixel(z, target, dz, scale)` for each pixel of an output and takes the mean; a pixel has `targets` of them.
template <class T, class Target, class F>
SampleLoss mean_over_pixels(const T* z, const Target* target, const Shape& shape, T* dz, T scale, std::int64_t targets,
                            F of_pixel) {
  const std::int64_t classes = shape.channels(), pixels = shape.volume() / classes;
  SampleLoss total;
  for (std::int64_t p = 0; p < pixels; ++p) {
    const SampleLoss s = of_pixel(z + p * classes, target + p * targets, dz == nullptr ? nullptr : dz + p * classes,
                                  scale / static_cast<T>(pixels));
    total.loss += s.loss / static_cast<double>(pixels);
    total.correct += s.correct / static_cast<double>(pixels);
  }
  return total;
}

inline void check_probability(const char* loss, float target, std::size_t sample) {
  if (target >= 0 && target <= 1) return;
  throw std::invalid_argument(std::string(loss) + ": a target of sample " + std::to_string(sample) +
                              " is no probability");
}

}  // namespace impl

/// −log p[label] for integer labels, p = softmax of the logits over the channels; of a map, one label a pixel and the
/// mean over pixels. Known as: Keras `SparseCategoricalCrossentropy`, PyTorch `CrossEntropyLoss`.
/// `Label` is the type of a label, an integer that holds all classes: 8 bits are enough for 256, and a network of more
/// does not compile with them. Accuracy is the share of pixels whose largest logit is the label's.
template <class Label = std::uint8_t>
struct BasicSparseCategoricalCrossentropy {
  bool from_logits = false;
  using target_type = Label;
  static constexpr const char* keras_name = "SparseCategoricalCrossentropy";
  static constexpr bool applies_softmax = true;
  /// Targets of a sample.
  static constexpr std::int64_t target_size(const Shape& output) { return output.volume() / output.channels(); }

  static void check(const target_type* target, const Shape& output, std::size_t sample) {
    for (std::int64_t p = 0; p < target_size(output); ++p)
      if (static_cast<std::int64_t>(target[p]) >= output.channels() || static_cast<std::int64_t>(target[p]) < 0)
        throw std::invalid_argument("SparseCategoricalCrossentropy: label " + std::to_string(target[p]) +
                                    " of sample " + std::to_string(sample) + " is not below the " +
                                    std::to_string(output.channels()) + " outputs of the network");
  }
  /// Loss of logits z; the gradient times `scale` goes to dz, if that is not null.
  template <class T>
  SampleLoss operator()(const T* z, const target_type* target, const Shape& output, T* dz, T scale) const {
    return impl::mean_over_pixels(z, target, output, dz, scale, 1,
                                  [n = output.channels()](const T* x, const target_type* t, T* dx, T s) {
                                    return of_pixel(x, static_cast<std::int64_t>(*t), n, dx, s);
                                  });
  }

 private:
  template <class T>
  static SampleLoss of_pixel(const T* z, std::int64_t label, std::int64_t n, T* dz, T scale) {
    std::int64_t best = 0;
    const double norm = impl::log_sum_exp(z, n, &best);
    if (dz != nullptr)
      for (std::int64_t k = 0; k < n; ++k)
        dz[k] = scale * static_cast<T>(std::exp(static_cast<double>(z[k]) - norm) - (k == label ? 1.0 : 0.0));
    return {norm - static_cast<double>(z[label]), best == label && !std::isnan(norm) ? 1.0 : 0.0};
  }
};

using SparseCategoricalCrossentropy = BasicSparseCategoricalCrossentropy<>;
/// The same for up to 65,536 classes; for more there is BasicSparseCategoricalCrossentropy<std::uint32_t>.
using SparseCategoricalCrossentropy16 = BasicSparseCategoricalCrossentropy<std::uint16_t>;

/// −sum of t[k] · log p[k] for targets that are one-hot or other probabilities, p = softmax of the logits over the
/// channels; of a map, the mean over pixels. Known as: Keras `CategoricalCrossentropy`.
struct CategoricalCrossentropy {
  bool from_logits = false;
  using target_type = float;
  static constexpr const char* keras_name = "CategoricalCrossentropy";
  static constexpr bool applies_softmax = true;
  static constexpr std::int64_t target_size(const Shape& output) { return output.volume(); }

  static void check(const target_type* target, const Shape& output, std::size_t sample) {
    for (std::int64_t k = 0; k < output.volume(); ++k) impl::check_probability(keras_name, target[k], sample);
  }
  template <class T>
  SampleLoss operator()(const T* z, const target_type* target, const Shape& output, T* dz, T scale) const {
    const std::int64_t n = output.channels();
    return impl::mean_over_pixels(z, target, output, dz, scale, n, [n](const T* x, const target_type* t, T* dx, T s) {
      return of_pixel(x, t, n, dx, s);
    });
  }

 private:
  template <class T>
  static SampleLoss of_pixel(const T* z, const target_type* target, std::int64_t n, T* dz, T scale) {
    std::int64_t best = 0, wanted = 0;
    const double norm = impl::log_sum_exp(z, n, &best);
    double total = 0, loss = 0;
    for (std::int64_t k = 0; k < n; ++k) {
      const auto t = static_cast<double>(target[k]);
      total += t;
      if (t != 0 || std::isnan(norm)) loss += t * (norm - static_cast<double>(z[k]));  // 0 · infinity is no loss
      if (target[k] > target[wanted]) wanted = k;
    }
    if (dz != nullptr)
      for (std::int64_t k = 0; k < n; ++k)
        dz[k] =
            scale * static_cast<T>(total * std::exp(static_cast<double>(z[k]) - norm) - static_cast<double>(target[k]));
    return {loss, best == wanted && !std::isnan(norm) ? 1.0 : 0.0};
  }
};

/// Mean of (y − t)², over the numbers of an output. Known as: Keras `MeanSquaredError`, PyTorch `MSELoss`.
struct MeanSquaredError {
  using target_type = float;
  static constexpr const char* keras_name = "MeanSquaredError";
  static constexpr bool has_accuracy = false;  // a regression has none
  static constexpr std::int64_t target_size(const Shape& output) { return output.volume(); }

  static void check(const target_type* target, const Shape& output, std::size_t sample) {
    for (std::int64_t k = 0; k < output.volume(); ++k)
      if (!std::isfinite(target[k]))
        throw std::invalid_argument("MeanSquaredError: a target of sample " + std::to_string(sample) + " is no number");
  }
  template <class T>
  SampleLoss operator()(const T* y, const target_type* target, const Shape& output, T* dy, T scale) const {
    const std::int64_t n = output.volume();
    double loss = 0;
    for (std::int64_t k = 0; k < n; ++k) {
      const double d = static_cast<double>(y[k]) - static_cast<double>(target[k]);
      loss += d * d / static_cast<double>(n);
      if (dy != nullptr) dy[k] = scale * static_cast<T>(2 * d / static_cast<double>(n));
    }
    return {loss, 0};
  }
};

/// −t · log p − (1 − t) · log(1 − p), mean over the numbers of an output; p = sigmoid(z) of logits, or p = z of
/// probabilities, which are kept 1e-7 away from 0 and 1. Probabilities are what Sigmoid, HardSigmoid, Softmax or
/// ClippedReLU<1> makes, behind which stands nothing but layers that keep it from 0 to 1 (Flatten, UpSampling, poolings,
/// Concat, Average, Maximum, Multiply and the like, but no noise); anything else needs `from_logits`. Correct is a
/// sample whose numbers all lie on their targets' side.
/// Known as: Keras `BinaryCrossentropy`, PyTorch `BCEWithLogitsLoss`, `BCELoss`.
struct BinaryCrossentropy {
  bool from_logits = false;
  using target_type = float;
  static constexpr const char* keras_name = "BinaryCrossentropy";
  static constexpr bool takes_probabilities = true;
  static constexpr std::int64_t target_size(const Shape& output) { return output.volume(); }

  static void check(const target_type* target, const Shape& output, std::size_t sample) {
    for (std::int64_t k = 0; k < output.volume(); ++k) impl::check_probability(keras_name, target[k], sample);
  }
  template <class T>
  SampleLoss operator()(const T* z, const target_type* target, const Shape& output, T* dz, T scale) const {
    const std::int64_t n = output.volume();
    SampleLoss total{0, 1};
    for (std::int64_t k = 0; k < n; ++k) {
      const Term term = of_number(static_cast<double>(z[k]), static_cast<double>(target[k]));
      total.loss += term.loss / static_cast<double>(n);
      if (!term.correct) total.correct = 0;
      if (dz != nullptr) dz[k] = scale * static_cast<T>(term.slope / static_cast<double>(n));
    }
    return total;
  }

 private:
  struct Term {
    double loss, slope;
    bool correct;
  };
  Term of_number(double x, double t) const {
    if (from_logits)
      return {(x > 0 ? x : 0) - x * t + std::log1p(std::exp(x > 0 ? -x : x)), 1 / (1 + std::exp(-x)) - t,
              lies_on_side_of(t, x, 0)};
    constexpr double least = 1e-7, most = 1 - 1e-7;
    const bool is_below = x < least;
    const bool is_above = x > most;  // NaN is neither, so that loss and slope are NaN
    const double p = is_below ? least : is_above ? most : x;
    return {-t * std::log(p) - (1 - t) * std::log(1 - p), is_below || is_above ? 0 : (p - t) / (p * (1 - p)),
            lies_on_side_of(t, x, 0.5)};
  }
  /// NaN lies on no side.
  static bool lies_on_side_of(double t, double x, double border) { return t > 0.5 ? x > border : x <= border; }
};

}  // namespace CINCEL_ISA
}  // namespace cincel
