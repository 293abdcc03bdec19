// Exact fractions for the facts of a network.
#pragma once

#include <cstdint>
#include <numeric>

namespace cincel {

/// n / d in lowest terms, from -2^31 to 2^31; what is beyond is cut to these. A denominator above 2^15 (many resizings
/// between sizes without a common factor make one) is halved until it is not: the fraction is then a little larger,
/// never smaller.
class Rational {
 public:
  constexpr Rational() = default;
  constexpr explicit Rational(std::int64_t numerator, std::int64_t denominator = 1) : n_(numerator), d_(denominator) {
    if (d_ != 1) reduce();
    if (n_ / d_ >= largest) n_ = largest, d_ = 1;
    if (n_ / d_ <= -largest) n_ = -largest, d_ = 1;
  }
  friend constexpr Rational operator+(const Rational& a, const Rational& b) {
    return a.d_ == b.d_ ? Rational(a.n_ + b.n_, a.d_) : Rational(a.n_ * b.d_ + b.n_ * a.d_, a.d_ * b.d_);
  }
  friend constexpr Rational operator-(const Rational& a, const Rational& b) { return a + Rational(-b.n_, b.d_); }
  friend constexpr Rational operator*(const Rational& a, const Rational& b) {
    if (a.d_ == 1 && b.d_ == 1) return Rational(a.n_ * b.n_);
    if (a.n_ == 0 || b.n_ == 0) return Rational();
    const std::int64_t g = std::gcd(a.n_, b.d_), h = std::gcd(b.n_, a.d_), x = a.n_ / g, y = b.n_ / h;
    if (magnitude(y) > (std::int64_t{1} << 62) / magnitude(x)) return Rational((x < 0) == (y < 0) ? largest : -largest);
    return Rational(x * y, (a.d_ / h) * (b.d_ / g));
  }
  friend constexpr Rational operator/(const Rational& a, const Rational& b) {
    return a * (b.n_ < 0 ? Rational(-b.d_, -b.n_) : Rational(b.d_, b.n_));
  }
  friend constexpr bool operator<(const Rational& a, const Rational& b) { return a.n_ * b.d_ < b.n_ * a.d_; }
  friend constexpr bool operator==(const Rational&, const Rational&) = default;
  /// The least whole number that is not below it.
  constexpr std::int64_t ceiling() const { return n_ / d_ + (n_ % d_ > 0 ? 1 : 0); }
  constexpr std::int64_t floor() const { return n_ / d_ - (n_ % d_ < 0 ? 1 : 0); }
  constexpr bool is_whole() const { return d_ == 1; }

 private:
  static constexpr std::int64_t finest = std::int64_t{1} << 15, largest = (std::int64_t{1} << 31) - 1;
  static constexpr std::int64_t magnitude(std::int64_t n) { return n < 0 ? -n : n; }
  constexpr void reduce() {
    const std::int64_t g = std::gcd(n_, d_);
    n_ /= g;
    d_ /= g;
    for (; d_ > finest; d_ /= 2) n_ = (n_ + 1) >> 1;
  }
  std::int64_t n_ = 0, d_ = 1;
};

}  // namespace cincel
