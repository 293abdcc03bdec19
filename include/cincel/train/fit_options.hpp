// The options of a model and of `fit`, what they mean for a number of samples, and the order of an epoch.
#pragma once

#include <cincel/core/random.hpp>
#include <cincel/model/non_finite.hpp>
#include <cincel/train/decimal.hpp>

#include <cstdint>
#include <numeric>
#include <stdexcept>
#include <utility>
#include <vector>

namespace cincel {
inline namespace CINCEL_ISA {

struct ModelOptions {
  std::uint64_t seed = 1;  // of initialisation, shuffling and dropout
  int threads = 0;         // 0: one for each processor that the thread which makes the model may use, at most 1024
};

/// Options of `fit`, with Keras's defaults. `validation_split` is the share of the samples, the last ones, that is held
/// back before shuffling: floor(n · (1 − split)) samples are trained on, with the split as the decimal number that was
/// written.
struct FitOptions {
  int batch_size = 32;
  int epochs = 1;
  float validation_split = 0;
  bool shuffle = true;
  bool verbose = true;
  /// A weight, loss, validation loss, gradient or moving statistic that is NaN or infinite ends training with a
  /// `NonFiniteError`; `permit` goes on, as Keras does without its callback TerminateOnNaN.
  NonFinite non_finite = NonFinite::refuse;
};

namespace impl {

/// Checks options of `fit` against `n` samples; returns how many of these are trained on.
inline std::int64_t check_options(const FitOptions& o, std::int64_t n) {
  if (o.batch_size < 1) throw std::invalid_argument("fit: batch_size must be at least 1");
  if (o.epochs < 0) throw std::invalid_argument("fit: epochs must not be negative");
  if (!(o.validation_split >= 0 && o.validation_split < 1))
    throw std::invalid_argument("fit: validation_split must be in [0, 1)");
  const std::int64_t train = samples_to_train(n, o.validation_split);
  if (train < 1) throw std::invalid_argument("fit: validation_split leaves no sample to train on");
  return train;
}

/// 0 … n - 1.
inline std::vector<std::uint32_t> every(std::int64_t n) {
  std::vector<std::uint32_t> order(static_cast<std::size_t>(n));
  std::iota(order.begin(), order.end(), 0u);
  return order;
}

/// Fisher and Yates, from the stream of this epoch.
inline void shuffle(std::vector<std::uint32_t>& order, std::uint64_t seed, std::int64_t epoch) {
  RandomStream random(seed, Purpose::shuffle, 0, static_cast<std::uint32_t>(epoch));
  for (std::size_t i = order.size(); i > 1; --i)
    std::swap(order[i - 1], order[random.below(static_cast<std::uint32_t>(i))]);
}

}  // namespace impl
}  // namespace CINCEL_ISA
}  // namespace cincel
