// How a sentence that was made by constexpr code reaches the user: as template arguments of a failed assertion,
// which both compilers print as text (clang in pieces of 36 characters).
#pragma once

#include <cincel/core/fixed_string.hpp>
#include <cincel/core/isa.hpp>
#include <cincel/core/text.hpp>
#include <cincel/core/text_pieces.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace cincel {

template <fixed_string... Text>
inline constexpr bool network_is_wired = false;

/// The compiler prints the text where this class is first needed complete, for its size or for `ok`. That is to be the
/// only error, so `ok` is true here too, and what follows compiles.
template <fixed_string... Text>
struct wiring_error {
  static_assert(network_is_wired<Text...>, "the network is wired wrongly: see the text above");
  static constexpr bool ok = true;
};

struct no_wiring_error {
  static constexpr bool ok = true;
};

template <fixed_string... Text>
inline constexpr bool this_is_allowed = false;

/// The same for what is wrong with the use of a network: an argument, a loss, a name.
template <fixed_string... Text>
struct usage_error {
  static_assert(this_is_allowed<Text...>, "this use does not fit the network: see the text above");
  static constexpr bool ok = true;
};

namespace detail {

// Declared only: they name types. (An alias costs no line in the compiler's answer, a class in between up to three.)
template <class Source, std::size_t... I>
wiring_error<text_piece<Source::text, I>()...> wiring_error_type(std::index_sequence<I...>);
template <class Source, std::size_t... I>
usage_error<text_piece<Source::text, I>()...> usage_error_type(std::index_sequence<I...>);

/// The error that says `Source::text`; none if that is empty.
template <class Source>
using wiring_error_of =
    std::conditional_t<Source::text.empty(), no_wiring_error,
                       decltype(wiring_error_type<Source>(std::make_index_sequence<text_pieces(Source::text)>{}))>;
template <class Source>
using usage_error_of =
    std::conditional_t<Source::text.empty(), no_wiring_error,
                       decltype(usage_error_type<Source>(std::make_index_sequence<text_pieces(Source::text)>{}))>;

}  // namespace detail
}  // namespace cincel
