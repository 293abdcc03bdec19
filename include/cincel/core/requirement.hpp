// What a type must have to be a layer, a loss, an optimiser or a feed: one list, of which the concept and the sentence
// about a type that lacks something are both made, so that they never disagree.
#pragma once

#include <cincel/core/text.hpp>

#include <array>
#include <cstddef>

namespace cincel {

/// A member that a type must have, as its author declares it, and whether the type has it.
struct Requirement {
  constexpr Requirement(bool is_met, const char* declaration) : met(is_met), member(declaration) {}
  bool met;
  const char* member;
};

template <std::size_t N>
using Requirements = std::array<Requirement, N>;
template <class... R>
constexpr Requirements<sizeof...(R)> requirements(const R&... list) {
  return {{list...}};
}

template <std::size_t N>
constexpr bool all_met(const Requirements<N>& list) {
  for (const Requirement& r : list)
    if (!r.met) return false;
  return true;
}

/// " lacks A and B"; nothing if all are met.
template <std::size_t N>
constexpr Text& spell_lacks(Text& t, const Requirements<N>& list) {
  int n = 0;
  for (const Requirement& r : list)
    if (!r.met) t << (n++ == 0 ? " lacks " : " and ") << r.member;
  return t;
}

}  // namespace cincel
