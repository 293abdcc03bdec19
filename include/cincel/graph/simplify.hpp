// The first pass: one forward sweep that removes what costs nothing (Flatten, Dropout at inference, what no output
// depends on) and moves batch normalisation, pre-processing, activation, residual addition and max-pooling into the
// operator that they stand beside.
#pragma once

#include <cincel/core/list.hpp>
#include <cincel/graph/user_ops.hpp>

namespace cincel {

/// A graph while passes work on it: operators in order of execution, operands as numbers of operators.
struct Steps {
  struct Operand {
    int node = 0;
    Shape view{};  // how the reader sees the value, if it was reshaped in between; rank 0 if not
    constexpr bool is_view() const { return view.rank != 0; }
  };
  struct Output {
    int node = 0;
    bool ends_in_softmax = false;  // training only: the last softmax was left to the loss
  };
  list<Op> ops;
  list<Operand> edges;
  list<Output> outputs;
  list<ChannelAffine> affines;

  constexpr int operand(const Op& op, int e = 0) const { return edges[op.first_edge + e].node; }
  constexpr bool is_output(int node) const {
    for (const Output& o : outputs)
      if (o.node == node) return true;
    return false;
  }
};

enum class Mode : unsigned char { inference, training };

namespace detail {

class Simplifier {
 public:
  template <class G>
  constexpr Simplifier(const G& g, Mode mode)
      : mode_(mode), alias_(static_cast<int>(g.ops.size()), -1), uses_(static_cast<int>(g.ops.size()), 0) {
    out_.ops.reserve(alias_.size());
    out_.edges.reserve(static_cast<int>(g.edges.size()));
    for (const ChannelAffine& a : g.affines) out_.affines.push_back(a);
    count_uses(g);
    for (int i = 0; i < alias_.size(); ++i)
      if (uses_[i] > 0 || g.ops[static_cast<std::size_t>(i)].kind == Kind::input) visit(g, i);
    compact();
  }
  constexpr Steps take() { return static_cast<Steps&&>(out_); }

 private:
  /// How many operators and outputs read each value; 0 for what no output depends on.
  template <class G>
  constexpr void count_uses(const G& g) {
    for (const NetworkOutput& o : g.outputs) {
      ++uses_[o.node];
      output_.push_back(o.node);
    }
    for (int i = uses_.size() - 1; i >= 0; --i) {
      if (uses_[i] == 0) continue;
      const Op& op = g.ops[static_cast<std::size_t>(i)];
      for (int e = op.first_edge; e < op.first_edge + op.edges; ++e) ++uses_[g.edges[static_cast<std::size_t>(e)]];
    }
    for (int i = 0; i < output_.size(); ++i) out_.outputs.push_back({});
  }

  template <class G>
  constexpr void visit(const G& g, int i) {
    const Op& op = g.ops[static_cast<std::size_t>(i)];
    if (op.edges == 0) return append(op, i, 0);
    const int* edges = &g.edges[static_cast<std::size_t>(op.first_edge)];
    const int x = alias_[edges[0]];
    if (op.kind == Kind::add && op.edges == 2 && absorb_add(x, alias_[edges[1]], op, i)) return;
    if (op.edges == 1 && (leave_to_loss(op, i) || vanishes(op) || (!shared_[x] && absorbs(out_.ops[x], op)))) {
      alias_[i] = x;
      shared_[x] = shared_[x] || uses_[i] != 1;
      return;
    }
    const int first = out_.edges.size();
    for (int e = 0; e < op.edges; ++e) {
      const Shape& seen = g.ops[static_cast<std::size_t>(edges[e])].out;
      const int made = alias_[edges[e]];
      out_.edges.push_back({made, seen == out_.ops[made].out ? Shape() : seen});
    }
    append(op, i, first);
    Op& made = out_.ops[out_.ops.size() - 1];
    if (has_weights(op.kind) && mode_ == Mode::inference && !shared_[x] &&
        take_preprocessing(made, out_.ops[x], out_.edges[first].is_view())) {
      dead_[x] = true;
      out_.edges[first].node = out_.operand(out_.ops[x]);
    }
  }

  constexpr void append(const Op& op, int i, int first_edge) {
    alias_[i] = out_.ops.size();
    out_.ops.push_back(op);
    out_.ops[alias_[i]].first_edge = first_edge;
    shared_.push_back(uses_[i] != 1);
    dead_.push_back(false);
  }

  /// The loss takes the softmax of an output itself.
  constexpr bool leave_to_loss(const Op& op, int i) {
    if (op.kind != Kind::softmax || mode_ != Mode::training || uses_[i] != 1) return false;
    for (int o = 0; o < output_.size(); ++o)
      if (output_[o] == i) return out_.outputs[o].ends_in_softmax = true;
    return false;
  }

  constexpr bool vanishes(const Op& op) const {
    return op.kind == Kind::reshape || (op.kind == Kind::noise && (mode_ == Mode::inference || op.a == 0));
  }

  static constexpr bool is_convolution(Kind k) { return has_weights(k) || k == Kind::depthwise_conv2d; }

  /// Whether producer `p`, whose value nobody else reads, can do the work of `op` as well; if so it now does.
  constexpr bool absorbs(Op& p, const Op& op) {
    if (p.kind == Kind::input) return false;
    const bool same_map = op.in == p.out;
    if (op.kind == Kind::activation) {
      const bool can = is_convolution(p.kind) || p.kind == Kind::batch_normalization ||
                       (p.kind == Kind::add && mode_ == Mode::inference);
      if (!can || p.activation != Activation::none || p.pool != Size{1}) return false;
      if (mode_ == Mode::training && !gradient_by_result(op.activation)) return false;
      p.activation = op.activation;
      p.alpha = op.alpha;
      return true;
    }
    if (mode_ == Mode::training) return false;
    if (op.kind == Kind::channel_affine) return same_map && absorb_affine(p, op);
    if (op.kind == Kind::batch_normalization) {
      if (!is_convolution(p.kind) || p.activation != Activation::none || p.fold.normalization >= 0 || p.residual ||
          p.pool != Size{1} || !same_map)
        return false;
      p.fold.normalization = op.param;
      p.fold.epsilon = op.a;
      p.fold.center = op.center;
      p.fold.scale = op.scale;
      return true;
    }
    if (op.kind == Kind::max_pooling2d) {
      // Pooling first and activating the fewer values after is exact for an activation that rises. Windows that
      // overlap or hang over the border stay operators of their own.
      if (p.kind != Kind::conv2d || p.pool != Size{1} || p.residual || p.groups != 1 || op.window.pad.any() ||
          !same_map || op.in.rank != 3 || !is_rising(p.activation) || op.window.kernel != op.window.stride ||
          op.window.kernel.h > 4 || op.window.kernel.w > 4)
        return false;
      p.pool = op.window.kernel;
      p.out = op.out;
      return true;
    }
    return false;
  }

  /// Two affine maps one after the other are one; statistics come last.
  constexpr bool absorb_affine(Op& p, const Op& op) {
    if (p.kind != Kind::channel_affine || p.params > 0) return false;
    if (op.detail >= 0) {
      ChannelAffine& first = out_.affines[p.detail];
      const ChannelAffine& then = out_.affines[op.detail];
      for (int c = 0; c < 4; ++c) {
        const double scale = static_cast<double>(then.scale[c]);
        first.offset[c] =
            static_cast<float>(scale * static_cast<double>(first.offset[c]) + static_cast<double>(then.offset[c]));
        first.scale[c] = static_cast<float>(scale * static_cast<double>(first.scale[c]));
      }
    }
    p.param = op.param;
    p.params = op.params;
    p.a = op.a;
    return true;
  }

  /// x + z where the later of the two is made by a convolution for nobody else: it adds the other before its
  /// activation.
  constexpr bool absorb_add(int x, int z, const Op& add, int i) {
    if (mode_ == Mode::training || x == z) return false;
    const int later = x > z ? x : z, other = x > z ? z : x;
    Op& p = out_.ops[later];
    if (shared_[later] || p.kind != Kind::conv2d || p.residual || p.activation != Activation::none ||
        p.pool != Size{1} || p.groups != 1 || p.out != add.out || out_.ops[other].out != add.out)
      return false;
    const Steps::Operand from = out_.edges[p.first_edge];
    p.first_edge = out_.edges.size();
    p.edges = 2;
    p.residual = true;
    out_.edges.push_back(from);
    out_.edges.push_back({other, {}});
    alias_[i] = later;
    shared_[later] = uses_[i] != 1;
    return true;
  }

  /// w · (s·x + o) = (s·w) · x + o·sum(w): exact unless zeros are padded around s·x + o. A reader that takes the map
  /// for another shape does not see its channels, so then all of them must have the same scale and offset.
  constexpr bool take_preprocessing(Op& op, const Op& affine, bool reshaped) const {
    if (affine.kind != Kind::channel_affine) return false;
    const ChannelAffine f = affine.detail < 0 ? ChannelAffine{} : out_.affines[affine.detail];
    bool shifts = affine.params > 0, uniform = affine.params == 0;
    for (int c = 0; c < 4; ++c) {
      shifts = shifts || f.offset[c] != 0;
      uniform = uniform && f.offset[c] == f.offset[0] && f.scale[c] == f.scale[0];
    }
    if ((op.window.pad.any() && shifts) || (reshaped && !uniform)) return false;
    op.fold.input_affine = affine.detail;
    if (affine.params > 0) {
      op.fold.input_statistics = affine.param;
      op.fold.input_epsilon = affine.a;
    }
    return true;
  }

  /// Drops dead operators and renumbers.
  constexpr void compact() {
    bool any = false;
    for (const bool dead : dead_) any = any || dead;
    if (!any) {
      for (int o = 0; o < output_.size(); ++o) out_.outputs[o].node = alias_[output_[o]];
      return;
    }
    Steps s;
    s.ops.reserve(out_.ops.size());
    list<int> number(out_.ops.size(), -1);
    for (int i = 0; i < out_.ops.size(); ++i) {
      if (dead_[i]) continue;
      s.ops.push_back(out_.ops[i]);
      Op& op = s.ops[s.ops.size() - 1];
      const int first = s.edges.size();
      for (int e = 0; e < op.edges; ++e) {
        s.edges.push_back(out_.edges[op.first_edge + e]);
        s.edges[first + e].node = number[s.edges[first + e].node];
      }
      op.first_edge = first;
      number[i] = s.ops.size() - 1;
    }
    s.outputs = out_.outputs;
    s.affines = static_cast<list<ChannelAffine>&&>(out_.affines);
    for (int o = 0; o < output_.size(); ++o) s.outputs[o].node = number[alias_[output_[o]]];
    out_ = static_cast<Steps&&>(s);
  }

  Mode mode_;
  list<int> alias_, uses_, output_;
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
