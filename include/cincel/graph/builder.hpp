// What a layer's `lower` talks to: it checks, declares parameters and adds operators, or fails with a sentence.
#pragma once

#include <cincel/core/list.hpp>
#include <cincel/core/text.hpp>
#include <cincel/graph/names.hpp>

namespace cincel {

class Builder {
 public:
  list<Op> ops;
  list<int> edges;
  list<Param> params;
  list<Scope> scopes;
  Text error;  // the first mistake; empty if the network is right

  static constexpr Node no_node = -1;

  constexpr bool failed() const { return !error.empty(); }
  constexpr const Shape& shape(Node x) const { return ops[x].out; }
  constexpr bool has_input() const { return !ops.empty(); }

  /// Adds an operator with one operand. Fails if its output or its work is too large to count.
  constexpr Node add(Op op, Node x) {
    op.in = ops[x].out;
    op.first_edge = edges.size();
    op.edges = 1;
    edges.push_back(x);
    return add_source(op);
  }

  /// Adds an operator without operands: an input.
  constexpr Node add_source(Op op) {
    if (failed()) return 0;
    if (op.out.volume() < 0) {
      begin_failure() << "makes " << op.out << ", more than 2^40 numbers; make it smaller";
      return 0;
    }
    op.scope = scope_;
    ops.push_back(op);
    return ops.size() - 1;
  }

  /// Declares a parameter of the current layer and returns its number.
  constexpr int parameter(const char* leaf, Shape shape, Init init, bool trainable = true) {
    if (!failed() && shape.volume() < 0)
      begin_failure() << "needs a " << shape << ' ' << leaf << ", more than 2^40 numbers; make it smaller";
    params.push_back({scope_, leaf, shape, init, trainable});
    return params.size() - 1;
  }

  /// The first failure names the layer by its place and spelling: "layer 3, Dense<10>: needs …, got …; …".
  template <class... Part>
  constexpr Node fail(const Part&... part) {
    if (!failed()) (begin_failure() << ... << part);
    return 0;
  }

  /// Lowers layer `L`, the `index`-th of its list, in a scope of its own.
  template <class L>
  constexpr Node apply_at(Node x, int index) {
    if (failed()) return 0;
    path_.push_back({index, &L::spell});
    const Node y = apply<L>(x);
    path_.pop_back();
    return failed() ? 0 : y;
  }

  /// Lowers a whole network: nothing stands before it.
  template <class L>
  constexpr Node apply_whole() {
    const Node y = apply<L>(no_node);
    if (!failed() && !has_input()) error << "the network is empty: begin it with Input<height, width, channels>";
    return y;
  }

  /// Lowers layer `L`. A layer gets a scope for its parameters, called `name` or, where none is given,
  /// by default; a combinator gets one only if it is named.
  template <class L>
  constexpr Node apply(Node x, GivenName name = {}) {
    constexpr bool combinator = requires { L::is_combinator; };
    if constexpr (!combinator && !requires { L::is_source; }) {
      if (x == no_node) return fail("has no Input before it; begin the network with Input<height, width, channels>");
    }
    if (combinator && !name.given) return L::lower(*this, x);
    const int outer = scope_;
    enter({outer, name, L::keras_name});
    const Node y = failed() ? 0 : L::lower(*this, x);
    scope_ = outer;
    return y;
  }

 private:
  struct Step {
    int index = 0;
    void (*spell)(Text&) = nullptr;
  };

  // Not a template: clang would not have it ready for members that are none.
  constexpr Text& begin_failure() {
    error << "layer ";
    for (int i = 0; i < path_.size(); ++i) (i == 0 ? error : error << '.') << path_[i].index;
    if (!path_.empty()) {
      error << ", ";
      path_[path_.size() - 1].spell(error);
    }
    return error << ": ";
  }

  constexpr void enter(const Scope& scope) {
    if (scope.name.given)
      check_name(scope);
    else if (!named_.empty())
      check_default_name(scope);
    scopes.push_back(scope);
    scope_ = scopes.size() - 1;
    if (scope.name.given) named_.push_back(scope_);
  }

  constexpr void check_name(const Scope& scope) {
    const std::string_view name = scope.name.text;
    if (name.empty()) begin_failure() << "has an empty name; give it a letter at least";
    for (const char c : name)
      if (!failed() && (c == '.' || c <= ' ' || c > '~'))
        begin_failure() << "has a name with '.', a space or a control character: " << name;
    for (const int i : named_)
      if (scopes[i].parent == scope.parent && name == scopes[i].name.text) fail_as_taken(name);
    for (int i = 0; i < scopes.size() && !failed(); ++i) {
      const Scope& other = scopes[i];
      if (other.parent != scope.parent || other.name.given) continue;
      const int ordinal = ordinal_of_default(name, other.kind);
      if (ordinal >= 0 && ordinal < count_defaults(other)) fail_as_taken(name);
    }
  }

  /// A layer without a name must not get by default what another one was given.
  constexpr void check_default_name(const Scope& scope) {
    for (const int i : named_) {
      const Scope& other = scopes[i];
      if (failed() || other.parent != scope.parent) continue;
      const int ordinal = ordinal_of_default(other.name.text, scope.kind);
      if (ordinal >= 0 && ordinal == count_defaults(scope)) fail_as_taken(other.name.text);
    }
  }

  /// Layers so far beside `scope` and of its kind that have default names.
  constexpr int count_defaults(const Scope& scope) const {
    int n = 0;
    for (const Scope& other : scopes)
      n += other.parent == scope.parent && !other.name.given && std::string_view(other.kind) == scope.kind;
    return n;
  }

  constexpr void fail_as_taken(std::string_view name) {
    if (!failed()) begin_failure() << "is called \"" << name << "\" as another layer is; give it a name of its own";
  }

  list<Step> path_;
  list<int> named_;  // scopes with a given name
  int scope_ = -1;
};

}  // namespace cincel
