// What a type must have to be a layer, and the sentence about a type that is not one.
#pragma once

#include <cincel/core/requirement.hpp>
#include <cincel/core/text.hpp>
#include <cincel/graph/user_ops.hpp>

#include <concepts>
#include <type_traits>

namespace cincel {

class Builder;

namespace detail {

template <class L>
inline constexpr auto layer_requirements =
    requirements(Requirement(
                     requires {
                       { L::keras_name } -> std::convertible_to<const char*>;
                     }, "static constexpr const char* keras_name"),
                 Requirement(
                     requires(Text& t) { L::spell(t); }, "static constexpr void spell(Text&)"),
                 Requirement(
                     requires(Builder& b, Node x) {
                       { L::lower(b, x) } -> std::same_as<Node>;
                     }, "static constexpr Node lower(Builder&, Node)"));

}  // namespace detail

/// What may stand in a list of layers: a struct with the name by which Keras (or its author) calls it, how it is spelt
/// in errors, and `lower`, which checks its input and adds operators.
template <class L>
concept Layer = all_met(detail::layer_requirements<L>);

namespace detail {

template <class F>
struct ResultOf {
  using type = F;
};
template <class R, class... A>
struct ResultOf<R(A...)> {
  using type = R;
};

/// A layer or an option as its author spells it; anything else as the compiler does.
template <class L>
constexpr void spell_any(Text& t) {
  if constexpr (requires { L::spell(t); }) {
    L::spell(t);
  } else if constexpr (std::is_function_v<L> && !std::is_same_v<typename ResultOf<L>::type, L>) {
    spell_any<typename ResultOf<L>::type>(t);
    t << "()";
  } else if constexpr (std::is_reference_v<L>) {
    spell_any<std::remove_reference_t<L>>(t);
    t << '&';
  } else {
    t << type_name<L>();
  }
}

template <class L>
constexpr const char* keras_name_of() {
  if constexpr (requires {
                  { L::keras_name } -> std::convertible_to<const char*>;
                })
    return L::keras_name;
  else
    return "";
}

/// Says why `L` is not a `Layer`, and what to do about it.
template <class L>
constexpr void spell_layer_fault(Text& t) {
  if constexpr (std::is_function_v<L>) {
    t << "is the type of a function; write it without the parentheses";
  } else if constexpr (std::is_reference_v<L> || std::is_pointer_v<L>) {
    t << "is a reference or a pointer; write the type of the layer alone";
  } else if constexpr (!std::is_class_v<L>) {
    t << "is no layer; a list holds layers such as Dense<10> or a struct of your own";
  } else if constexpr (!requires { sizeof(L); }) {
    t << "is declared, but not defined before the network; move its definition up";
  } else if constexpr (requires { L::field; } && !requires { &L::lower; }) {
    t << "is an option, no layer; write it inside of the layer that it belongs to, as in Conv2D<8, 3, Same>";
  } else {
    spell_lacks(t << "is no layer: it", layer_requirements<L>);
    t << "; see examples/user_layer.cpp";
  }
}

}  // namespace detail
}  // namespace cincel
