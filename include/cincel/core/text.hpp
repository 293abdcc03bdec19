// Text made in a constant expression: the sentences of wiring errors, the spelling of layers.
#pragma once

#include <cstdint>
#include <source_location>
#include <string_view>

#include <cincel/core/shape.hpp>
#include <cincel/core/window.hpp>

namespace cincel {

/// A text of at most 480 characters; what does not fit is cut.
struct Text {
  static constexpr int capacity = 480;
  char c[capacity + 1] = {};
  int size = 0;

  constexpr std::string_view view() const { return {c, static_cast<std::size_t>(size)}; }
  constexpr bool empty() const { return size == 0; }

  constexpr Text& operator<<(char x) {
    if (size < capacity) c[size++] = x;
    return *this;
  }
  constexpr Text& operator<<(std::string_view s) {
    for (const char x : s) *this << x;
    return *this;
  }
  constexpr Text& operator<<(const char* s) { return *this << std::string_view(s); }
  constexpr Text& operator<<(std::int64_t n) {
    if (n < 0) {
      *this << '-';
      if (n < -9) *this << -(n / 10);
      return *this << static_cast<char>('0' - n % 10);
    }
    if (n > 9) *this << n / 10;
    return *this << static_cast<char>('0' + n % 10);
  }
  constexpr Text& operator<<(int n) { return *this << static_cast<std::int64_t>(n); }
  constexpr Text& operator<<(const Shape& s) {
    for (int i = 0; i < s.rank; ++i) {
      if (i != 0) *this << 'x';
      *this << s.d[i];
    }
    return *this;
  }
  constexpr Text& operator<<(Size s) {
    if (!s.is_whole() && (s.written() == 0 || s.written() == 1)) return *this << (s.written() == 0 ? "false" : "true");
    if (!s.is_whole()) return *this << s.written();
    *this << s.h;
    return s.h == s.w ? *this : *this << 'x' << s.w;
  }
  /// A number with up to six decimals, no trailing zeros: 0.5, 0.003922.
  constexpr Text& operator<<(double x) {
    if (x < 0) {
      *this << '-';
      x = -x;
    }
    const auto millionths = static_cast<std::int64_t>(x * 1e6 + 0.5);
    *this << millionths / 1'000'000;
    std::int64_t rest = millionths % 1'000'000;
    if (rest != 0) *this << '.';
    for (std::int64_t digit = 100'000; rest != 0; digit /= 10) {
      *this << static_cast<char>('0' + rest / digit);
      rest %= digit;
    }
    return *this;
  }
  constexpr Text& operator<<(float x) { return *this << static_cast<double>(x); }
  constexpr Text& operator<<(const Text& t) { return *this << t.view(); }
};

namespace detail {
template <class T>
consteval std::string_view signature() {
  return std::source_location::current().function_name();
}
}  // namespace detail

/// The name of a type as the compiler spells it, without its namespace: for types that are not Cincel's.
template <class T>
consteval std::string_view type_name() {
  const std::string_view probe = detail::signature<int>(), s = detail::signature<T>();
  const std::size_t before = probe.rfind("int"), after = probe.size() - before - 3;
  std::string_view name = s.substr(before, s.size() - before - after);
  if (const auto semicolon = name.find(';'); semicolon != name.npos) name = name.substr(0, semicolon);
  const auto end = name.find('<');
  if (const auto colon = name.rfind("::", end); colon != name.npos && (end == name.npos || colon < end))
    name = name.substr(colon + 2);
  return name;
}

/// Keras's rule for the default name of a layer: Conv2D -> conv2d, MaxPooling2D -> max_pooling2d, ReLU -> re_lu.
constexpr Text snake_case(std::string_view name) {
  const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
  Text t;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool word = upper(name[i]) && i + 1 < name.size() && lower(name[i + 1]);
    const bool hump = upper(name[i]) && i > 0 && lower(name[i - 1]);
    if (i > 0 && (word || hump)) t << '_';
    t << static_cast<char>(upper(name[i]) ? name[i] - 'A' + 'a' : name[i]);
  }
  return t;
}

static_assert(snake_case("Conv2D").view() == "conv2d");
static_assert(snake_case("MaxPooling2D").view() == "max_pooling2d");
static_assert(snake_case("ReLU").view() == "re_lu");

}  // namespace cincel
