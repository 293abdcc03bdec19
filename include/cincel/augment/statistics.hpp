// Mean and deviation of each channel over a data set, for the featurewise normalisation of a policy.
#pragma once

#include <cincel/core/isa.hpp>
#include <cincel/core/shape.hpp>
#include <cincel/core/square_root.hpp>

#include <cstdint>

namespace cincel {
inline namespace CINCEL_ISA {

/// Statistics of each of C channels over all pixels of all pictures that were added, in double. A picture at a time, and
/// statistics of parts of a data set, are merged by the formula of Chan, Golub and LeVeque (1979), so that a mean far
/// from zero costs no digits. The deviation is the population's, as numpy's and Keras's is.
template <std::int64_t C>
class FeaturewiseStatistics {
 public:
  static constexpr std::int64_t channels = C;

  constexpr double mean(std::int64_t channel) const { return mean_[channel]; }
  /// 0 before anything is added.
  constexpr double deviation(std::int64_t channel) const {
    return pixels_ == 0 ? 0 : square_root(squares_[channel] / static_cast<double>(pixels_));
  }
  /// How many pixels were added.
  constexpr std::int64_t pixels() const { return pixels_; }

  /// Adds `n` pixels, channels last, each number times `scale`.
  template <class T>
  constexpr void add(const T* x, std::int64_t n, double scale = 1) {
    if (n <= 0) return;
    FeaturewiseStatistics s;
    s.pixels_ = n;
    for (std::int64_t i = 0; i < n; ++i)
      for (std::int64_t c = 0; c < C; ++c) s.mean_[c] += static_cast<double>(x[i * C + c]);
    for (double& m : s.mean_) m = m / static_cast<double>(n) * scale;
    for (std::int64_t i = 0; i < n; ++i) {
      for (std::int64_t c = 0; c < C; ++c) {
        const double d = static_cast<double>(x[i * C + c]) * scale - s.mean_[c];
        s.squares_[c] += d * d;
      }
    }
    merge(s);
  }
  /// As if what was added to `other` were added to this.
  constexpr void merge(const FeaturewiseStatistics& other) {
    if (other.pixels_ == 0) return;
    const double mine = static_cast<double>(pixels_), n = static_cast<double>(other.pixels_), all = mine + n;
    for (std::int64_t c = 0; c < C; ++c) {
      const double d = other.mean_[c] - mean_[c];
      mean_[c] += d * (n / all);
      squares_[c] += other.squares_[c] + d * d * (mine * n / all);
    }
    pixels_ += other.pixels_;
  }

 private:
  std::int64_t pixels_ = 0;
  double mean_[static_cast<std::size_t>(C)] = {};
  double squares_[static_cast<std::size_t>(C)] = {};  // sums of squared distances from the mean
};

}  // namespace CINCEL_ISA

inline namespace CINCEL_ISA {
template <class I>
class WhiteningStatistics;  // augment/whitening.hpp
template <class I>
class Whitening;
}  // namespace CINCEL_ISA

namespace detail {

/// What is given to `apply` as statistics of a data set.
struct GivenStatistics {
  enum class Kind : unsigned char { none, featurewise, whitening, sums_of_whitening, other } kind = Kind::none;
  Shape shape{};  // of pictures; of featurewise statistics the channels alone
};
template <class S>
struct StatisticsOf {
  static constexpr GivenStatistics given{GivenStatistics::Kind::other};
};
template <std::int64_t C>
struct StatisticsOf<FeaturewiseStatistics<C>> {
  static constexpr GivenStatistics given{GivenStatistics::Kind::featurewise, Shape(C)};
};
template <class I>
struct StatisticsOf<Whitening<I>> {
  static constexpr GivenStatistics given{GivenStatistics::Kind::whitening, I::shape};
};
template <class I>
struct StatisticsOf<WhiteningStatistics<I>> {
  static constexpr GivenStatistics given{GivenStatistics::Kind::sums_of_whitening, I::shape};
};
/// Of at most one.
template <class... S>
constexpr GivenStatistics given_statistics() {
  if constexpr (sizeof...(S) == 0)
    return {};
  else
    return (StatisticsOf<S>::given, ...);
}

}  // namespace detail
}  // namespace cincel
