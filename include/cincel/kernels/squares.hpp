// The order in which a matrix is transposed.
#pragma once

#include <cincel/core/isa.hpp>

#include <cstdint>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// Calls f(row, column) for all places of a matrix, square by square: what lies row after row and what lies column after
/// column both keep to a few cache lines, each of which is used whole while it is there.
template <class F>
constexpr void for_squares(std::int64_t rows, std::int64_t columns, F f) {
  constexpr std::int64_t side = 16;
  for (std::int64_t row = 0; row < rows; row += side)
    for (std::int64_t column = 0; column < columns; column += side) {
      const std::int64_t end = row + side < rows ? row + side : rows;
      const std::int64_t last = column + side < columns ? column + side : columns;
      for (std::int64_t k = column; k < last; ++k)
        for (std::int64_t i = row; i < end; ++i) f(i, k);
    }
}

}  // namespace kernels
}  // namespace CINCEL_ISA
}  // namespace cincel
