// The tree of names while it grows: default names are numbered, and no two layers of one parent have the same name.
#pragma once

#include <cincel/core/hash.hpp>
#include <cincel/core/list.hpp>
#include <cincel/graph/names.hpp>

namespace cincel {

namespace detail {
/// A number for each kind of layer, so that kinds are compared by one word.
template <class L>
inline constexpr std::uint64_t kind_hash = text_hash(L::keras_name);
}  // namespace detail

/// The scopes of a network in the order in which they are opened.
class ScopeTree {
 public:
  enum class Fault : std::uint8_t { none, empty, character, taken };
  /// What is wrong with a name, and the name.
  struct Answer {
    Fault fault = Fault::none;
    std::string_view name{};
  };

  /// Adds a scope, wrong or not. One without a given name gets the next default name of its kind, whose `kind_hash` is
  /// `kind`.
  constexpr Answer open(Scope scope, std::uint64_t kind) {
    Answer a;
    if (scope.name.given && scope.name.number < 0) a = check_name(scope);
    if (!scope.name.given) a = next_ordinal(scope, kind);
    push_back(scope);
    return a;
  }
  /// Adds a scope whose name needs no check.
  constexpr void push_back(const Scope& scope) {
    scopes_.push_back(scope);
    first_counter_.push_back(counters_.size());
  }

  constexpr void reserve(int n) { scopes_.reserve(n); }
  constexpr int size() const { return scopes_.size(); }
  template <std::integral I>
  constexpr const Scope& operator[](I i) const {
    return scopes_[i];
  }
  constexpr const Scope* begin() const { return scopes_.begin(); }
  constexpr const Scope* end() const { return scopes_.end(); }

 private:
  struct Counter {
    int parent = -1;
    std::uint64_t kind = 0;
    int count = 0;
    const char* name = "";
  };
  struct NamedScope {
    int scope = 0;
    std::uint64_t hash = 0;
  };

  /// Numbers `scope` among the layers of its kind that have the same parent and default names.
  constexpr Answer next_ordinal(Scope& scope, std::uint64_t kind) {
    const int begin = scope.parent < 0 ? 0 : first_counter_[scope.parent];
    int i = counters_.size() - 1;
    while (i >= begin && (counters_[i].parent != scope.parent || counters_[i].kind != kind)) --i;
    if (i < begin) {
      i = counters_.size();
      counters_.push_back({scope.parent, kind, 0, scope.kind});
    }
    scope.ordinal = counters_[i].count++;
    // A layer without a name must not get by default what another one was given.
    for (const NamedScope& n : named_)
      if (scopes_[n.scope].parent == scope.parent &&
          ordinal_of_default(scopes_[n.scope].name.text, scope.kind) == scope.ordinal)
        return {Fault::taken, scopes_[n.scope].name.text};
    return {};
  }

  constexpr Answer check_name(const Scope& scope) {
    const std::string_view name = scope.name.text;
    if (name.empty()) return {Fault::empty, name};
    for (const char c : name)
      if (c == '.' || c <= ' ' || c > '~') return {Fault::character, name};
    const std::uint64_t hash = text_hash(name);
    for (const NamedScope& n : named_)
      if (n.hash == hash && scopes_[n.scope].parent == scope.parent) return {Fault::taken, name};
    for (const Counter& c : counters_) {
      if (c.parent != scope.parent) continue;
      const int ordinal = ordinal_of_default(name, c.name);
      if (ordinal >= 0 && ordinal < c.count) return {Fault::taken, name};
    }
    named_.push_back({scopes_.size(), hash});
    return {};
  }

  list<Scope> scopes_;
  list<NamedScope> named_;
  list<Counter> counters_;
  list<int> first_counter_;  // how many counters there were when each scope was opened: none of its children's
};

}  // namespace cincel
