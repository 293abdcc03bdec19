// Sentences about what is given to a network: samples of another size or type, outputs of another name, the weights of
// another network.
#pragma once

#include <cincel/core/fact.hpp>
#include <cincel/core/fixed_string.hpp>
#include <cincel/graph/wiring_error.hpp>
#include <cincel/model/layout.hpp>

#include <array>
#include <span>
#include <type_traits>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl {

/// How many numbers a type holds, where the type says so; -1 if only the program knows.
template <class X>
consteval std::int64_t static_extent() {
  if constexpr (std::is_bounded_array_v<X>)
    return std::extent_v<X>;
  else if constexpr (requires { X::extent; })
    return X::extent == std::dynamic_extent ? -1 : static_cast<std::int64_t>(X::extent);
  else if constexpr (requires {
                       std::tuple_size<X>::value;
                       typename X::value_type;
                     })
    return static_cast<std::int64_t>(std::tuple_size<X>::value);
  else
    return -1;
}

template <class X>
consteval auto element_of() {
  if constexpr (std::is_bounded_array_v<X>)
    return std::type_identity<std::remove_cv_t<std::remove_extent_t<X>>>{};
  else if constexpr (requires { typename X::value_type; })
    return std::type_identity<std::remove_cv_t<typename X::value_type>>{};
  else
    return std::type_identity<void>{};
}
template <class X>
using Element = typename decltype(element_of<X>())::type;

/// "an array of 100 double", "vector<float>".
template <class X>
constexpr void spell_range(Text& t) {
  if constexpr (static_extent<X>() >= 0)
    t << "an array of " << static_extent<X>() << ' ' << type_name<Element<X>>();
  else
    t << type_name<X>();
}

/// "784 floats (28x28x1)".
template <class Net>
constexpr void spell_sample(Text& t) {
  t << InputLayout<Net>::total << " floats (";
  for (std::size_t i = 0; i < InputLayout<Net>::count; ++i) t << (i == 0 ? "" : " and ") << InputLayout<Net>::shapes[i];
  t << ')';
}

/// What `predict` was given instead of a sample of `Net`.
template <class Net, class... X>
struct NoSample {
  static constexpr Text text = [] {
    Text t;
    if (!is_wired<Net>) return t;
    spell_sample<Net>(t << "predict: the network reads ");
    if (sizeof...(X) != 1 && sizeof...(X) != InputLayout<Net>::count)
      return t << ", from one array or from one for each of its inputs, got " << static_cast<std::int64_t>(sizeof...(X))
               << " arguments";
    t << ", got ";
    int i = 0;
    ((spell_range<X>(t << (i++ == 0 ? "" : " and "))), ...);
    if (((!std::is_same_v<Element<X>, float> && !std::is_void_v<Element<X>>) || ...))
      t << "; convert the numbers to float";
    else if (((static_extent<X>() < 0) || ...))
      t << ", whose size the compiler does not know; check it and pass std::span<const float, "
        << (sizeof...(X) == 1 ? InputLayout<Net>::total : InputLayout<Net>::shapes[0].volume())
        << (sizeof...(X) == 1 ? ">(x)" : ">(x) and so on");
    return t;
  }();
};

/// What an `Inference` of up to `Most` samples was given instead of these.
template <class Net, int Most, class X>
struct NoBatch {
  static constexpr bool is_floats = std::is_convertible_v<const X&, std::span<const float>>;
  /// Whether it may be whole samples, as far as its type says so.
  static constexpr bool fits =
      is_floats &&
      (!is_wired<Net> || static_extent<X>() < 0 ||
       (static_extent<X>() % InputLayout<Net>::total == 0 && static_extent<X>() / InputLayout<Net>::total <= Most));
  static constexpr Text text = [] {
    Text t;
    if (fits) return t;
    spell_sample<Net>(t << "predict: a call takes up to " << Most << " samples of ");
    spell_range<X>(t << ", one after another, got ");
    return is_floats ? t : t << "; convert the numbers to float";
  }();
};

/// Whether each of several arrays is one input of `Net`: floats, as many as that input has, by their type.
template <class Net, class... X>
consteval bool are_inputs() {
  std::size_t i = 0;
  const auto fits = [&]<class A>(std::type_identity<A>) {
    return std::is_convertible_v<const A&, std::span<const float>> &&
           static_extent<A>() == InputLayout<Net>::shapes[i++].volume();
  };
  return (fits(std::type_identity<X>{}) && ...);
}

/// The place of the output called `Name`; its number of outputs if there is none.
template <class Net, fixed_string Name>
consteval std::size_t find_output() {
  std::size_t i = 0;
  while (i < OutputLayout<Net>::count && graph_of<Net>.outputs[i].name != Name.view()) ++i;
  return is_wired<Net> ? i : 0;
}
template <class Net, fixed_string Name>
struct NoOutput {
  static constexpr Text text = [] {
    Text t;
    if (find_output<Net, Name>() < OutputLayout<Net>::count) return t;
    t << "output: no output is called \"" << Name.view() << "\"; there are";
    for (const NetworkOutput& o : graph_of<Net>.outputs)
      if (*o.name != '\0') t << " \"" << o.name << '"';
    return OutputLayout<Net>::count > 1 ? t : t << " none: the network has one output without a name, output(0)";
  }();
};

/// The weights of network `Other`, given to an inference of `Net`.
template <class Net, class Other>
struct OtherWeights {
  static constexpr Text text = [] {
    Text t;
    if (is_wired<Net> && is_wired<Other>)
      t << "Inference: takes the weights of its own network, of " << graph_counts<Net>.parameters
        << " parameters, got those of another one, of " << graph_counts<Other>.parameters;
    return t;
  }();
};

/// The prediction of a wrong network as a constant: its numbers are unknown, so that one mistake stays one error where
/// the user goes on to assert something of it.
struct UnknownNumbers : std::array<Fact<float>, 64> {
  constexpr Fact<float> operator[](std::size_t) const { return {}; }
  constexpr Count size() const { return {}; }
  template <std::size_t N>
  constexpr operator std::array<float, N>() const {  // NOLINT: implicit, as the type
    return {};
  }
  template <std::size_t N>
  friend constexpr bool operator==(const UnknownNumbers&, const std::array<float, N>&) {
    return true;
  }
};

/// The prediction of a wrong network while a program runs, which it never does: floats that are taken for anything, a
/// span of some size for instance.
struct UnknownPrediction : std::span<const float> {
  static constexpr Count extent{};
  using std::span<const float>::span;
  template <class T>
    requires(!std::is_convertible_v<std::span<const float>, T>)
  operator T() const;  // NOLINT: implicit; declared only
};

}  // namespace impl
}  // namespace CINCEL_ISA
}  // namespace cincel

// As `std::span`, from which it is made.
template <>
inline constexpr bool std::ranges::enable_borrowed_range<cincel::impl::UnknownPrediction> = true;
template <>
inline constexpr bool std::ranges::enable_view<cincel::impl::UnknownPrediction> = true;
