// The facts of a network as values: a number that knows whether it is known.
#pragma once

#include <concepts>
#include <cstdint>

namespace cincel {

/// A number of something (parameters, multiply-adds, bytes). The numbers of a network that is wired wrongly are unknown:
/// they compare true with anything, so that what the user asserts about that network is not a second error.
class Count {
 public:
  constexpr Count() = default;
  constexpr Count(std::int64_t n) : n_(n), known_(true) {}  // NOLINT: implicit, it is a number
  constexpr operator std::int64_t() const { return n_; }    // NOLINT

#define CINCEL_COMPARE(op)                                    \
  template <std::integral T>                                  \
  friend constexpr bool operator op(Count a, T b) {           \
    return !a.known_ || a.n_ op static_cast<std::int64_t>(b); \
  }                                                           \
  friend constexpr bool operator op(Count a, Count b) { return !a.known_ || !b.known_ || a.n_ op b.n_; }
  CINCEL_COMPARE(==)
  CINCEL_COMPARE(<)
  CINCEL_COMPARE(<=)
  CINCEL_COMPARE(>)
  CINCEL_COMPARE(>=)
#undef CINCEL_COMPARE

 private:
  std::int64_t n_ = 1;
  bool known_ = false;
};

}  // namespace cincel
