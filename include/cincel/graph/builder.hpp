// What a layer's `lower` talks to: it checks, declares parameters and adds operators, or fails with a sentence.
#pragma once

#include <cincel/core/number_type.hpp>
#include <cincel/graph/layer_check.hpp>
#include <cincel/graph/scopes.hpp>

#include <initializer_list>

namespace cincel {

/// A value that a `Tap` put aside for a later layer.
struct TappedValue {
  const char* name = "";
  Node node = 0;
  bool joined = false;
  int layer = 0;  // place in the outermost list, for the error
};

/// Collects the operators and parameters of a network while its layers are lowered one after another.
class Builder {
 public:
  list<Op> ops;
  list<int> edges;
  list<Param> params;
  ScopeTree scopes;
  list<Rearrangement> rearrangements;
  list<ChannelAffine> affines;
  list<NetworkOutput> outputs;  // besides the last layer's
  list<ForcedChoice> forced;
  list<TappedValue> taps;
  const char* first_output = "";
  int inputs = 0;
  bool shares = false;  // whether a parameter belongs to several operators
  bool tight_numbers = false;
  Type dense_weights = Type::float32;
  bool in_outputs = false;  // while the heads of `Outputs` are lowered
  Text error;               // the first mistake; empty if the network is right

  static constexpr Node no_node = -1;

  /// A builder that only counts keeps shapes and parameters, and no operators: copying these is most of its work.
  constexpr explicit Builder(bool only_counts = false) : only_counts_(only_counts) {}

  constexpr bool failed() const { return !error.empty(); }
  constexpr const Shape& shape(Node x) const { return shapes_[x]; }
  constexpr int op_count() const { return shapes_.size(); }
  constexpr int edge_count() const { return edge_count_; }
  constexpr std::int64_t macs() const { return macs_; }

  /// Adds an operator with one operand. Fails if its output or its work is too large to count.
  constexpr Node add(const Op& op, Node x) { return add(op, {x}); }
  /// Adds an operator with several operands; its input shape is that of the first.
  constexpr Node add(const Op& op, std::initializer_list<Node> operands) {
    return add_with(op, operands.begin(), static_cast<int>(operands.size()));
  }
  constexpr Node add(const Op& op, const list<Node>& operands) {
    return add_with(op, operands.begin(), operands.size());
  }

  /// Adds an operator without operands: an input.
  constexpr Node add_source(const Op& op) { return add_with(op, nullptr, 0); }
  /// Adds operators whose details stand in lists of their own.
  constexpr Node add(Op& op, const Rearrangement& r, Node x) {
    op.detail = rearrangements.size();
    rearrangements.push_back(r);
    return add(op, x);
  }
  constexpr Node add(Op& op, const ChannelAffine& a, Node x) {
    op.detail = affines.size();
    affines.push_back(a);
    return add(op, x);
  }

  /// Declares a parameter of the operator that the current layer is about to add.
  constexpr void parameter(Op& op, const char* leaf, Shape shape, Init init, bool trainable = true) {
    if (failed() || stopped()) return;
    if (shape.volume() < 0)
      begin_failure() << "needs a " << shape << ' ' << leaf << ", more than 2^40 numbers; make it smaller";
    int number = params.size();
    if (replay_ >= 0)
      number = shared_parameter(leaf, shape);
    else
      params.push_back({scope_, leaf, shape, init, trainable});
    if (op.params++ == 0) op.param = number;
  }

  /// The first failure names the layer by its place and spelling: "layer 3, Dense<10>: needs …, got …; …".
  template <class... Part>
  constexpr Node fail(const Part&... part) {
    if (!failed() && !stopped()) (begin_failure() << ... << part);
    return 0;
  }

  constexpr Node fail_without_input() {
    return fail("has no Input before it; begin the network with Input<height, width, channels>");
  }

  /// Lowers layer `L`, the `index`-th of its list, in a scope of its own.
  template <class L>
  constexpr Node apply_at(Node x, int index) {
    if (failed()) return 0;
    if (stopped()) return x;
    path_.push_back({index, &detail::spell_any<L>});
    const Node y = apply<L>(x);
    path_.pop_back();
    return failed() ? 0 : y;
  }

  /// Lowers a whole network: nothing stands before it. Its value is the first output.
  template <class L>
  constexpr Node apply_whole() {
    whole_ = &detail::spell_any<L>;
    const Node y = apply<L>(no_node);
    if (!failed() && shapes_.empty()) error << "the network is empty: begin it with Input<height, width, channels>";
    for (const TappedValue& t : taps)
      if (!failed() && !t.joined && !stop_was_met_)
        error << "layer " << t.layer << ", Tap<\"" << t.name << "\">: is never joined; add AddWith<\"" << t.name
              << "\">, ConcatWith<\"" << t.name << "\"> or another that takes it, or remove the Tap";
    return y;
  }

  /// Lowers layer `L`. A layer gets a scope for its parameters, called `name` or, where none is given,
  /// by default; a combinator gets one only if it is named. Fails if `L` is no layer.
  template <class L>
  constexpr Node apply(Node x, GivenName name = {}) {
    if (failed()) return 0;
    if (stopped()) return x;
    if constexpr (Layer<L>) {
      constexpr bool combinator = requires { L::is_combinator; };
      if constexpr (!combinator && !requires { L::is_source; })
        if (x == no_node) return fail_without_input();
      if (x != no_node && ended_) return fail_behind_outputs(&detail::spell_any<L>);
      named_combinator_ = combinator && name.given;
      if (combinator && !name.given) return L::lower(*this, x);
      const int outer = scope_;
      enter({outer, name, L::keras_name}, detail::kind_hash<L>);
      const Node y = failed() ? 0 : L::lower(*this, x);
      if (!stop_.empty()) check_stop(y);
      scope_ = outer;
      return stopped_ != no_node ? stopped_ : y;
    } else {
      detail::spell_layer_fault<L>(begin_failure());
      return 0;
    }
  }

  /// Calls `f`, which lowers a part of the current layer, with a scope called `name` for its parameters.
  template <class F>
  constexpr Node in_scope(const char* name, const char* kind, F f) {
    if (failed() || stopped()) return 0;
    const int outer = scope_;
    enter({outer, {name, true}, kind}, 0);
    const Node y = failed() ? 0 : f();
    scope_ = outer;
    return y;
  }

  /// Whether the combinator that is being lowered was given a name itself; to be asked before it lowers anything.
  constexpr bool in_named_combinator() const { return named_combinator_; }

  /// Lowers layer `L` under the name of its number: the `number`-th of a repeated block.
  template <class L>
  constexpr Node apply_numbered(Node x, int number) {
    if (failed()) return 0;
    if (stopped()) return x;
    path_.push_back({number, &detail::spell_any<L>});
    const Node y = apply<L>(x, {"", true, number});
    path_.pop_back();
    return failed() ? 0 : y;
  }

  /// Lowers layer `L` with the parameters of the first layer that was lowered under this `name`.
  template <class L>
  constexpr Node apply_shared(Node x, const char* name) {
    for (int i = 0; i < shared_.size(); ++i)
      if (std::string_view(shared_[i].name) == name) return replay<L>(x, i);
    const int i = shared_.size();
    shared_.push_back({name, params.size(), 0, 0});
    const Node y = apply<L>(x, {name, true});
    shared_[i].end = params.size();
    shared_[i].scope = scopes.size();
    return y;
  }

  /// Has the layer or block called `name` computed by the implementation of that name, in each of its uses.
  constexpr void force(std::string_view name, const char* implementation) {
    if (failed() || stopped()) return;
    const int before = forced.size();
    for (int i = 0; i < scopes.size(); ++i) {
      Text path;
      spell_path(path, scopes, i);
      if (path.view() == name) forced.push_back({i, implementation});
    }
    if (forced.size() == before) return fail_without_layer(name);
    for (int i = 0; i < before; ++i)
      if (forced[i].scope == forced[before].scope) fail("forces ", name, " a second time; leave one of the two");
  }

  /// Puts a value aside under a name.
  constexpr Node tap(const char* name, Node x) {
    for (TappedValue& t : taps)
      if (std::string_view(t.name) == name) {
        if (!t.joined) return fail("a tap of this name is open already; join that first, or choose another name");
        t = {name, x, false, outermost()};
        return x;
      }
    taps.push_back({name, x, false, outermost()});
    return x;
  }
  /// Takes the value that was put aside; fails if there is none, or if it was taken before.
  constexpr Node take_tap(const char* name) {
    for (TappedValue& t : taps) {
      if (std::string_view(t.name) != name) continue;
      if (t.joined)
        return fail("joins the tap \"", name,
                    "\" a second time; tap the value twice, under two names, to use it twice");
      t.joined = true;
      return t.node;
    }
    if (failed() || stopped()) return 0;
    Text& e = begin_failure();
    e << "no tap is called \"" << name << "\"; ";
    if (taps.empty()) e << "there are none: put Tap<\"" << name << "\"> where the value is made";
    if (!taps.empty()) e << "there are";
    for (const TappedValue& t : taps) e << " \"" << t.name << '"';
    return 0;
  }

  /// Makes `x` an output of the network besides the last layer's value.
  constexpr void add_output(Node x, const char* name) {
    if (failed() || stopped()) return;
    for (const NetworkOutput& o : outputs)
      if (std::string_view(o.name) == name)
        fail("a second output is called \"", name, "\"; outputs need names of their own");
    outputs.push_back({x, name});
  }
  /// What the last layer's value is called.
  constexpr void name_first_output(const char* name) { first_output = name; }
  /// From now on a further layer is an error: the outputs are complete.
  constexpr void end_network() { ended_ = true; }

  /// Lowers `L` up to the layer whose path is `name`; what stands behind it is left out.
  template <class L>
  constexpr Node apply_until(Node x, std::string_view name) {
    stop_ = name;
    Node y = apply<L>(x);
    if (failed()) return 0;
    if (!stopped()) {
      fail_without_layer(name);
      return 0;
    }
    y = stopped_;
    stop_ = {};
    stopped_ = no_node;
    stop_was_met_ = true;
    for (TappedValue& t : taps) t.joined = true;
    return y;
  }

 private:
  /// A layer on the way from the network to the one that is being lowered: its number in its list, and its spelling.
  struct Place {
    int index = 0;
    void (*spell)(Text&) = nullptr;
  };
  struct Shared {
    const char* name = "";
    int begin = 0, end = 0, scope = 0;  // parameters; number of scopes behind its first use
  };
  constexpr bool stopped() const { return stopped_ != no_node; }
  constexpr int outermost() const { return path_.empty() ? 0 : path_[0].index; }

  constexpr Node add_with(const Op& made, const Node* operands, int n) {
    if (failed() || stopped()) return 0;
    if (made.kind == Kind::user && (made.user == nullptr || made.user->lacks != nullptr)) {
      begin_failure() << (made.user == nullptr ? "adds a Kind::user without functions; set .user = &user_ops<Layer>"
                                               : made.user->lacks);
      return 0;
    }
    if (made.out.volume() < 0) {
      begin_failure() << "makes " << made.out << ", more than 2^40 numbers; make it smaller";
      return 0;
    }
    shapes_.push_back(made.out);
    macs_ += made.macs;
    if (made.kind == Kind::input) ++inputs;
    if (!only_counts_) {
      ops.push_back(made);
      Op& op = ops[ops.size() - 1];
      op.scope = scope_;
      if (op.kind == Kind::input) op.input = inputs - 1;
      op.first_edge = edge_count_;
      op.edges = n;
      if (n > 0) op.in = shapes_[operands[0]];
      for (int i = 0; i < n; ++i) edges.push_back(operands[i]);
    }
    edge_count_ += n;
    return shapes_.size() - 1;
  }

  template <class L>
  constexpr Node replay(Node x, int i) {
    const int outer = replay_, outer_scope = scope_;
    if (shared_[i].end == 0 && shared_[i].scope == 0)
      return fail("is shared inside itself; give the inner layer another name");
    shares = true;
    replay_ = shared_[i].begin;
    scopes.push_back({scope_, {shared_[i].name, true}, L::keras_name});
    scope_ = scopes.size() - 1;
    const Node y = L::lower(*this, x);
    if (!failed() && !stopped() && replay_ != shared_[i].end)
      fail("shares the weights of \"", shared_[i].name, "\", which has ", shared_[i].end - shared_[i].begin,
           " parameters, but has ", replay_ - shared_[i].begin, " itself");
    scope_ = outer_scope;
    const bool inside = outer >= 0 && outer <= shared_[i].begin;
    replay_ = inside ? shared_[i].end : outer;
    return y;
  }

  constexpr int shared_parameter(const char* leaf, const Shape& shape) {
    if (replay_ >= params.size()) {
      begin_failure() << "has a " << leaf << " that the layer whose weights it shares has not";
      return 0;
    }
    const Param& p = params[replay_];
    if (p.shape != shape || std::string_view(p.leaf) != leaf)
      begin_failure() << "shares the weights of another layer whose " << p.leaf << " is " << p.shape << ", but needs a "
                      << shape << ' ' << leaf << "; give both the same input and options";
    return replay_++;
  }

  constexpr Node fail_behind_outputs(void (*spell)(Text&)) {
    begin_failure() << "stands behind Outputs, where the network ends; put it into the heads: Output<\"" << first_output
                    << "\", ..., ";
    spell(error);
    error << '>';
    return 0;
  }

  constexpr void fail_without_layer(std::string_view name) {
    Text& e = begin_failure();
    e << "no layer is called \"" << name << "\"; there are";
    for (int i = 0; i < scopes.size(); ++i) spell_path(e << ' ', scopes, i);
  }

  // Not a template: clang would instantiate it too late for the members that are not templates either.
  constexpr Text& begin_failure() {
    if (path_.empty()) {
      whole_(error);
      return error << ": ";
    }
    error << "layer ";
    for (int i = 0; i < path_.size(); ++i) (i == 0 ? error : error << '.') << path_[i].index;
    path_[path_.size() - 1].spell(error << ", ");
    return error << ": ";
  }

  constexpr void check_stop(Node y) {
    if (stopped() || failed()) return;
    Text path;
    spell_path(path, scopes, scope_);
    if (path.view() == stop_) stopped_ = y;
  }

  constexpr void enter(const Scope& scope, std::uint64_t kind) {
    const ScopeTree::Answer a = scopes.open(scope, kind);
    scope_ = scopes.size() - 1;
    if (a.fault == ScopeTree::Fault::none || failed()) return;
    if (a.fault == ScopeTree::Fault::empty)
      begin_failure() << "has an empty name; give it a letter at least";
    else if (a.fault == ScopeTree::Fault::character)
      begin_failure() << "has a name with '.', a space or a control character: " << a.name;
    else
      begin_failure() << "is called \"" << a.name << "\" as another layer is; give it a name of its own";
  }

  list<Shape> shapes_;  // of all values
  int edge_count_ = 0;
  std::int64_t macs_ = 0;
  bool only_counts_;
  list<Place> path_;
  void (*whole_)(Text&) = nullptr;  // spells the network
  list<Shared> shared_;
  std::string_view stop_{};
  Node stopped_ = no_node;
  int scope_ = -1, replay_ = -1;
  bool ended_ = false, named_combinator_ = false, stop_was_met_ = false;
};

}  // namespace cincel
