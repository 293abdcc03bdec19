// Winograd's transforms of tiles, F(2x2, 3x3) and F(4x4, 3x3), in packs of channels. They follow from the points at which
// the polynomials are multiplied (Lavin and Gray 2015; Blahut, Fast Algorithms for Signal Processing, 5.4): 0, ±1, ∞ for
// tiles of 2x2, and 0, ±3/4, ±3/2, ∞ for tiles of 4x4, whose products and squares are exact in few bits and which keep
// the error at a third of that of 0, ±1, ±2, ∞.
//
//     y = A' [(G g G') ⊙ (B' x B)] A
//
// The gradient of the weights by the transposed ones, from that of the result, dy:
//
//     dg = G' [(A dy A') ⊙ (B' x B)] G
#pragma once

#include <cincel/simd/pack.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

namespace impl {
/// x · c, of a number or a pack.
template <class T>
[[gnu::always_inline]] constexpr T scaled(const T& x, double c) {
  if constexpr (requires { typename T::value_type; })
    return x * T(static_cast<typename T::value_type>(c));
  else
    return x * static_cast<T>(c);
}
}  // namespace impl

/// The transforms of one line of a tile of M outputs: `weights` G, 3 -> M + 2; `input` B', M + 2 -> M + 2; `output` A',
/// M + 2 -> M; and the transposed ones of gradients: `result_gradient` A, M -> M + 2; `weight_gradient` G', M + 2 -> 3.
template <int M>
struct WinogradLine;

template <>
struct WinogradLine<2> {
  template <class T>
  [[gnu::always_inline]] static constexpr void weights(const T (&g)[3], T (&u)[4]) {
    const T even = impl::scaled(g[0] + g[2], 0.5), odd = impl::scaled(g[1], 0.5);
    u[0] = impl::scaled(g[0], -1);
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
  template <class P>
  [[gnu::always_inline]] static constexpr void result_gradient(const P (&y)[2], P (&m)[4]) {
    m[0] = y[0];
    m[1] = y[0] + y[1];
    m[2] = y[0] - y[1];
    m[3] = y[1];
  }
  template <class P>
  [[gnu::always_inline]] static constexpr void weight_gradient(const P (&u)[4], P (&g)[3]) {
    const P even = impl::scaled(u[1] + u[2], 0.5);
    g[0] = even - u[0];
    g[1] = impl::scaled(u[1] - u[2], 0.5);
    g[2] = even + u[3];
  }
};

template <>
struct WinogradLine<4> {
  static constexpr double a = 0.75, b = 1.5, aa = a * a, bb = b * b;
  /// What the kernel is divided by at 0, ±a, ±b.
  static constexpr double at_zero = aa * bb, at_a = 2 * aa * (aa - bb), at_b = 2 * bb * (bb - aa);

  template <class T>
  [[gnu::always_inline]] static constexpr void weights(const T (&g)[3], T (&u)[6]) {
    u[0] = impl::scaled(g[0], 1 / at_zero);
    weights_at(g, a, at_a, u[1], u[2]);
    weights_at(g, b, at_b, u[3], u[4]);
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
  template <class P>
  [[gnu::always_inline]] static constexpr void result_gradient(const P (&y)[4], P (&m)[6]) {
    m[0] = y[0];
    result_gradient_at(y, a, m[1], m[2]);
    result_gradient_at(y, b, m[3], m[4]);
    m[5] = y[3];
  }
  template <class P>
  [[gnu::always_inline]] static constexpr void weight_gradient(const P (&u)[6], P (&g)[3]) {
    const P s = impl::scaled(u[1] + u[2], 1 / at_a), t = impl::scaled(u[3] + u[4], 1 / at_b);
    g[0] = multiply_add(P(number<P>(1 / at_zero)), u[0], s + t);
    g[1] = multiply_add(P(number<P>(a / at_a)), u[1] - u[2], impl::scaled(u[3] - u[4], b / at_b));
    g[2] = multiply_add(P(number<P>(aa)), s, multiply_add(P(number<P>(bb)), t, u[5]));
  }

 private:
  template <class P>
  static constexpr auto number(double x) {
    return static_cast<typename P::value_type>(x);
  }
  /// At the points ±p.
  template <class T>
  [[gnu::always_inline]] static constexpr void weights_at(const T (&g)[3], double p, double norm, T& plus, T& minus) {
    const T even = g[0] + impl::scaled(g[2], p * p), odd = impl::scaled(g[1], p);
    plus = impl::scaled(even + odd, 1 / norm);
    minus = impl::scaled(even - odd, 1 / norm);
  }
  template <class P>
  [[gnu::always_inline]] static constexpr void result_gradient_at(const P (&y)[4], double p, P& plus, P& minus) {
    const P even = multiply_add(P(number<P>(p * p)), y[2], y[0]),
            odd = multiply_add(P(number<P>(p * p * p)), y[3], impl::scaled(y[1], p));
    plus = even + odd;
    minus = even - odd;
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

/// The gradient of a tile's M x M outputs to its (M + 2)² points: `load(i, j)` gives a pack, `store(point, pack)` takes one.
template <int M, class P, class Load, class Store>
[[gnu::always_inline]] constexpr void winograd_result_gradient(Load load, Store store) {
  constexpr std::size_t n = M + 2, m = M;
  P columns[n][m];
  unroll<M>([&](auto j) {
    P y[m], v[n];
    unroll<M>([&](auto i) { y[i()] = load(i, j); });
    WinogradLine<M>::result_gradient(y, v);
    unroll<M + 2>([&](auto i) { columns[i()][j()] = v[i()]; });
  });
  unroll<M + 2>([&](auto i) {
    P v[n];
    WinogradLine<M>::result_gradient(columns[i()], v);
    unroll<M + 2>([&](auto j) { store(i() * (M + 2) + j(), v[j()]); });
  });
}

/// (M + 2)² points to the gradient of a 3x3 kernel: `load(point)` gives a pack, `store(tap, pack)` takes one.
template <int M, class P, class Load, class Store>
[[gnu::always_inline]] constexpr void winograd_weight_gradient(Load load, Store store) {
  constexpr std::size_t n = M + 2;
  P columns[3][n];
  unroll<M + 2>([&](auto j) {
    P u[n], g[3];
    unroll<M + 2>([&](auto i) { u[i()] = load(i() * (M + 2) + j()); });
    WinogradLine<M>::weight_gradient(u, g);
    unroll<3>([&](auto i) { columns[i()][j()] = g[i()]; });
  });
  unroll<3>([&](auto i) {
    P g[3];
    WinogradLine<M>::weight_gradient(columns[i()], g);
    unroll<3>([&](auto j) { store(3 * i() + j(), g[j()]); });
  });
}

/// The transform of a 3x3 kernel, of numbers or packs: `load(tap)` gives one, tap 3 · row + column, `store(point, one)`
/// takes one of (M + 2)².
template <int M, class T, class Load, class Store>
[[gnu::always_inline]] constexpr void winograd_weights(Load load, Store store) {
  constexpr std::size_t n = M + 2;
  T rows[n][3]{};
  unroll<3>([&](auto j) {
    const T line[3] = {load(j), load(3 + j), load(6 + j)};
    T column[n]{};
    WinogradLine<M>::weights(line, column);
    unroll<M + 2>([&](auto i) { rows[i()][j()] = column[i()]; });
  });
  unroll<M + 2>([&](auto i) {
    T row[n]{};
    WinogradLine<M>::weights(rows[i()], row);
    unroll<M + 2>([&](auto j) { store(i() * (M + 2) + j(), row[j()]); });
  });
}

}  // namespace kernels
}  // namespace CINCEL_ISA
}  // namespace cincel
