// A string that can be a template argument: names of layers and parameters, texts of errors.
#pragma once

#include <cstddef>
#include <string_view>

namespace cincel {

/// `fixed_string<N>` holds N characters and a final zero; it is deduced from a literal: `Named<"conv1", L>`.
template <std::size_t N>
struct fixed_string {
  char text[N + 1] = {};

  constexpr fixed_string() = default;
  // NOLINTNEXTLINE: implicit, so that a literal can be a template argument
  constexpr fixed_string(const char (&literal)[N + 1]) {
    for (std::size_t i = 0; i <= N; ++i) text[i] = literal[i];
  }
  constexpr std::string_view view() const { return {text, N}; }
  friend constexpr bool operator==(const fixed_string&, const fixed_string&) = default;
};

template <std::size_t N>
fixed_string(const char (&)[N]) -> fixed_string<N - 1>;

}  // namespace cincel
