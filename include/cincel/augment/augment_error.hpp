// How a sentence about a wrong augmentation reaches the user: as the template arguments of a failed assertion, like the
// wiring errors of networks (docs/decisions/06-wiring-errors.md).
#pragma once

#include <cincel/core/fixed_string.hpp>
#include <cincel/core/text.hpp>
#include <cincel/core/text_pieces.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace cincel {

template <fixed_string... Text>
inline constexpr bool augmentation_is_right = false;

/// The compiler prints the text where this class is first needed complete.
template <fixed_string... Text>
struct augment_error {
  static_assert(augmentation_is_right<Text...>, "this augmentation is wrong: see the text above");
  static constexpr bool ok = true;
};

struct no_augment_error {
  static constexpr bool ok = true;
};

namespace detail {

// Declared only: it names a type.
template <class Source, std::size_t... I>
augment_error<text_piece<Source::text, I>()...> augment_error_type(std::index_sequence<I...>);

/// The error that says `Source::text`; none if that is empty.
template <class Source>
using augment_error_of =
    std::conditional_t<Source::text.empty(), no_augment_error,
                       decltype(augment_error_type<Source>(std::make_index_sequence<text_pieces(Source::text)>{}))>;

}  // namespace detail
}  // namespace cincel
