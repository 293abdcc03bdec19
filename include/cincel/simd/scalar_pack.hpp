// The scalar twin of a vector register: the same operations on an array of N numbers, in constant expressions
// too, and with no xsimd header. In double precision it is the reference of gradient checks.
#pragma once

#include <cincel/core/square_root.hpp>
#include <cincel/simd/scalar_math.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace cincel {
inline namespace CINCEL_ISA {

/// The larger of two numbers, NaN if either is.
template <class T>
[[gnu::always_inline]] constexpr T larger_or_nan(T x, T y) {
  return x > y || x != x ? x : y;
}

template <class T, std::size_t N>
struct scalar_pack {
  using value_type = T;
  static constexpr std::size_t size = N;
  T v[N];

  struct mask {
    bool v[N];
    friend constexpr mask operator||(mask a, const mask& b) {
      for (std::size_t i = 0; i < N; ++i) a.v[i] = a.v[i] || b.v[i];
      return a;
    }
  };

  constexpr scalar_pack() : v{} {}
  constexpr explicit scalar_pack(T x) : v{} {
    for (T& e : v) e = x;
  }
  static constexpr scalar_pack load_unaligned(const T* p) {
    scalar_pack r;
    for (std::size_t i = 0; i < N; ++i) r.v[i] = p[i];
    return r;
  }
  constexpr void store_unaligned(T* p) const {
    for (std::size_t i = 0; i < N; ++i) p[i] = v[i];
  }

  template <class F>
  static constexpr scalar_pack map(const scalar_pack& a, F f) {
    scalar_pack r;
    for (std::size_t i = 0; i < N; ++i) r.v[i] = f(a.v[i]);
    return r;
  }
  template <class F>
  static constexpr scalar_pack zip(const scalar_pack& a, const scalar_pack& b, F f) {
    scalar_pack r;
    for (std::size_t i = 0; i < N; ++i) r.v[i] = f(a.v[i], b.v[i]);
    return r;
  }
  template <class F>
  static constexpr mask compare(const scalar_pack& a, const scalar_pack& b, F f) {
    mask r{};
    for (std::size_t i = 0; i < N; ++i) r.v[i] = f(a.v[i], b.v[i]);
    return r;
  }

  friend constexpr scalar_pack operator+(const scalar_pack& a, const scalar_pack& b) {
    return zip(a, b, [](T x, T y) { return x + y; });
  }
  friend constexpr scalar_pack operator-(const scalar_pack& a, const scalar_pack& b) {
    return zip(a, b, [](T x, T y) { return x - y; });
  }
  friend constexpr scalar_pack operator*(const scalar_pack& a, const scalar_pack& b) {
    return zip(a, b, [](T x, T y) { return x * y; });
  }
  friend constexpr scalar_pack operator/(const scalar_pack& a, const scalar_pack& b) {
    return zip(a, b, [](T x, T y) { return x / y; });
  }
  friend constexpr mask operator>(const scalar_pack& a, const scalar_pack& b) {
    return compare(a, b, [](T x, T y) { return x > y; });
  }
  friend constexpr mask operator<=(const scalar_pack& a, const scalar_pack& b) {
    return compare(a, b, [](T x, T y) { return x <= y; });
  }
  friend constexpr mask operator==(const scalar_pack& a, const scalar_pack& b) {
    return compare(a, b, [](T x, T y) { return x == y; });
  }
};

template <class P>
inline constexpr bool is_scalar_twin = false;
template <class T, std::size_t N>
inline constexpr bool is_scalar_twin<scalar_pack<T, N>> = true;

template <class T, std::size_t N>
constexpr scalar_pack<T, N> multiply_add(scalar_pack<T, N> a, scalar_pack<T, N> b, scalar_pack<T, N> c) {
  for (std::size_t i = 0; i < N; ++i) c.v[i] += a.v[i] * b.v[i];
  return c;
}
/// max(bound, x), NaN if x is.
template <class T, std::size_t N>
constexpr scalar_pack<T, N> at_least(const scalar_pack<T, N>& bound, const scalar_pack<T, N>& x) {
  return scalar_pack<T, N>::zip(bound, x, [](T b, T e) { return b > e ? b : e; });
}
/// min(bound, x), NaN if x is.
template <class T, std::size_t N>
constexpr scalar_pack<T, N> at_most(const scalar_pack<T, N>& bound, const scalar_pack<T, N>& x) {
  return scalar_pack<T, N>::zip(bound, x, [](T b, T e) { return b < e ? b : e; });
}
/// The larger, NaN if either is.
template <class T, std::size_t N>
constexpr scalar_pack<T, N> maximum(const scalar_pack<T, N>& a, const scalar_pack<T, N>& b) {
  return scalar_pack<T, N>::zip(a, b, [](T x, T y) { return larger_or_nan(x, y); });
}
/// a / b, rounded once.
template <class T, std::size_t N>
constexpr scalar_pack<T, N> quotient(const scalar_pack<T, N>& a, const scalar_pack<T, N>& b) {
  return a / b;
}
/// The square root.
template <class T, std::size_t N>
constexpr scalar_pack<T, N> root(const scalar_pack<T, N>& a) {
  return scalar_pack<T, N>::map(a, [](T x) { return static_cast<T>(square_root(static_cast<double>(x))); });
}
/// The smaller, NaN if either is.
template <class T, std::size_t N>
constexpr scalar_pack<T, N> minimum(const scalar_pack<T, N>& a, const scalar_pack<T, N>& b) {
  return scalar_pack<T, N>::zip(a, b, [](T x, T y) { return x < y || x != x ? x : y; });
}
/// Lanes that are NaN.
template <class T, std::size_t N>
constexpr typename scalar_pack<T, N>::mask is_nan(const scalar_pack<T, N>& a) {
  return scalar_pack<T, N>::compare(a, a, [](T x, T y) { return x != y; });
}
template <class T, std::size_t N>
constexpr scalar_pack<T, N> select(const typename scalar_pack<T, N>::mask& m, const scalar_pack<T, N>& a,
                                   const scalar_pack<T, N>& b) {
  scalar_pack<T, N> r;
  for (std::size_t i = 0; i < N; ++i) r.v[i] = m.v[i] ? a.v[i] : b.v[i];
  return r;
}
/// |a| with the sign of b.
template <class T, std::size_t N>
constexpr scalar_pack<T, N> with_sign_of(const scalar_pack<T, N>& a, const scalar_pack<T, N>& b) {
  using Bits = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;
  constexpr Bits sign = Bits{1} << (8 * sizeof(T) - 1);
  return scalar_pack<T, N>::zip(a, b, [](T x, T y) {
    return std::bit_cast<T>((std::bit_cast<Bits>(x) & ~sign) | (std::bit_cast<Bits>(y) & sign));
  });
}
/// In how many steps a power of two goes from one number to its double (simd/elementary.hpp).
template <class P>
inline constexpr int power_steps = 1;
/// 2^n, n = t − 1.5 · 2^23, a whole number from −126 to 127; 0 for −127.
template <int Steps, std::size_t N>
constexpr scalar_pack<float, N> power_of_two(const scalar_pack<float, N>& t) {
  static_assert(Steps == 1);
  return scalar_pack<float, N>::map(t, [](float x) {
    return std::bit_cast<float>((std::bit_cast<std::uint32_t>(x) << 23) + std::bit_cast<std::uint32_t>(1.0f));
  });
}
template <class T, std::size_t N>
constexpr scalar_pack<T, N> logarithm(const scalar_pack<T, N>& a) {
  return scalar_pack<T, N>::map(a, [](T x) { return static_cast<T>(scalar_math::log(x)); });
}
template <class T, std::size_t N>
constexpr void keep_in_register(scalar_pack<T, N>&) {}
template <class T, std::size_t N>
constexpr scalar_pack<T, N> load_first(const T* p, std::int64_t n, scalar_pack<T, N> fill) {
  for (std::size_t i = 0; i < N && static_cast<std::int64_t>(i) < n; ++i) fill.v[i] = p[i];
  return fill;
}
template <class T, std::size_t N>
constexpr void store_first(T* p, std::int64_t n, const scalar_pack<T, N>& a) {
  for (std::size_t i = 0; i < N && static_cast<std::int64_t>(i) < n; ++i) p[i] = a.v[i];
}
template <class T, std::size_t N>
constexpr std::uint64_t nonzero_bits(const scalar_pack<T, N>& a) {
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < N; ++i) bits |= std::uint64_t{a.v[i] != T(0)} << i;
  return bits;
}

// Numbers of fewer bits, two or four of which stand in the first 32 bits of a lane.

/// The lane that holds these bits.
template <class T>
constexpr T lane_of_bits(std::uint32_t bits) {
  if constexpr (sizeof(T) == sizeof bits)
    return std::bit_cast<T>(bits);
  else
    return std::bit_cast<T>(std::uint64_t{bits});
}
template <class T>
constexpr std::uint32_t bits_of_lane(T x) {
  if constexpr (sizeof(T) == sizeof(std::uint32_t))
    return std::bit_cast<std::uint32_t>(x);
  else
    return static_cast<std::uint32_t>(std::bit_cast<std::uint64_t>(x));
}
/// The bfloat16 in half `H` of each lane (1 is the upper one) as a number.
template <int H, class T, std::size_t N>
constexpr scalar_pack<T, N> bfloat16_of(const scalar_pack<T, N>& a) {
  return scalar_pack<T, N>::map(a, [](T x) {
    const std::uint32_t bits = bits_of_lane(x);
    return static_cast<T>(std::bit_cast<float>(H == 1 ? bits & 0xffff0000u : bits << 16));
  });
}
/// The whole number from −128 to 127 in byte `B` of each lane (3 is the uppermost) as a number.
template <int B, class T, std::size_t N>
constexpr scalar_pack<T, N> int8_of(const scalar_pack<T, N>& a) {
  return scalar_pack<T, N>::map(
      a, [](T x) { return static_cast<T>(static_cast<std::int8_t>(bits_of_lane(x) >> (8 * B) & 0xffu)); });
}

template <class T, std::size_t N>
constexpr T sum(const scalar_pack<T, N>& a) {
  T s = 0;
  for (const T x : a.v) s += x;
  return s;
}
/// The largest lane, NaN if one is.
template <class T, std::size_t N>
constexpr T largest(const scalar_pack<T, N>& a) {
  T s = a.v[0];
  for (const T x : a.v) s = larger_or_nan(x, s);
  return s;
}

}  // namespace CINCEL_ISA
}  // namespace cincel
