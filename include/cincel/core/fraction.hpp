// Exact fractions for the facts of a network.
#pragma once

#include <cstdint>
#include <numeric>

namespace cincel {

/// n / d in lowest terms, from 0 to 2^31. A denominator above 2^15, which takes many resizings of awkward sizes, is halved
/// until it is not: the fraction is then a little larger, never smaller.
class Fraction {
 public:
  constexpr Fraction() = default;
  constexpr explicit Fraction(std::int64_t numerator, std::int64_t denominator = 1) : n_(numerator), d_(denominator) {
    const std::int64_t g = std::gcd(n_, d_);
    n_ /= g;
    d_ /= g;
    for (; d_ > finest; d_ /= 2) n_ = (n_ + 1) / 2;
    if (n_ / d_ >= largest) n_ = largest, d_ = 1;
  }
  friend constexpr Fraction operator+(const Fraction& a, const Fraction& b) {
    return Fraction(a.n_ * b.d_ + b.n_ * a.d_, a.d_ * b.d_);
  }
  friend constexpr Fraction operator*(const Fraction& a, const Fraction& b) {
    if (a.n_ == 0 || b.n_ == 0) return Fraction();
    const std::int64_t g = std::gcd(a.n_, b.d_), h = std::gcd(b.n_, a.d_), x = a.n_ / g, y = b.n_ / h;
    if (y > (std::int64_t{1} << 62) / x) return Fraction(largest);
    return Fraction(x * y, (a.d_ / h) * (b.d_ / g));
  }
  friend constexpr bool operator<(const Fraction& a, const Fraction& b) { return a.n_ * b.d_ < b.n_ * a.d_; }
  friend constexpr bool operator==(const Fraction&, const Fraction&) = default;
  constexpr std::int64_t ceiling() const { return (n_ + d_ - 1) / d_; }

 private:
  static constexpr std::int64_t finest = std::int64_t{1} << 15, largest = (std::int64_t{1} << 31) - 1;
  std::int64_t n_ = 0, d_ = 1;
};

}  // namespace cincel
