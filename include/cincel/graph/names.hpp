// Spelling of names. Names are kept as a tree and spelt only when somebody asks, because text is what costs
// compile time.
#pragma once

#include <cincel/core/text.hpp>
#include <cincel/graph/op.hpp>

namespace cincel {

/// The name of one scope within its parent: the given one, or Keras's default: "conv2d", "conv2d_1", ….
constexpr void spell_scope(Text& t, const Scope& s) {
  if (s.name.number >= 0) {
    t << s.name.number;
  } else if (s.name.given) {
    t << s.name.text;
  } else {
    t << snake_case(s.kind);
    if (s.ordinal != 0) t << '_' << s.ordinal;
  }
}

/// k if `name` is the k-th default name of a layer of this kind ("conv2d_2" of "Conv2D" is 2), else -1.
constexpr int ordinal_of_default(std::string_view name, std::string_view kind) {
  if ((name[0] | ' ') != (kind[0] | ' ')) return -1;
  const Text base = snake_case(kind);
  if (name.substr(0, base.view().size()) != base.view()) return -1;
  name.remove_prefix(base.view().size());
  if (name.empty()) return 0;
  int n = 0;
  for (const char c : name.substr(1)) {
    if (c < '0' || c > '9' || n > 100'000) return -1;
    n = 10 * n + (c - '0');
  }
  return name[0] == '_' && name.size() > 1 && name[1] != '0' ? n : -1;
}

static_assert(ordinal_of_default("conv2d_12", "Conv2D") == 12 && ordinal_of_default("conv2d", "Conv2D") == 0);
static_assert(ordinal_of_default("conv2d_x", "Conv2D") == -1 && ordinal_of_default("conv2d_0", "Conv2D") == -1);

/// The path of a scope: "block1.conv2d_1".
template <class Scopes>
constexpr void spell_path(Text& t, const Scopes& scopes, int i) {
  if (i < 0) return;
  const Scope& s = scopes[static_cast<std::size_t>(i)];
  if (s.parent >= 0) {
    spell_path(t, scopes, s.parent);
    t << '.';
  }
  spell_scope(t, s);
}

}  // namespace cincel
