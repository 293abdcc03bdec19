// What a value looks like: up to four extents, channels last, the batch never among them.
#pragma once

#include <cstdint>

namespace cincel {

/// The largest number of elements that one tensor may have; more is a wiring error.
inline constexpr std::int64_t max_elements = std::int64_t{1} << 40;

/// a * b, or -1 if either is negative or the product exceeds `limit`.
[[gnu::always_inline]] constexpr std::int64_t checked_product(std::int64_t a, std::int64_t b,
                                                              std::int64_t limit = std::int64_t{1} << 62) {
  if (a < 0 || b < 0 || (a != 0 && b > limit / a)) return -1;
  return a * b;
}

/// Extents of a tensor: {height, width, channels} for an image, {units} for a flat value.
struct Shape {
  int rank = 0;
  std::int64_t d[4] = {};

  [[gnu::always_inline]] constexpr Shape() = default;
  [[gnu::always_inline]] constexpr explicit Shape(std::int64_t n) : rank(1), d{n} {}
  [[gnu::always_inline]] constexpr Shape(std::int64_t a, std::int64_t b) : rank(2), d{a, b} {}
  [[gnu::always_inline]] constexpr Shape(std::int64_t h, std::int64_t w, std::int64_t c) : rank(3), d{h, w, c} {}
  [[gnu::always_inline]] constexpr Shape(std::int64_t a, std::int64_t b, std::int64_t c, std::int64_t e)
      : rank(4), d{a, b, c, e} {}

  [[gnu::always_inline]] constexpr std::int64_t operator[](int i) const { return d[i]; }
  /// The number of elements, or -1 if it exceeds `max_elements`.
  [[gnu::always_inline]] constexpr std::int64_t volume() const {
    std::int64_t n = 1;
    for (int i = 0; i < rank; ++i) n = checked_product(n, d[i], max_elements);
    return n;
  }
  /// The last extent: channels of an image, units of a flat value.
  [[gnu::always_inline]] constexpr std::int64_t channels() const { return rank == 0 ? 0 : d[rank - 1]; }
  /// The value as a map: rows and columns of pixels. A flat value is one pixel, a signal (steps x channels) one row;
  /// of four extents the first two are rows.
  [[gnu::always_inline]] constexpr std::int64_t height() const {
    return rank == 3 ? d[0] : rank == 4 ? d[0] * d[1] : 1;
  }
  [[gnu::always_inline]] constexpr std::int64_t width() const { return rank < 2 ? 1 : d[rank - 2]; }
  /// The same kind of value with another number of rows, columns and channels.
  [[gnu::always_inline]] constexpr Shape resized(std::int64_t rows, std::int64_t columns, std::int64_t depth) const {
    Shape s = *this;
    if (rank == 3) s.d[0] = rows;
    if (rank == 2 || rank == 3) s.d[rank - 2] = columns;
    if (rank > 0) s.d[rank - 1] = depth;
    return s;
  }

  /// The shape of a wrong network: it equals any other, so that one mistake is one error.
  [[gnu::always_inline]] static constexpr Shape unknown() {
    Shape s(1);
    s.rank = -1;
    return s;
  }
  [[gnu::always_inline]] friend constexpr bool operator==(const Shape& a, const Shape& b) {
    if (a.rank < 0 || b.rank < 0) return true;
    for (int i = 0; i < a.rank; ++i)
      if (a.d[i] != b.d[i]) return false;
    return a.rank == b.rank;
  }
};

}  // namespace cincel
