// How a sentence that was made by constexpr code reaches the user: as template arguments of a failed assertion,
// which both compilers print as text (clang in pieces of 36 characters).
#pragma once

#include <cincel/core/fixed_string.hpp>
#include <cincel/core/text.hpp>

#include <cstddef>
#include <utility>

namespace cincel {

template <fixed_string... Text>
inline constexpr bool network_is_wired = false;

template <fixed_string... Text>
struct wiring_error {
  static_assert(network_is_wired<Text...>, "the network is wired wrongly: see the text above");
  static constexpr bool ok = false;
};

struct no_wiring_error {
  static constexpr bool ok = true;
};

namespace detail {

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

}  // namespace detail
}  // namespace cincel
