// Dense with weights of fewer bits than 32 (ops/short_weights.hpp), which become float32 in registers: of a large matrix
// the time is that of reading it.
//
//     one sample                                        several samples
//     for each block of 32 units                        for each vector of words of a block's rows
//       U partial sums of each, so that 8 multiply-       for each M samples
//       adds are under way                                  for each row
//       for each row of words                                 unpack 2 vectors of units, multiply and add M times each
//         unpack, multiply and add                          y = f(bias + number of the unit · the sums)
//       y = f(bias + number of the unit · the sums)
//
// The sums are long ones: 1e-5 of the sum of the terms' magnitudes, besides what the weights themselves are rounded by.
#pragma once

#include <cincel/kernels/dense_several.hpp>
#include <cincel/ops/short_weights.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

namespace impl {

/// Weights of input `I` of a row, of the channels of half `H` of the block.
template <Type W, int I, int H, class P>
[[gnu::always_inline]] constexpr P short_weights_of(const P& words) {
  if constexpr (W == Type::int8)
    return int8_of<2 * I + H>(words);
  else
    return bfloat16_of<H>(words);
}

/// What the sums of the units from `at` on are multiplied by, behind the rows of their block; then the bias is added.
template <Type W, class P, class T>
[[gnu::always_inline]] constexpr P with_scale_and_bias(const P& total, const T* numbers, const T* bias) {
  if constexpr (W == Type::int8)
    return multiply_add(total, load<P>(numbers), load<P>(bias));
  else
    return total + load<P>(bias);
}

template <class P, Activation F, class T>
[[gnu::always_inline]] constexpr void store_units(T* y, std::int64_t left, const P& x, T alpha) {
  const P f = activate<F>(x, alpha);
  if (left >= lanes<P>)
    store_lanes(y, f);
  else if (left > 0)
    store_partial(y, f, left);
}

/// The rows of one block for one sample: `V` vectors of words a row, `U` sums of each vector of units.
template <class P, Type W>
struct ShortRows {
  static constexpr int V = static_cast<int>(short_row_words / lanes<P>), N = 2 * V;
  static constexpr int U = N < 8 ? 8 / N : 1, per_row = short_row_inputs<W>;
  static constexpr int rows = U > per_row ? U / per_row : 1;  // a step
  using T = typename P::value_type;
  using Sums = P[static_cast<std::size_t>(U)][static_cast<std::size_t>(N)];

  /// Adds what row `R` of a step makes of its inputs, of which there are `inputs`.
  template <int R>
  [[gnu::always_inline]] static constexpr void add_row(Sums& acc, const T* x, const T* w, std::int64_t inputs) {
    P s[static_cast<std::size_t>(per_row)];
    unroll<per_row>([&](auto i) { s[i()] = P(i() < inputs ? x[i()] : T(0)); });
    unroll<V>([&](auto v) {
      const P words = load<P>(w + v() * lanes<P>);
      unroll<per_row>([&](auto i) {
        constexpr int u = (R * per_row + i()) % U;
        acc[u][v()] = multiply_add(s[i()], short_weights_of<W, i(), 0>(words), acc[u][v()]);
        acc[u][V + v()] = multiply_add(s[i()], short_weights_of<W, i(), 1>(words), acc[u][V + v()]);
      });
    });
  }
  [[gnu::always_inline]] static constexpr void add_all(Sums& acc, const T* x, const T* w, std::int64_t inputs) {
    constexpr std::int64_t step = rows * per_row, terms = step / U;  // terms of each sum in a step
    TileSums sums(acc);
    for (std::int64_t left = inputs / step * terms; left > 0;) {
      const std::int64_t n = sums.take(acc, left);
      left -= n;
      for (std::int64_t i = 0; i < n; i += terms) {
        unroll<rows>([&](auto r) { add_row<r()>(acc, x + r() * per_row, w + r() * short_row_words, per_row); });
        x += step;
        w += rows * short_row_words;
      }
    }
    sums.finish(acc);
    const std::int64_t rest = inputs % step;
    for (std::int64_t i = 0; i < rest; i += per_row)
      add_row<0>(acc, x + i, w + i / per_row * short_row_words, rest - i);
  }
};

template <class P, Activation F, Type W, class T>
constexpr void short_dense_block(const DenseArgs<T>& a, std::int64_t k) {
  using Rows = ShortRows<P, W>;
  const T* w = a.weights + k / packed_block * short_block_words<W>(a.inputs);
  typename Rows::Sums acc;
  unroll<Rows::U>([&](auto u) { unroll<Rows::N>([&](auto n) { acc[u()][n()] = P(T(0)); }); });
  Rows::add_all(acc, a.x, w, a.inputs);
  const T* numbers = w + short_rows<W>(a.inputs) * short_row_words;
  unroll<Rows::N>([&](auto n) {
    P total = acc[0][n()];
    unroll<Rows::U - 1>([&](auto u) { total = total + acc[u() + 1][n()]; });
    constexpr std::int64_t at = n() * lanes<P>;
    if (a.units - k - at <= 0) return;
    store_units<P, F>(a.y + k + at, a.units - k - at, with_scale_and_bias<W>(total, numbers + at, a.bias + k + at),
                      a.alpha);
  });
}

/// The vector of words from word `at` of the rows of the block from unit `k`, of `M` samples, of which `n` are there.
template <class P, Activation F, Type W, int M, class T>
constexpr void short_dense_tile(const DenseArgs<T>& a, const T* x, std::int64_t pitch, T* const* y, std::int64_t n,
                                std::int64_t k, std::int64_t at) {
  constexpr int per_row = short_row_inputs<W>;
  const std::int64_t rows = short_rows<W>(a.inputs);
  const T* begin = a.weights + k / packed_block * short_block_words<W>(a.inputs);
  const T* w = begin + at;
  P acc[static_cast<std::size_t>(M)][2];
  unroll<M>([&](auto m) { acc[m()][0] = acc[m()][1] = P(T(0)); });
  TileSums sums(acc);
  for (std::int64_t left = rows * per_row; left > 0;) {
    const std::int64_t terms = sums.take(acc, left);
    left -= terms;
#pragma GCC unroll 1
    for (std::int64_t i = 0; i < terms; i += per_row) {
      const P words = load<P>(w);
      unroll<per_row>([&](auto j) {
        const P low = short_weights_of<W, j(), 0>(words), high = short_weights_of<W, j(), 1>(words);
        unroll<M>([&](auto m) {
          const P s(x[m() * pitch + j()]);
          acc[m()][0] = multiply_add(s, low, acc[m()][0]);
          acc[m()][1] = multiply_add(s, high, acc[m()][1]);
        });
      });
      x += per_row;
      w += short_row_words;
      make_opaque(x);
    }
  }
  sums.finish(acc);
  const T* numbers = begin + rows * short_row_words;
  unroll<M>([&](auto m) {
    if (m() >= n) return;
    unroll<2>([&](auto h) {
      const std::int64_t unit = at + h() * short_row_words, left = a.units - k - unit;
      if (left <= 0) return;
      store_units<P, F>(y[m()] + k + unit, left,
                        with_scale_and_bias<W>(acc[m()][h()], numbers + unit, a.bias + k + unit), a.alpha);
    });
  });
}

/// The same of all samples.
template <class P, Activation F, Type W, class T>
constexpr void short_dense_column(const DenseArgs<T>& a, T* const* y, std::int64_t n, std::int64_t pitch,
                                  std::int64_t k, std::int64_t at) {
  for (std::int64_t p = 0; p < n;) {
    const std::int64_t left = n - p;
    const bool is_wide = left > narrow_tile_pixels && left != 2 * narrow_tile_pixels;
    if (is_wide)
      short_dense_tile<P, F, W, tile_pixels>(a, a.x + p * pitch, pitch, y + p, left, k, at);
    else
      short_dense_tile<P, F, W, narrow_tile_pixels>(a, a.x + p * pitch, pitch, y + p, left, k, at);
    p += is_wide ? tile_pixels : narrow_tile_pixels;
  }
}

}  // namespace impl

/// y = f(W x + b), weights in format `W`.
template <class P, Activation F, Type W, class T>
constexpr void short_dense(const DenseArgs<T>& a) {
  for (std::int64_t k = 0; k < a.units; k += packed_block) impl::short_dense_block<P, F, W>(a, k);
}

/// The same of several samples; as `dense_several`, but inputs that are an odd number have a zero behind them.
template <class P, Activation F, Type W, class T>
constexpr void short_dense_several(const DenseArgs<T>& a, T* const* y, std::int64_t n, std::int64_t pitch) {
  for (std::int64_t k = 0; k < a.units; k += packed_block)
    for (std::int64_t at = 0; at < short_row_words && k + at < a.units; at += lanes<P>)
      impl::short_dense_column<P, F, W>(a, y, n, pitch, k, at);
}

template <Type W>
struct ShortDense : KeyedByActivation {
  template <class P, Activation Key, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    short_dense<P, Key, W>(dense_args(s, m));
  }
};

template <Type W>
struct ShortDenseOfSamples {
  static constexpr std::int64_t room(const Op& op) {
    return numbers_of_points(most_samples_at_hand, op.in.volume() + 1);
  }
  template <class P, Activation Key, class T>
  static constexpr void forward(const Step& s, const Memory<T>* m, int n, T* room) {
    const auto all = put_side_by_side(s, n, room, 1, [m](int i) -> const Memory<T>& { return m[i]; });
    short_dense_several<P, Key, W>(all.args, all.y, n, all.pitch);
  }
};

}  // namespace kernels

template <>
struct Operator<Kind::dense, &dense_bfloat16> : kernels::ShortDense<Type::bfloat16> {};
template <>
struct Operator<Kind::dense, &dense_int8> : kernels::ShortDense<Type::int8> {};
template <>
struct SeveralSamples<Kind::dense, &dense_bfloat16> : kernels::ShortDenseOfSamples<Type::bfloat16> {};
template <>
struct SeveralSamples<Kind::dense, &dense_int8> : kernels::ShortDenseOfSamples<Type::int8> {};

}  // namespace CINCEL_ISA
}  // namespace cincel
