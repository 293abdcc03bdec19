// A text as template arguments, which both compilers print where an assertion fails (clang in pieces of 36 characters).
#pragma once

#include <cincel/core/fixed_string.hpp>
#include <cincel/core/text.hpp>

#include <cstddef>

namespace cincel::detail {

#if defined __clang__
inline constexpr std::size_t piece_length = 36;
#else
inline constexpr std::size_t piece_length = 399;
#endif

template <Text T, std::size_t I>
consteval auto text_piece() {
  constexpr std::size_t first = I * piece_length, all = T.view().size();
  fixed_string<(all - first < piece_length ? all - first : piece_length)> s;
  std::size_t i = 0;
  for (; first + i < all && i < piece_length; ++i) s.text[i] = T.c[first + i];
  s.text[i] = '\0';  // written once more, or clang may print numbers
  return s;
}

consteval std::size_t text_pieces(const Text& t) { return (t.view().size() + piece_length - 1) / piece_length; }

}  // namespace cincel::detail
