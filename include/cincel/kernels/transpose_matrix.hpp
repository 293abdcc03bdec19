// Transposes a matrix.
#pragma once

#include <cincel/simd/pack.hpp>
#include <cincel/simd/quad.hpp>

#include <cstdint>
#include <type_traits>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// A matrix of `rows` rows of `columns` numbers; the next row begins `pitch` numbers behind.
template <class T>
struct MatrixView {
  T* first;
  std::int64_t rows, columns, pitch;
  constexpr T* at(std::int64_t row, std::int64_t column) const { return first + row * pitch + column; }
  /// `count` rows and columns from a place on, or as many as there are.
  constexpr MatrixView square(std::int64_t row, std::int64_t column, std::int64_t count) const {
    return {at(row, column), rows - row < count ? rows - row : count,
            columns - column < count ? columns - column : count, pitch};
  }
};

namespace impl {

/// to[c · pitch + r] = from[r][c], or, if Add, += that.
template <bool Add, class T>
constexpr void transpose_numbers(const MatrixView<const T>& from, T* to, std::int64_t pitch) {
  for (std::int64_t c = 0; c < from.columns; ++c)
    for (std::int64_t r = 0; r < from.rows; ++r) {
      T& number = to[c * pitch + r];
      number = Add ? number + *from.at(r, c) : *from.at(r, c);
    }
}

/// The same of 4 x 4 numbers.
template <bool Add>
[[gnu::always_inline]] inline void transpose_quads(const float* from, std::int64_t from_pitch, float* to,
                                                   std::int64_t pitch) {
  Quad q[4];
  unroll<4>([&](auto r) { q[r()] = load_quad(from + r() * from_pitch); });
  transpose(q[0], q[1], q[2], q[3]);
  unroll<4>([&](auto c) {
    float* const at = to + c() * pitch;
    store_quad(at, Add ? load_quad(at) + q[c()] : q[c()]);
  });
}

/// The same of a square of up to 16 x 16 numbers.
template <bool Add, class T>
constexpr void transpose_square(const MatrixView<const T>& from, T* to, std::int64_t pitch) {
  if constexpr (std::is_same_v<T, float>)
    if (!std::is_constant_evaluated() && from.rows % 4 == 0 && from.columns % 4 == 0) {
      for (std::int64_t c = 0; c < from.columns; c += 4)
        for (std::int64_t r = 0; r < from.rows; r += 4)
          transpose_quads<Add>(from.at(r, c), from.pitch, to + c * pitch + r, pitch);
      return;
    }
  transpose_numbers<Add>(from, to, pitch);
}

}  // namespace impl

/// to[c · pitch + r] = from[r][c], or, if Add, += that. It goes square by square: what is read and what is written both
/// keep to a few cache lines, each of which is used whole while it is there.
template <bool Add = false, class T>
constexpr void transpose_matrix(const MatrixView<const T>& from, T* to, std::int64_t pitch) {
  constexpr std::int64_t side = 16;
  for (std::int64_t c = 0; c < from.columns; c += side)
    for (std::int64_t r = 0; r < from.rows; r += side)
      impl::transpose_square<Add>(from.square(r, c, side), to + c * pitch + r, pitch);
}

}  // namespace kernels
}  // namespace CINCEL_ISA
}  // namespace cincel
