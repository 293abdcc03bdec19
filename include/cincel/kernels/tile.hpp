// The register tile that convolution and dense kernels share: M pixels by N vectors of output channels, kept in
// registers over the whole reduction.
//
//     for each step i of the reduction         (x of M pixels, w of N vectors)
//       b[0..N)  = load w                       N registers
//       for m in M: a = broadcast x[m]          1 register
//         acc[m][0..N) += a * b[0..N)           M·N registers
//
// M·N + N + 1 registers must be there: 6 x 2 of 16, 14 x 2 of 32. N = 2 halves the broadcasts a multiply-add; more
// would cost pixels. Nothing here indexes an array of registers by a variable, or the tile would spill. After each 128
// steps the registers are added to sums in memory (simd/long_sum.hpp), so that a result holds 1e-5 of the sum of its
// terms' magnitudes however long the reduction is.
#pragma once

#include <cincel/kernels/functions.hpp>
#include <cincel/simd/long_sum.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

inline constexpr int tile_vectors = 2;

/// Most pixels of a tile.
inline constexpr int tile_pixels = (register_count - 1 - tile_vectors) / tile_vectors;

/// Pixels of a tile where few are left.
inline constexpr int narrow_tile_pixels = register_count == 32 ? 8 : 4;

/// How a row of `columns` pixels is cut: `wide` tiles of `m` pixels, then tiles of m - 1; equal ones, because a
/// tile with few pixels cannot hide the latency of its multiply-adds.
struct RowCut {
  int m = 1;
  std::int64_t wide = 0, narrow = 0;
};

constexpr RowCut cut_row(std::int64_t columns) {
  const std::int64_t tiles = (columns + tile_pixels - 1) / tile_pixels;
  const std::int64_t m = (columns + tiles - 1) / tiles;
  const std::int64_t wide = columns - tiles * (m - 1);
  return {static_cast<int>(m), wide, tiles - wide};
}

/// The long sum of the products that one number alone takes.
template <class T>
class LongDot {
 public:
  constexpr explicit LongDot(T first) : part_(first) {}
  /// Adds x[0] · w[0] + x[1] · w[step] + …, n terms.
  constexpr void add(const T* x, const T* w, std::int64_t step, std::int64_t n) {
    while (n > left_) {
      part_ = plain(part_, x, w, step, left_);
      n -= left_, x += left_, w += left_ * step;
      close_block();
    }
    part_ = plain(part_, x, w, step, n);
    left_ -= n;
  }
  constexpr T value() const { return is_long_ ? part_ + blocks_.value().v[0] : part_; }

 private:
  /// Adds n products. Eight stand in one expression, which spares a compiler that evaluates it most of its steps.
  static constexpr T plain(T sum, const T* x, const T* w, std::int64_t step, std::int64_t n) {
    for (; n >= 8; n -= 8, x += 8, w += 8 * step)
      sum += x[0] * w[0] + x[1] * w[step] + x[2] * w[2 * step] + x[3] * w[3 * step] + x[4] * w[4 * step] +
             x[5] * w[5 * step] + x[6] * w[6 * step] + x[7] * w[7 * step];
    if (n >= 4) {
      sum += x[0] * w[0] + x[1] * w[step] + x[2] * w[2 * step] + x[3] * w[3 * step];
      n -= 4, x += 4, w += 4 * step;
    }
    for (; n > 0; --n, ++x, w += step) sum += *x * *w;
    return sum;
  }
  constexpr void close_block() {
    blocks_.add_block(scalar_pack<T, 1>(part_));
    part_ = 0;
    left_ = sum_block;
    is_long_ = true;
  }

  T part_;
  std::int64_t left_ = sum_block;
  bool is_long_ = false;
  LongSum<scalar_pack<T, 1>> blocks_;
};

template <std::size_t M, std::size_t N, class P>
[[gnu::always_inline]] constexpr void begin_with_bias(P (&acc)[M][N], const typename P::value_type* bias) {
  unroll<N>([&](auto k) {
    const P b = load<P>(bias + k() * lanes<P>);
    unroll<M>([&](auto m) { acc[m()][k()] = b; });
  });
}

/// acc[m][:] += sum over i < n of x[m · pixel + i] · w[i · w_step + :]. `Length` is n where it is known.
template <int Length, std::size_t M, std::size_t N, class P>
[[gnu::always_inline]] constexpr void accumulate(P (&acc)[M][N], const typename P::value_type* x, std::int64_t pixel,
                                                 const typename P::value_type* w, std::int64_t w_step, std::int64_t n) {
  const std::int64_t length = Length != 0 ? Length : n;
#pragma GCC unroll 1
  for (std::int64_t i = 0; i < length; ++i) {
    P b[N];
    unroll<N>([&](auto k) { b[k()] = load<P>(w + k() * lanes<P>); });
    unroll<M>([&](auto m) {
      const P a(x[m() * pixel]);
      unroll<N>([&](auto k) { acc[m()][k()] = multiply_add(a, b[k()], acc[m()][k()]); });
    });
    ++x;
    w += w_step;
    make_opaque(x);
  }
}

/// The same for a part of a long reduction.
template <std::size_t M, std::size_t N, class P>
[[gnu::always_inline]] constexpr void accumulate_long(TileSums<M, N, P>& sums, P (&acc)[M][N],
                                                      const typename P::value_type* x, std::int64_t pixel,
                                                      const typename P::value_type* w, std::int64_t w_step,
                                                      std::int64_t n) {
  while (n > 0) {
    const std::int64_t k = sums.take(acc, n);
    accumulate<0>(acc, x, pixel, w, w_step, k);
    n -= k;
    x += k;
    w += k * w_step;
  }
}

/// y = f(y) of some rows of pixels, of N vectors of channels, for functions that take so many registers that the tile's
/// are stored first; of the last vector only `rest` lanes if Partial.
template <class P, Activation F, bool Partial, int N, class T>
constexpr void activate_stored(T* y, std::int64_t row, std::int64_t rows, std::int64_t pixel, std::int64_t columns,
                               std::int64_t rest, T alpha) {
  for (; rows > 0; --rows, y += row) {
    T* at = y;
#pragma GCC unroll 1
    for (std::int64_t j = 0; j < columns; ++j, at += pixel)
      unroll<N>([&](auto k) {
        T* to = at + k() * lanes<P>;
        if constexpr (Partial && k() == N - 1)
          store_partial(to, activate<F>(load_partial<P>(to, rest, 0), alpha), rest);
        else
          store_lanes(to, activate<F>(load<P>(to), alpha));
      });
  }
}

/// y[m · pixel + :] = f(acc[m][:]); of the last vector only `rest` lanes if Partial.
template <Activation F, bool Partial, std::size_t M, std::size_t N, class P>
[[gnu::always_inline]] constexpr void finish(const P (&acc)[M][N], typename P::value_type* y, std::int64_t pixel,
                                             std::int64_t rest, typename P::value_type alpha) {
  unroll<M>([&](auto m) {
    unroll<N>([&](auto k) {
      typename P::value_type* to = y + m() * pixel + k() * lanes<P>;
      const P v = activate<F>(acc[m()][k()], alpha);
      if constexpr (Partial && k() == N - 1)
        store_partial(to, v, rest);
      else
        store_lanes(to, v);
    });
  });
}

/// acc[m][:] += z[m · pixel + :]; of the last vector only `rest` lanes if Partial.
template <bool Partial, std::size_t M, std::size_t N, class P>
[[gnu::always_inline]] constexpr void add_residual(P (&acc)[M][N], const typename P::value_type* z, std::int64_t pixel,
                                                   std::int64_t rest) {
  unroll<M>([&](auto m) {
    unroll<N>([&](auto k) {
      const typename P::value_type* from = z + m() * pixel + k() * lanes<P>;
      if constexpr (Partial && k() == N - 1)
        acc[m()][k()] = acc[m()][k()] + load_partial<P>(from, rest, 0);
      else
        acc[m()][k()] = acc[m()][k()] + load<P>(from);
    });
  });
}

}  // namespace kernels
}  // namespace CINCEL_ISA
}  // namespace cincel
