// Parameters by name, at compile time: model["conv2d.weight"_p]. A wrong name does not compile.
#pragma once

#include <cincel/graph/names.hpp>
#include <cincel/model/facts.hpp>

namespace cincel {

/// The full name of each parameter, in order of declaration: "conv2d.weight", "block.dense_1.bias".
template <class W>
inline constexpr auto parameter_names = [] {
  constexpr auto& g = graph_of<W>;
  std::array<Text, g.params.size()> names{};
  for (std::size_t i = 0; i < names.size(); ++i) {
    spell_path(names[i], g.scopes, g.params[i].scope);
    names[i] << '.' << g.params[i].leaf;
  }
  return names;
}();

/// A name as a type; made by `"conv2d.weight"_p`.
template <fixed_string Name>
struct ParameterName {};

inline namespace literals {
template <fixed_string Name>
consteval ParameterName<Name> operator""_p() {
  return {};
}
}  // namespace literals

namespace detail {

template <class W>
consteval int find_parameter(std::string_view name) {
  if (!is_wired<W>) return 0;  // its error is enough
  for (std::size_t i = 0; i < parameter_names<W>.size(); ++i)
    if (parameter_names<W>[i].view() == name) return static_cast<int>(i);
  return -1;
}

template <class W, fixed_string Name>
struct NoSuchParameter {
  static constexpr Text text = [] {
    Text t;
    t << "no parameter is called " << Name.view() << "; there are";
    for (const Text& n : parameter_names<W>) t << ' ' << n;
    return t;
  }();
};

}  // namespace detail

/// `value` is the number of the parameter called `Name` in network `W`; if there is none, `error` is a sentence that
/// lists them.
template <class W, fixed_string Name, int Found = detail::find_parameter<W>(Name.view())>
struct ParameterIndex {
  using error = no_wiring_error;
  static constexpr std::size_t value = static_cast<std::size_t>(Found);
};
template <class W, fixed_string Name>
struct ParameterIndex<W, Name, -1> {
  using error = detail::usage_error_of<detail::NoSuchParameter<W, Name>>;
  static constexpr std::size_t value = 0;
};

}  // namespace cincel
