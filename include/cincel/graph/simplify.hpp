// The first pass: one forward sweep that removes what costs nothing (Flatten, Dropout at inference) and moves
// batch normalisation, rescaling, activation and max-pooling into the operator that they stand beside.
#pragma once

#include <cincel/core/list.hpp>
#include <cincel/graph/op.hpp>

namespace cincel {

/// A graph while passes work on it: operators in order of execution, operands as numbers of operators.
struct Steps {
  list<Op> ops;
  list<int> edges;
  int output = 0;
  bool ends_in_softmax = false;  // training only: the last softmax was left to the loss

  constexpr int operand(const Op& op) const { return edges[op.first_edge]; }
};

enum class Mode : unsigned char { inference, training };

namespace detail {

class Simplifier {
 public:
  template <class G>
  constexpr Simplifier(const G& g, Mode mode)
      : mode_(mode), alias_(static_cast<int>(g.ops.size()), -1), uses_(static_cast<int>(g.ops.size()), 0) {
    for (const int x : g.edges) ++uses_[x];
    ++uses_[g.output];
    for (int i = 0; i < alias_.size(); ++i) visit(g, i);
    compact(alias_[g.output]);
  }
  constexpr Steps take() { return static_cast<Steps&&>(out_); }

 private:
  template <class G>
  constexpr void visit(const G& g, int i) {
    Op op = g.ops[static_cast<std::size_t>(i)];
    if (op.edges == 0) return append(op, i);
    int x = alias_[g.edges[static_cast<std::size_t>(op.first_edge)]];
    const bool last_softmax = op.kind == Kind::softmax && i == g.output && mode_ == Mode::training;
    out_.ends_in_softmax = out_.ends_in_softmax || last_softmax;
    if (last_softmax || vanishes(op) || (!shared_[x] && absorbs(out_.ops[x], op))) {
      alias_[i] = x;
      shared_[x] = shared_[x] || uses_[i] != 1;
      return;
    }
    if (has_weights(op.kind) && !shared_[x] && take_rescaling(op, out_.ops[x])) {
      dead_[x] = true;
      x = out_.operand(out_.ops[x]);
    }
    op.first_edge = out_.edges.size();
    out_.edges.push_back(x);
    append(op, i);
  }

  constexpr void append(const Op& op, int i) {
    alias_[i] = out_.ops.size();
    out_.ops.push_back(op);
    shared_.push_back(uses_[i] != 1);
    dead_.push_back(false);
  }

  constexpr bool vanishes(const Op& op) const {
    return op.kind == Kind::flatten || (op.kind == Kind::dropout && (mode_ == Mode::inference || op.a == 0));
  }

  /// Whether producer `p`, whose value nobody else reads, can do the work of `op` as well; if so it now does.
  constexpr bool absorbs(Op& p, const Op& op) const {
    const bool same_map = op.in == p.out;
    if (op.kind == Kind::activation) {
      const bool can = has_weights(p.kind) || p.kind == Kind::batch_normalization;
      if (!can || p.activation != Activation::none) return false;
      p.activation = op.activation;
      return true;
    }
    if (mode_ == Mode::training) return false;
    if (op.kind == Kind::batch_normalization) {
      if (!has_weights(p.kind) || p.activation != Activation::none || p.fold.normalization >= 0 || p.pool != Window{} ||
          !same_map)
        return false;
      p.fold.normalization = op.param;
      p.fold.epsilon = op.a;
      p.fold.center = op.center;
      p.fold.scale = op.scale;
      return true;
    }
    if (op.kind == Kind::max_pooling2d) {
      // Every activation here rises, so pooling first and activating the fewer values after is exact. Windows
      // that overlap or hang over the border stay operators of their own.
      if (p.kind != Kind::conv2d || p.pool != Window{} || op.window.pad.any() || !same_map ||
          op.window.kernel != op.window.stride || op.window.kernel.h > 4 || op.window.kernel.w > 4)
        return false;
      p.pool = op.window;
      p.out = op.out;
      return true;
    }
    return false;
  }

  /// w · (s·x + o) = (s·w) · x + o·sum(w): exact unless zeros are padded around s·x + o.
  constexpr bool take_rescaling(Op& op, const Op& rescaling) const {
    if (mode_ == Mode::training || rescaling.kind != Kind::rescaling) return false;
    if (op.window.pad.any() && rescaling.b != 0) return false;
    op.fold.input_scale = rescaling.a;
    op.fold.input_offset = rescaling.b;
    return true;
  }

  /// Drops dead operators and renumbers.
  constexpr void compact(int output) {
    Steps s;
    s.ends_in_softmax = out_.ends_in_softmax;
    list<int> number(out_.ops.size(), -1);
    for (int i = 0; i < out_.ops.size(); ++i) {
      if (dead_[i]) continue;
      Op op = out_.ops[i];
      const int first = s.edges.size();
      for (int e = 0; e < op.edges; ++e) s.edges.push_back(number[out_.edges[op.first_edge + e]]);
      op.first_edge = first;
      number[i] = s.ops.size();
      s.ops.push_back(op);
    }
    s.output = number[output];
    out_ = static_cast<Steps&&>(s);
  }

  Mode mode_;
  list<int> alias_, uses_;
  list<bool> shared_, dead_;
  Steps out_;
};

}  // namespace detail

/// The operators that remain. Inference folds and fuses all it can; training keeps what has a gradient of its
/// own, and only moves activations into the operator before them.
template <class G>
constexpr Steps simplify(const G& g, Mode mode) {
  return detail::Simplifier(g, mode).take();
}

}  // namespace cincel
