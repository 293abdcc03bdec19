// Eigenvalues and eigenvectors of a symmetric matrix, in double: Householder's reduction to three diagonals, then the QL
// method with implicit shifts (Golub and Van Loan, Matrix Computations, 8.3). All inner loops run along rows.
#pragma once

#include <cincel/core/isa.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl {

/// A = Σ values[k] · v_k · v_kᵀ, where v_k is row k of `vectors`. Of finite numbers; `a` is n x n, row after row, and
/// symmetric. Takes some 10 n³ operations and twice the memory of `a`. The error is that of rounding A's largest number.
class SymmetricEigen {
 public:
  std::vector<double> values, vectors;

  SymmetricEigen(std::vector<double> a, std::int64_t n)
      : values(static_cast<std::size_t>(n)), vectors(static_cast<std::size_t>(n * n)), n_(n), a_(std::move(a)) {
    beside_.resize(values.size());
    factor_.resize(values.size());
    reduce();
    make_reflections();
    a_ = {};
    diagonalize();
  }

 private:
  double* row(std::int64_t i) { return a_.data() + i * n_; }
  double* vector(std::int64_t i) { return vectors.data() + i * n_; }

  /// A = Q T Qᵀ with T of three diagonals, `values` and `beside_`. Q is the product of I - factor_[k] · v · vᵀ, the v of
  /// which stay in row k behind its diagonal.
  void reduce() {
    std::vector<double> p(values.size());
    for (std::int64_t k = 0; k < n_; ++k) {
      double* v = row(k);
      values[static_cast<std::size_t>(k)] = v[k];
      if (k + 1 == n_) break;
      double squares = 0;
      for (std::int64_t i = k + 2; i < n_; ++i) squares += v[i] * v[i];
      double& beside = beside_[static_cast<std::size_t>(k)];
      beside = v[k + 1];
      if (squares == 0) continue;  // nothing to reflect: factor_ is 0
      const double length = std::sqrt(v[k + 1] * v[k + 1] + squares);
      beside = v[k + 1] > 0 ? -length : length;
      v[k + 1] -= beside;
      const double factor = 2 / (v[k + 1] * v[k + 1] + squares);
      factor_[static_cast<std::size_t>(k)] = factor;
      reflect_both_sides(k, factor, p.data());
    }
  }
  /// The rest of A behind row k becomes H · A · H, H = I - factor · v · vᵀ: A - v·wᵀ - w·vᵀ.
  void reflect_both_sides(std::int64_t k, double factor, double* w) {
    const double* v = row(k);
    double dot = 0;
    for (std::int64_t i = k + 1; i < n_; ++i) {
      const double* line = row(i);
      double sum[4] = {};
      std::int64_t j = k + 1;
      for (; j + 4 <= n_; j += 4)
        for (int t = 0; t < 4; ++t) sum[t] += line[j + t] * v[j + t];
      for (; j < n_; ++j) sum[0] += line[j] * v[j];
      w[i] = factor * ((sum[0] + sum[1]) + (sum[2] + sum[3]));
      dot += w[i] * v[i];
    }
    for (std::int64_t i = k + 1; i < n_; ++i) w[i] -= factor / 2 * dot * v[i];
    for (std::int64_t i = k + 1; i < n_; ++i) {
      double* line = row(i);
      const double vi = v[i], wi = w[i];
      for (std::int64_t j = k + 1; j < n_; ++j) line[j] -= vi * w[j] + wi * v[j];
    }
  }
  /// `vectors` becomes Qᵀ.
  void make_reflections() {
    for (std::int64_t i = 0; i < n_; ++i) vector(i)[i] = 1;
    std::vector<double> t(values.size());
    for (std::int64_t k = n_ - 2; k >= 0; --k) {
      const double factor = factor_[static_cast<std::size_t>(k)];
      if (factor == 0) continue;
      const double* v = row(k);
      for (std::int64_t j = k + 1; j < n_; ++j) t[static_cast<std::size_t>(j)] = 0;
      for (std::int64_t i = k + 1; i < n_; ++i)
        for (std::int64_t j = k + 1; j < n_; ++j) t[static_cast<std::size_t>(j)] += v[i] * vector(i)[j];
      for (std::int64_t i = k + 1; i < n_; ++i)
        for (std::int64_t j = k + 1; j < n_; ++j) vector(i)[j] -= factor * v[i] * t[static_cast<std::size_t>(j)];
    }
    for (std::int64_t i = 0; i < n_; ++i)
      for (std::int64_t j = 0; j < i; ++j) std::swap(vector(i)[j], vector(j)[i]);
  }
  /// Makes the numbers beside the diagonal 0, from the first on.
  void diagonalize() {
    double largest = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const double both = std::fabs(values[i]) + std::fabs(beside_[i]);
      largest = both > largest ? both : largest;
    }
    const double negligible = largest * std::numeric_limits<double>::epsilon();
    for (std::int64_t first = 0; first < n_; ++first) {
      for (int turn = 0; turn < 100; ++turn) {  // two are usual
        std::int64_t last = first;
        while (last + 1 < n_ && std::fabs(beside_[static_cast<std::size_t>(last)]) > negligible) ++last;
        if (last == first) break;
        sweep(first, last);
      }
    }
  }
  /// One implicit QL step with Wilkinson's shift on rows first … last of T, its rotations applied to the vectors.
  void sweep(std::int64_t first, std::int64_t last) {
    double *d = values.data(), *e = beside_.data();
    double g = (d[first + 1] - d[first]) / (2 * e[first]);
    g = d[last] - d[first] + e[first] / (g + std::copysign(std::hypot(g, 1.0), g));
    double s = 1, c = 1, shift = 0;
    for (std::int64_t i = last - 1; i >= first; --i) {
      const double f = s * e[i], b = c * e[i], r = std::hypot(f, g);
      e[i + 1] = r;
      if (r == 0) {  // T falls into two parts here
        d[i + 1] -= shift;
        e[last] = 0;
        return;
      }
      s = f / r, c = g / r;
      g = d[i + 1] - shift;
      const double t = (d[i] - g) * s + 2 * c * b;
      shift = s * t;
      d[i + 1] = g + shift;
      g = c * t - b;
      double *upper = vector(i), *lower = vector(i + 1);
      for (std::int64_t j = 0; j < n_; ++j) {
        const double u = upper[j], l = lower[j];
        lower[j] = s * u + c * l;
        upper[j] = c * u - s * l;
      }
    }
    d[first] -= shift;
    e[first] = g;
    e[last] = 0;
  }

  std::int64_t n_;
  std::vector<double> a_, beside_, factor_;
};

}  // namespace impl
}  // namespace CINCEL_ISA
}  // namespace cincel
