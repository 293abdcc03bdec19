// Spelling of names. Names are kept as a tree and spelt only when somebody asks, because text is what costs
// compile time.
#pragma once

#include <cincel/core/text.hpp>
#include <cincel/graph/op.hpp>

namespace cincel {

/// The name of one scope within its parent: the given one, or Keras's default: "conv2d", "conv2d_1", ….
template <class Scopes>
constexpr void spell_scope(Text& t, const Scopes& scopes, int i) {
  const Scope& s = scopes[static_cast<std::size_t>(i)];
  if (s.name.given) {
    t << s.name.text;
    return;
  }
  int ordinal = 0;
  for (int k = 0; k < i; ++k) {
    const Scope& other = scopes[static_cast<std::size_t>(k)];
    if (other.parent == s.parent && !other.name.given && std::string_view(other.kind) == s.kind) ++ordinal;
  }
  t << snake_case(s.kind);
  if (ordinal != 0) t << '_' << ordinal;
}

/// The path of a scope: "block1.conv2d_1".
template <class Scopes>
constexpr void spell_path(Text& t, const Scopes& scopes, int i) {
  if (i < 0) return;
  const int parent = scopes[static_cast<std::size_t>(i)].parent;
  if (parent >= 0) {
    spell_path(t, scopes, parent);
    t << '.';
  }
  spell_scope(t, scopes, i);
}

}  // namespace cincel
