// Numbers of distributions for every number of a picture, from blocks of random words: four at a time, in double.
#pragma once

#include <cincel/simd/quad.hpp>

#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl {

using FourLongs = std::int64_t __attribute__((vector_size(32)));

/// Uniform in (0, 1), 32 bits.
inline double open_share(std::uint32_t word) { return (word + 0.5) * 0x1p-32; }
[[gnu::always_inline]] inline void open_shares(FourDoubles& u, const std::uint32_t* words) {
  for (int i = 0; i < 4; ++i) u[i] = open_share(words[i]);
}

/// c[0] + c[1] x + c[2] x² + …
template <std::size_t N>
[[gnu::always_inline]] inline void sum_powers(FourDoubles& x, const double (&c)[N]) {
  FourDoubles sum = FourDoubles{} + c[N - 1];
  for (std::size_t i = N - 1; i-- > 0;) sum = sum * x + c[i];
  x = sum;
}

/// x becomes ln x; x is normal and above 0. x = m 2^e with m near 1; ln m = 2 artanh((m - 1) / (m + 1)), whose series is
/// cut behind the power 15: 1e-13.
[[gnu::always_inline]] inline void logarithm(FourDoubles& x) {
  constexpr double series[] = {2, 2. / 3, 2. / 5, 2. / 7, 2. / 9, 2. / 11, 2. / 13, 2. / 15};
  constexpr std::int64_t root_of_half = 0x3FE6A09E667F3BCD;
  FourLongs bits;
  std::memcpy(&bits, &x, sizeof x);
  // The exponent by which the number lies in [sqrt(1/2), sqrt(2)).
  const FourLongs exponent = (bits - root_of_half) >> 52;
  const FourLongs near_one = bits - (exponent << 52);
  FourDoubles m;
  std::memcpy(&m, &near_one, sizeof m);
  const FourLongs counted = exponent + 0x4338000000000000;  // 2^52 · 1.5, whose last bits are the whole number
  FourDoubles e;
  std::memcpy(&e, &counted, sizeof e);
  e -= 0x1.8p52;
  const FourDoubles z = (m - 1.0) / (m + 1.0);
  FourDoubles s = z * z;
  sum_powers(s, series);
  x = z * s + e * 0.69314718055994530942;
}

/// u becomes cos(2 pi u), 0 <= u <= 1: 2 sin²(pi (u - 1/2)) - 1 with the series of sine up to the power 19: 1e-13.
[[gnu::always_inline]] inline void cosine_of_turns(FourDoubles& u) {
  constexpr double series[] = {1,
                               -1. / 6,
                               1. / 120,
                               -1. / 5040,
                               1. / 362880,
                               -1. / 39916800,
                               1. / 6227020800,
                               -1. / 1307674368000,
                               1. / 355687428096000,
                               -1. / 121645100408832000};
  const FourDoubles x = (u - 0.5) * 3.14159265358979323846;
  FourDoubles s = x * x;
  sum_powers(s, series);
  s *= x;
  u = 2 * s * s - 1.0;
}

/// Four numbers of the normal distribution from two words each (Box and Muller, 1958).
inline void normal_numbers(const std::uint32_t* first, const std::uint32_t* second, double* out) {
  FourDoubles a, b;
  open_shares(a, first);
  open_shares(b, second);
  logarithm(a);
  cosine_of_turns(b);
  for (int i = 0; i < 4; ++i) out[i] = std::sqrt(-2 * a[i]) * b[i];
}
inline double normal(std::uint32_t first, std::uint32_t second) {
  const std::uint32_t a[4] = {first, first, first, first}, b[4] = {second, second, second, second};
  double x[4];
  normal_numbers(a, b, x);
  return x[0];
}

/// The largest mean of `poisson_numbers`, and the number at which they end.
inline constexpr double largest_poisson_mean = 700;
inline constexpr int poisson_end = 2000;

/// 1 / k.
inline constexpr std::array<double, poisson_end + 1> inverses = [] {
  std::array<double, poisson_end + 1> x{};
  for (std::size_t k = 1; k < x.size(); ++k) x[k] = 1 / static_cast<double>(k);
  return x;
}();

/// Four numbers of Poisson distributions of these means, at most 700, by inversion: exact but for 53 bits of chance.
inline void poisson_numbers(const double* means, const std::uint32_t* first, const std::uint32_t* second, double* out) {
  FourDoubles u{}, p{}, mean;
  std::memcpy(&mean, means, sizeof mean);
  for (int i = 0; i < 4; ++i) {
    u[i] = (static_cast<double>(first[i]) * 0x1p21 + static_cast<double>(second[i] >> 11)) * 0x1p-53;
    p[i] = std::exp(-mean[i]);
  }
  const FourDoubles zero{}, one = zero + 1.0;
  FourDoubles sum = p, k = zero;
  for (std::size_t i = 1; i <= poisson_end; ++i) {
    const auto below = u >= sum;
    if ((below[0] | below[1] | below[2] | below[3]) == 0) break;
    k += below ? one : zero;
    p *= mean * inverses[i];
    sum += p;
  }
  std::memcpy(out, &k, sizeof k);
}

}  // namespace impl
}  // namespace CINCEL_ISA
}  // namespace cincel
