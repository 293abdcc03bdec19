// Winograd's transforms of tiles, F(2x2, 3x3) and F(4x4, 3x3), in packs of channels. They follow from the points at which
// the polynomials are multiplied (Lavin and Gray 2015; Blahut, Fast Algorithms for Signal Processing, 5.4): 0, ±1, ∞ for
// tiles of 2x2, and 0, ±3/4, ±3/2, ∞ for tiles of 4x4, whose products and squares are exact in few bits and which keep
// the error at a third of that of 0, ±1, ±2, ∞.
//
//     y = A' [(G g G') ⊙ (B' x B)] A
#pragma once

#include <cincel/simd/pack.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// The transforms of one line of a tile of M outputs: `weights` G, 3 -> M + 2; `input` B', M + 2 -> M + 2; `output` A',
/// M + 2 -> M.
template <int M>
struct WinogradLine;

template <>
struct WinogradLine<2> {
  template <class T>
  static constexpr void weights(const T (&g)[3], T (&u)[4]) {
    const T even = (g[0] + g[2]) / 2, odd = g[1] / 2;
    u[0] = -g[0];
    u[1] = even + odd;
    u[2] = even - odd;
    u[3] = g[2];
  }
  template <class P>
  [[gnu::always_inline]] static constexpr void input(const P (&x)[4], P (&v)[4]) {
    v[0] = x[2] - x[0];
    v[1] = x[2] + x[1];
    v[2] = x[2] - x[1];
    v[3] = x[3] - x[1];
  }
  template <class P>
  [[gnu::always_inline]] static constexpr void output(const P (&m)[4], P (&y)[2]) {
    y[0] = m[0] + (m[1] + m[2]);
    y[1] = (m[1] - m[2]) + m[3];
  }
};

template <>
struct WinogradLine<4> {
  static constexpr double a = 0.75, b = 1.5, aa = a * a, bb = b * b;

  template <class T>
  static constexpr void weights(const T (&g)[3], T (&u)[6]) {
    const auto at = [&](double p, double norm, T& plus, T& minus) {
      const T even = g[0] + static_cast<T>(p * p) * g[2], odd = static_cast<T>(p) * g[1];
      plus = (even + odd) / static_cast<T>(norm);
      minus = (even - odd) / static_cast<T>(norm);
    };
    u[0] = g[0] / static_cast<T>(aa * bb);
    at(a, 2 * aa * (aa - bb), u[1], u[2]);
    at(b, 2 * bb * (bb - aa), u[3], u[4]);
    u[5] = g[2];
  }
  template <class P>
  [[gnu::always_inline]] static constexpr void input(const P (&x)[6], P (&v)[6]) {
    const P sum(number<P>(-(aa + bb))), product(number<P>(aa * bb));
    v[0] = multiply_add(product, x[0], multiply_add(sum, x[2], x[4]));
    v[5] = multiply_add(product, x[1], multiply_add(sum, x[3], x[5]));
    pair(x, a, bb, v[1], v[2]);
    pair(x, b, aa, v[3], v[4]);
  }
  template <class P>
  [[gnu::always_inline]] static constexpr void output(const P (&m)[6], P (&y)[4]) {
    const P s = m[1] + m[2], d = m[1] - m[2], t = m[3] + m[4], e = m[3] - m[4];
    y[0] = m[0] + (s + t);
    y[1] = multiply_add(P(number<P>(a)), d, P(number<P>(b)) * e);
    y[2] = multiply_add(P(number<P>(aa)), s, P(number<P>(bb)) * t);
    y[3] = multiply_add(P(number<P>(a * aa)), d, multiply_add(P(number<P>(b * bb)), e, m[5]));
  }

 private:
  template <class P>
  static constexpr auto number(double x) {
    return static_cast<typename P::value_type>(x);
  }
  /// The points ±p: (x⁴ - q x²) ± p (x³ - q x), where q is the square of the other pair.
  template <class P>
  [[gnu::always_inline]] static constexpr void pair(const P (&x)[6], double p, double q, P& plus, P& minus) {
    const P even = multiply_add(P(number<P>(-q)), x[2], x[4]), odd = multiply_add(P(number<P>(-q)), x[1], x[3]);
    plus = multiply_add(P(number<P>(p)), odd, even);
    minus = multiply_add(P(number<P>(-p)), odd, even);
  }
};

/// x of a tile to its (M + 2)² transformed numbers: `load(i, j)` gives a pack, `store(point, pack)` takes one.
template <int M, class P, class Load, class Store>
[[gnu::always_inline]] constexpr void winograd_input(Load load, Store store) {
  constexpr std::size_t n = M + 2;
  P columns[n][n];
  unroll<M + 2>([&](auto j) {
    P x[n], v[n];
    unroll<M + 2>([&](auto i) { x[i()] = load(i(), j()); });
    WinogradLine<M>::input(x, v);
    unroll<M + 2>([&](auto i) { columns[i()][j()] = v[i()]; });
  });
  unroll<M + 2>([&](auto i) {
    P v[n];
    WinogradLine<M>::input(columns[i()], v);
    unroll<M + 2>([&](auto j) { store(i() * (M + 2) + j(), v[j()]); });
  });
}

/// The (M + 2)² products of a tile to its M x M outputs: `load(point)` gives a pack, `store(i, j, pack)` takes one.
template <int M, class P, class Load, class Store>
[[gnu::always_inline]] constexpr void winograd_output(Load load, Store store) {
  constexpr std::size_t n = M + 2, m = M;
  P columns[m][n];
  unroll<M + 2>([&](auto j) {
    P x[n], y[m];
    unroll<M + 2>([&](auto i) { x[i()] = load(i() * (M + 2) + j()); });
    WinogradLine<M>::output(x, y);
    unroll<M>([&](auto i) { columns[i()][j()] = y[i()]; });
  });
  unroll<M>([&](auto i) {
    P y[m];
    WinogradLine<M>::output(columns[i()], y);
    unroll<M>([&](auto j) { store(i, j, y[j()]); });
  });
}

/// The transform of a 3x3 kernel: g[3 · row + column] to its (M + 2)² points.
template <int M, class T>
constexpr void winograd_weights(const T (&g)[9], T (&u)[static_cast<std::size_t>((M + 2) * (M + 2))]) {
  constexpr std::size_t n = M + 2;
  T columns[3][n]{};
  for (std::size_t j = 0; j < 3; ++j) {
    const T line[3] = {g[j], g[3 + j], g[6 + j]};
    WinogradLine<M>::weights(line, columns[j]);
  }
  for (std::size_t i = 0; i < n; ++i) {
    const T line[3] = {columns[0][i], columns[1][i], columns[2][i]};
    T row[n]{};
    WinogradLine<M>::weights(line, row);
    for (std::size_t j = 0; j < n; ++j) u[i * n + j] = row[j];
  }
}

}  // namespace kernels
}  // namespace CINCEL_ISA
}  // namespace cincel
