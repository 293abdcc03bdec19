// ZCA whitening: what is fitted over a data set, and the matrix that `ZcaWhitening` multiplies pictures by. A file that
// augment.hpp leaves out, since it needs the heap and throws.
#pragma once

#include <cincel/augment/policy_check.hpp>
#include <cincel/augment/statistics.hpp>
#include <cincel/augment/symmetric_eigen.hpp>
#include <cincel/simd/pack.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <stdexcept>
#include <vector>

namespace cincel {
inline namespace CINCEL_ISA {

/// The matrix of a data set of pictures of shape I with the means of its channels, as `Policy::whitening` makes it. It
/// is the last argument of `apply` and `augmented`; copies share the matrix.
template <class I>
class Whitening {
  static constexpr auto n = static_cast<std::int64_t>(I::size);

 public:
  double mean(std::int64_t channel) const { return mean_[channel]; }
  /// Row after row, as many rows as a picture has numbers; symmetric.
  std::span<const float> matrix() const { return *matrix_; }

  /// The product of the matrix with a picture whose channels' means were taken away, in its place.
  void whiten(float* picture) const {
    float x[I::size];
    std::copy_n(picture, n, x);
    for (std::int64_t i = 0; i < n; ++i) picture[i] = product(matrix_->data() + i * n, x);
  }

 private:
  template <class>
  friend class WhiteningStatistics;
  Whitening(const double (&mean)[static_cast<std::size_t>(I::channels)], std::vector<float> matrix)
      : matrix_(std::make_shared<const std::vector<float>>(std::move(matrix))) {
    std::copy(std::begin(mean), std::end(mean), mean_);
  }
  static float product(const float* row, const float* x) {
    constexpr std::int64_t step = 4 * lanes<native_pack>;
    native_pack a(0.0f), b(0.0f), c(0.0f), d(0.0f);
    const auto add = [&](native_pack& to, std::int64_t at) {
      to = multiply_add(load<native_pack>(row + at), load<native_pack>(x + at), to);
    };
    constexpr std::int64_t whole = n - n % step;
    for (std::int64_t i = 0; i < whole; i += step) {
      add(a, i), add(b, i + lanes<native_pack>);
      add(c, i + 2 * lanes<native_pack>), add(d, i + 3 * lanes<native_pack>);
    }
    float total = sum((a + b) + (c + d));
    if constexpr (whole < n)
      for (std::int64_t i = whole; i < n; ++i) total += row[i] * x[i];
    return total;
  }

  std::shared_ptr<const std::vector<float>> matrix_;
  double mean_[static_cast<std::size_t>(I::channels)];
};

/// What ZCA whitening has to know of a data set of pictures of shape I: the mean of each number, and the sums of products
/// of each two, in double; `Policy::fit<I>` adds pictures, statistics of parts are merged. n numbers in a picture take
/// 8 n² bytes, and adding a picture n² operations.
template <class I>
class WhiteningStatistics {
  static_assert(detail::augment_error_of<detail::WhiteningFault<I>>::ok);
  static constexpr std::size_t n = I::size;

 public:
  WhiteningStatistics() : mean_(n), products_(n * n) {}

  std::int64_t pictures() const { return pictures_; }

  /// Adds `count` pictures, each number times `scale`.
  template <class T>
  void add(const T* x, std::size_t count, double scale = 1) {
    constexpr std::size_t at_once = 8;  // pictures for one pass over the sums
    for (std::size_t done = 0; done < count; done += at_once)
      add_some(x + done * n, (std::min)(at_once, count - done), scale);
  }
  /// As if what was added to `other` were added to this.
  void merge(const WhiteningStatistics& other) {
    if (other.pictures_ == 0) return;
    for (std::size_t i = 0; i < n * n; ++i) products_[i] += other.products_[i];
    std::vector<double> apart;
    move_mean(other.mean_, other.pictures_, apart);
    add_products(apart.data(), 1);
  }

  /// The matrix W = U · diag(1 / √(λ + epsilon)) · Uᵀ, U and λ the eigenvectors and eigenvalues of the covariance about
  /// the channels' means (Keras-Preprocessing up to 1.1.2; Keras 3 adds epsilon to the singular values of the pictures
  /// instead). Takes some 15 n³ operations. Throws std::invalid_argument where no picture was added, or one whose
  /// numbers are not finite.
  Whitening<I> whitening(double epsilon) const {
    if (pictures_ == 0)
      throw std::invalid_argument("whitening: no pictures were added to the statistics; call Policy::fit before");
    constexpr std::size_t pixels = n / channels;
    double mean[channels] = {};
    for (std::size_t i = 0; i < n; ++i) mean[i % channels] += mean_[i] / static_cast<double>(pixels);
    impl::SymmetricEigen eigen(covariance(mean), static_cast<std::int64_t>(n));
    return {mean, inverse_root(eigen, epsilon)};
  }

 private:
  static constexpr auto channels = static_cast<std::size_t>(I::channels);

  template <class T>
  void add_some(const T* x, std::size_t count, double scale) {
    std::vector<double> mean(n), rows(count * n);
    for (std::size_t k = 0; k < count; ++k)
      for (std::size_t i = 0; i < n; ++i)
        mean[i] += static_cast<double>(x[k * n + i]) * scale / static_cast<double>(count);
    for (std::size_t k = 0; k < count; ++k)
      for (std::size_t i = 0; i < n; ++i) rows[k * n + i] = static_cast<double>(x[k * n + i]) * scale - mean[i];
    std::vector<double> apart;
    move_mean(mean, static_cast<std::int64_t>(count), apart);
    rows.insert(rows.end(), apart.begin(), apart.end());
    add_products(rows.data(), count + 1);
  }
  /// Joins another mean of so many pictures. The sums of products lack the product of `apart` with itself then, as by
  /// the formula of Chan, Golub and LeVeque (1979).
  void move_mean(const std::vector<double>& mean, std::int64_t count, std::vector<double>& apart) {
    const double mine = static_cast<double>(pictures_), other = static_cast<double>(count), all = mine + other;
    const double factor = std::sqrt(mine * other / all);
    apart.resize(n);
    for (std::size_t i = 0; i < n; ++i) {
      const double d = mean[i] - mean_[i];
      mean_[i] += d * (other / all);
      apart[i] = d * factor;
    }
    pictures_ += count;
  }
  /// Adds the products of each two numbers of some rows; what lies above the diagonal is not kept.
  void add_products(const double* rows, std::size_t count) {
    for (std::size_t i = 0; i < n; ++i) {
      double* to = products_.data() + i * n;
      for (std::size_t k = 0; k < count; ++k) {
        const double* row = rows + k * n;
        const double v = row[i];
        for (std::size_t j = 0; j <= i; ++j) to[j] += v * row[j];
      }
    }
  }
  /// About the means of the channels, not those of each number: Keras takes only the former away.
  std::vector<double> covariance(const double* mean) const {
    std::vector<double> c(n * n);
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j <= i; ++j) {
        const double v = products_[i * n + j] / static_cast<double>(pictures_) +
                         (mean_[i] - mean[i % channels]) * (mean_[j] - mean[j % channels]);
        if (!std::isfinite(v))
          throw std::invalid_argument("whitening: a picture of the statistics has numbers that are not finite");
        c[i * n + j] = c[j * n + i] = v;
      }
    }
    return c;
  }
  /// U · diag(1 / √(λ + epsilon)) · Uᵀ; eigenvalues below 0, which only rounding makes, are 0.
  static std::vector<float> inverse_root(impl::SymmetricEigen& eigen, double epsilon) {
    for (std::size_t k = 0; k < n; ++k) {
      const double factor = 1 / std::sqrt(std::sqrt((std::max)(eigen.values[k], 0.0) + epsilon));
      for (std::size_t i = 0; i < n; ++i) eigen.vectors[k * n + i] *= factor;
    }
    constexpr std::size_t at_once = 8;  // rows for one pass over the vectors
    std::vector<float> w(n * n);
    std::vector<double> sums(at_once * n);
    for (std::size_t first = 0; first < n; first += at_once) {
      const std::size_t last = (std::min)(first + at_once, n);
      std::fill(sums.begin(), sums.end(), 0.0);
      for (std::size_t k = 0; k < n; ++k) {
        const double* v = eigen.vectors.data() + k * n;
        for (std::size_t i = first; i < last; ++i)
          for (std::size_t j = 0; j < last; ++j) sums[(i - first) * n + j] += v[i] * v[j];
      }
      for (std::size_t i = first; i < last; ++i)
        for (std::size_t j = 0; j <= i; ++j)
          w[i * n + j] = w[j * n + i] = static_cast<float>(sums[(i - first) * n + j]);
    }
    return w;
  }

  std::int64_t pictures_ = 0;
  std::vector<double> mean_, products_;  // the products are sums of those of distances from the mean
};

}  // namespace CINCEL_ISA
}  // namespace cincel
