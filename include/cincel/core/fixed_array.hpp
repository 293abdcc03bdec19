// An array of fixed size that any integer indexes, as `list` does: numbers of operators and parameters are ints, of pixels
// and channels 64 bits, and std::array would want each of them cast. In a constant expression it takes fewer steps.
#pragma once

#include <concepts>

namespace cincel {

/// N values; N may be 0. An aggregate, and a structural type if T is one.
template <class T, int N>
struct fixed_array {
  T values[static_cast<unsigned>(N > 0 ? N : 1)];

  static constexpr int size() { return N; }
  static constexpr bool empty() { return N == 0; }
  template <std::integral I>
  constexpr T& operator[](I i) {
    return values[i];
  }
  template <std::integral I>
  constexpr const T& operator[](I i) const {
    return values[i];
  }
  constexpr const T& back() const { return values[N - 1]; }
  constexpr T* data() { return values; }
  constexpr const T* data() const { return values; }
  constexpr T* begin() { return values; }
  constexpr T* end() { return values + N; }
  constexpr const T* begin() const { return values; }
  constexpr const T* end() const { return values + N; }
};

}  // namespace cincel
