// The facts of a network as values that know whether they are known. Those of a network that is wired wrongly are not:
// they agree with whatever is said of them, so that what the user asserts about that network is not a second error.
// A program may ask for them as well, in units of different instruction sets: all functions are inlined always.
#pragma once

#include <cincel/core/hash.hpp>
#include <cincel/core/shape.hpp>
#include <cincel/core/window.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

namespace cincel {

template <class T>
concept Number = std::integral<T> || std::floating_point<T>;

/// A number that may be unknown. It converts to `T`; what is computed from an unknown number is unknown, and an unknown
/// number compares true with anything.
template <Number T>
class Fact {
 public:
  [[gnu::always_inline]] constexpr Fact() = default;
  template <Number U>
  [[gnu::always_inline]] constexpr Fact(U n)
      : n_(static_cast<T>(n)), known_(true) {}                        // NOLINT: implicit, it is a number
  [[gnu::always_inline]] constexpr operator T() const { return n_; }  // NOLINT
  [[gnu::always_inline]] constexpr bool known() const { return known_; }

 private:
  T n_ = 1;  // never 0: it may be divided by
  bool known_ = false;
};

/// A number of something: parameters, multiply-adds, bytes, pixels.
using Count = Fact<std::int64_t>;

namespace detail {
template <class T>
struct Plain {};
template <Number T>
struct Plain<T> {
  using type = T;
};
template <class T>
struct Plain<Fact<T>> {
  using type = T;
};
template <class A, class B>
concept WithFact = !(Number<A> && Number<B>) && requires {
  typename Plain<A>::type;
  typename Plain<B>::type;
};
template <class A, class B>
using Common = std::common_type_t<typename Plain<A>::type, typename Plain<B>::type>;
template <class A>
[[gnu::always_inline]] constexpr bool is_known(const A& a) {
  if constexpr (Number<A>)
    return true;
  else
    return a.known();
}
}  // namespace detail

// NOLINTBEGIN(bugprone-macro-parentheses): an operator
#define CINCEL_COMPARE(op)                                                                         \
  template <class A, class B>                                                                      \
    requires detail::WithFact<A, B>                                                                \
  [[gnu::always_inline]] constexpr bool operator op(const A& a, const B& b) {                      \
    using T = detail::Common<A, B>;                                                                \
    return !detail::is_known(a) || !detail::is_known(b) || static_cast<T>(a) op static_cast<T>(b); \
  }
CINCEL_COMPARE(==)
CINCEL_COMPARE(!=)
CINCEL_COMPARE(<)
CINCEL_COMPARE(<=)
CINCEL_COMPARE(>)
CINCEL_COMPARE(>=)
#undef CINCEL_COMPARE

#define CINCEL_COMPUTE(op)                                                    \
  template <class A, class B>                                                 \
    requires detail::WithFact<A, B>                                           \
  [[gnu::always_inline]] constexpr auto operator op(const A& a, const B& b) { \
    using T = detail::Common<A, B>;                                           \
    using Result = Fact<decltype(T {} op T{})>;                               \
    if (!detail::is_known(a) || !detail::is_known(b)) return Result{};        \
    return Result{static_cast<T>(a) op static_cast<T>(b)};                    \
  }
CINCEL_COMPUTE(+)
CINCEL_COMPUTE(-)
CINCEL_COMPUTE(*)
CINCEL_COMPUTE(/)
#undef CINCEL_COMPUTE
// NOLINTEND(bugprone-macro-parentheses)

template <class A, class B>
  requires detail::WithFact<A, B> && std::integral<detail::Common<A, B>>
[[gnu::always_inline]] constexpr auto operator%(const A& a, const B& b) {
  return a - a / b * b;
}

/// The shape of something in a network: a `Shape`, to which it converts, whose extents may be unknown.
struct ShapeFact {
  Count rank, d[4];

  [[gnu::always_inline]] constexpr ShapeFact() = default;
  [[gnu::always_inline]] constexpr ShapeFact(const Shape& s)
      : rank(s.rank), d{s.d[0], s.d[1], s.d[2], s.d[3]} {}   // NOLINT: as `Fact`
  [[gnu::always_inline]] constexpr operator Shape() const {  // NOLINT
    if (!known()) return Shape::unknown();
    Shape s;
    s.rank = static_cast<int>(rank);
    for (int i = 0; i < 4; ++i) s.d[i] = d[i];
    return s;
  }

  [[gnu::always_inline]] constexpr bool known() const { return rank.known(); }
  [[gnu::always_inline]] constexpr Count operator[](int i) const { return known() ? d[i] : Count{}; }
  [[gnu::always_inline]] constexpr Count volume() const { return known() ? Count(Shape(*this).volume()) : Count(); }
  [[gnu::always_inline]] constexpr Count channels() const { return known() ? Count(Shape(*this).channels()) : Count(); }
  [[gnu::always_inline]] constexpr Count height() const { return known() ? Count(Shape(*this).height()) : Count(); }
  [[gnu::always_inline]] constexpr Count width() const { return known() ? Count(Shape(*this).width()) : Count(); }
};

/// Rows and columns of something in a network: a `Size`, to which it converts, that may be unknown.
struct SizeFact {
  Count h, w;

  [[gnu::always_inline]] constexpr SizeFact() = default;
  [[gnu::always_inline]] constexpr SizeFact(const Size& s) : h(s.h), w(s.w) {}  // NOLINT: as `Fact`
  [[gnu::always_inline]] constexpr operator Size() const {                      // NOLINT
    return h.known() ? Size(static_cast<int>(h), static_cast<int>(w)) : Size::unknown();
  }
  [[gnu::always_inline]] constexpr bool known() const { return h.known(); }
};

#define CINCEL_COMPARE(Fact, Value)                                                                  \
  [[gnu::always_inline]] constexpr bool operator==(const Fact& a, const Fact& b) {                   \
    return !a.known() || !b.known() || Value(a) == Value(b);                                         \
  }                                                                                                  \
  [[gnu::always_inline]] constexpr bool operator==(const Fact& a, const Value& b) {                  \
    return !a.known() || Value(a) == b;                                                              \
  }                                                                                                  \
  [[gnu::always_inline]] constexpr bool operator==(const Value& a, const Fact& b) { return b == a; } \
  [[gnu::always_inline]] constexpr bool operator!=(const Fact& a, const Fact& b) {                   \
    return !a.known() || !b.known() || Value(a) != Value(b);                                         \
  }                                                                                                  \
  [[gnu::always_inline]] constexpr bool operator!=(const Fact& a, const Value& b) {                  \
    return !a.known() || Value(a) != b;                                                              \
  }                                                                                                  \
  [[gnu::always_inline]] constexpr bool operator!=(const Value& a, const Fact& b) { return b != a; }
CINCEL_COMPARE(ShapeFact, Shape)
CINCEL_COMPARE(SizeFact, Size)

/// The fingerprint of a network: a `Fingerprint`, to which it converts, that may be unknown.
struct FingerprintFact {
  Fact<std::uint64_t> high, low;

  [[gnu::always_inline]] constexpr FingerprintFact() = default;
  [[gnu::always_inline]] constexpr FingerprintFact(const Fingerprint& f)
      : high(f.high), low(f.low) {}                                                      // NOLINT: as `Fact`
  [[gnu::always_inline]] constexpr operator Fingerprint() const { return {high, low}; }  // NOLINT
  [[gnu::always_inline]] constexpr bool known() const { return high.known(); }
};
CINCEL_COMPARE(FingerprintFact, Fingerprint)
#undef CINCEL_COMPARE

/// Facts of several things, a span of them. Of a wrong network there are as many as one likes, all unknown.
template <class T>
class FactList : public std::span<const T> {
 public:
  [[gnu::always_inline]] constexpr FactList() : std::span<const T>(unknown) {}
  template <std::size_t N>
  [[gnu::always_inline]] constexpr FactList(const std::array<T, N>& facts)
      : std::span<const T>(facts), known_(true) {}  // NOLINT: as `Fact`
  [[gnu::always_inline]] constexpr Count size() const { return known_ ? Count(std::span<const T>::size()) : Count(); }
  [[gnu::always_inline]] constexpr const T& operator[](std::size_t i) const {
    return std::span<const T>::operator[](known_ ? i : 0);
  }

 private:
  static constexpr std::array<T, 64> unknown{};
  bool known_ = false;
};

}  // namespace cincel
