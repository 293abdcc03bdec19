// The facts of a network as values: a number that knows whether it is known.
#pragma once

#include <concepts>
#include <cstdint>

namespace cincel {

/// A number of something (parameters, multiply-adds, bytes). That of a wrong network is unknown: it compares true
/// with anything, so that one mistake stays one error where the user goes on to assert something of the network.
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
