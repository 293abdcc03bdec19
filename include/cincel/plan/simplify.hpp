// The first pass: one forward sweep that removes what costs nothing (Flatten, Dropout at inference, what no output
// depends on) and moves batch normalisation, pre-processing, activation, residual addition and max-pooling into the
// operator that they stand beside, wherever fusions.hpp says that this is exact.
#pragma once

#include <cincel/plan/fusions.hpp>

namespace cincel {

namespace detail {

class Simplifier {
 public:
  /// Where `refusals` are wanted, each operator's is set that has a step of its own though it could be another's part.
  template <class G>
  constexpr Simplifier(const G& g, Mode mode, OutputBits left_to_loss, list<fusion::Refusal>* refusals)
      : mode_(mode), refusals_(refusals), alias_(g.ops.size(), -1), uses_(g.ops.size(), 0) {
    out_.ops.reserve(alias_.size());
    out_.edges.reserve(static_cast<int>(g.edges.size()));
    for (const ChannelAffine& a : g.affines) out_.affines.push_back(a);
    count_uses(g);
    for (int i = 0; i < alias_.size(); ++i)
      if (uses_[i] > 0 || g.ops[i].kind == Kind::input) visit(g, i);
    set_outputs(g, mode == Mode::training ? left_to_loss : 0);
    if (rewired_) compact();
  }
  constexpr Steps take() { return static_cast<Steps&&>(out_); }

 private:
  /// How many operators and outputs read each value; 0 for what no output depends on.
  template <class G>
  constexpr void count_uses(const G& g) {
    for (const NetworkOutput& o : g.outputs) ++uses_[o.node];
    for (int i = uses_.size() - 1; i >= 0; --i) {
      if (uses_[i] == 0) continue;
      const Op& op = g.ops[i];
      for (int e = op.first_edge; e < op.first_edge + op.edges; ++e) ++uses_[g.edges[e]];
    }
  }

  template <class G>
  constexpr void visit(const G& g, int i) {
    const Op& op = g.ops[i];
    if (op.edges == 0) return append(op, i, 0);
    const int* edges = &g.edges[op.first_edge];
    const int x = alias_[edges[0]];
    if (op.edges == 2 && traits_of(op).role == Role::sum && absorb_add(x, alias_[edges[1]], op, i)) return;
    if (op.edges == 1 && (fusion::vanishes(op, mode_) || is_absorbed(x, op, i))) {
      alias_[i] = x;
      shared_[x] = shared_[x] || uses_[i] != 1;
      return;
    }
    const int first = out_.edges.size();
    for (int e = 0; e < op.edges; ++e) out_.edges.push_back(operand(alias_[edges[e]], g.ops[edges[e]].out));
    append(op, i, first);
    if (mode_ == Mode::inference) take_preprocessing(out_.ops[alias_[i]], x);
  }

  constexpr bool refuse(int i, fusion::Refusal why) {
    if (refusals_ != nullptr && why != nullptr) (*refusals_)[i] = why;
    return why != nullptr;
  }
  static constexpr fusion::Refusal is_shared = "others read what it reads";

  /// The value made by step `made` as a reader takes it that sees it in shape `seen`.
  constexpr Steps::Operand operand(int made, const Shape& seen) const {
    return {made, seen == out_.ops[made].out ? Shape() : seen};
  }

  constexpr void append(const Op& op, int i, int first_edge) {
    alias_[i] = out_.ops.size();
    out_.ops.push_back(op);
    out_.ops[alias_[i]].first_edge = first_edge;
    shared_.push_back(uses_[i] != 1);
  }

  /// Whether the step `x` can do the work of operator `i` as well; if so it now does.
  constexpr bool is_absorbed(int x, const Op& op, int i) {
    const Role role = traits_of(op).role;
    if (role == Role::none || role == Role::sum || (mode_ == Mode::training && role != Role::activation)) return false;
    if (refuse(i, shared_[x] ? is_shared : refusal(out_.ops[x], op, role))) return false;
    absorb(out_.ops[x], op, role);
    return true;
  }
  constexpr fusion::Refusal refusal(const Op& p, const Op& op, Role role) const {
    if (role == Role::activation) return fusion::refuses_activation(p, op, mode_);
    if (role == Role::affine) return fusion::refuses_affine(p, op);
    if (role == Role::normalization) return fusion::refuses_normalization(p, op);
    return fusion::refuses_max_pooling(p, op);
  }
  constexpr void absorb(Op& p, const Op& op, Role role) {
    if (role == Role::activation) {
      p.activation = op.activation;
      p.alpha = op.alpha;
    } else if (role == Role::affine) {
      absorb_affine(p, op);
    } else if (role == Role::normalization) {
      p.fold.normalization = op.param;
      p.fold.epsilon = op.epsilon;
      p.fold.center = op.center;
      p.fold.scale = op.scale;
    } else {
      p.pool = op.window.kernel;
      // What hangs over no window is computed by nobody.
      p.macs = p.macs / p.out.volume() * op.out.volume() * p.pool.h * p.pool.w;
      p.out = op.out;
    }
  }
  constexpr void absorb_affine(Op& p, const Op& op) {
    if (op.detail >= 0) {
      ChannelAffine& first = out_.affines[p.detail];
      const ChannelAffine& then = out_.affines[op.detail];
      for (int c = 0; c < 4; ++c) {
        first.offset[c] = then.scale[c] * first.offset[c] + then.offset[c];
        first.scale[c] *= then.scale[c];
      }
    }
    p.param = op.param;
    p.params = op.params;
    p.epsilon = op.epsilon;
  }

  /// x + z where the later of the two is made by a convolution for nobody else: that adds the other.
  constexpr bool absorb_add(int x, int z, const Op& add, int i) {
    if (mode_ == Mode::training || x == z) return false;
    const int later = x > z ? x : z, other = x > z ? z : x;
    Op& p = out_.ops[later];
    if (refuse(i, shared_[later] ? is_shared : fusion::refuses_residual(p, out_.ops[other], add))) return false;
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

  /// `op` reads what the pre-processing before it, step `made`, reads, in the shape in which it saw the result.
  constexpr void take_preprocessing(Op& op, int made) {
    const Op& affine = out_.ops[made];
    if (traits_of(affine).role != Role::affine) return;
    Steps::Operand& x = out_.edges[op.first_edge];
    const ChannelAffine f = affine.detail < 0 ? ChannelAffine{} : out_.affines[affine.detail];
    const fusion::Refusal why =
        shared_[made] ? "others read it too" : fusion::refuses_preprocessing(op, affine, f, x.is_view());
    if (why != nullptr) {
      for (int i = 0; refusals_ != nullptr && i < alias_.size(); ++i)
        if (alias_[i] == made) return static_cast<void>(refuse(i, why));
      return;
    }
    op.fold.input_affine = affine.detail;
    if (affine.params > 0) {
      op.fold.input_statistics = affine.param;
      op.fold.input_epsilon = affine.epsilon;
    }
    const Shape seen = out_.seen(x);
    x = operand(out_.operand(affine), seen);
    rewired_ = true;
  }

  /// An output whose loss takes the softmax itself is what stands before the softmax.
  template <class G>
  constexpr void set_outputs(const G& g, OutputBits left_to_loss) {
    for (int o = 0; o < g.outputs.size(); ++o) {
      const int softmax = contains(left_to_loss, o) ? softmax_of_output(g, o) : -1;
      const int made = alias_[softmax < 0 ? g.outputs[o].node : softmax];
      out_.outputs.push_back({softmax < 0 ? made : out_.operand(out_.ops[made])});
      rewired_ = rewired_ || softmax >= 0;
    }
  }

  /// Drops operators that nobody reads any more, and renumbers.
  constexpr void compact() {
    list<bool> read(out_.ops.size(), false);
    for (const Steps::Output& o : out_.outputs) read[o.node] = true;
    for (int i = out_.ops.size() - 1; i >= 0; --i)
      for (int e = 0; read[i] && e < out_.ops[i].edges; ++e) read[out_.operand(out_.ops[i], e)] = true;
    Steps s;
    s.ops.reserve(out_.ops.size());
    list<int> number(out_.ops.size(), -1);
    for (int i = 0; i < out_.ops.size(); ++i) {
      if (!read[i] && out_.ops[i].kind != Kind::input) continue;
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
    for (Steps::Output& o : s.outputs) o.node = number[o.node];
    out_ = static_cast<Steps&&>(s);
  }

  Mode mode_;
  list<fusion::Refusal>* refusals_;
  list<int> alias_, uses_;
  list<bool> shared_;
  bool rewired_ = false;  // whether an operator may have lost its readers
  Steps out_;
};

}  // namespace detail

/// The operators that remain. Inference folds and fuses all it can; training keeps what has a gradient of its own, only
/// moves activations into the operator before them, and leaves the softmaxes of the outputs `left_to_loss` out.
template <class G>
constexpr Steps simplify(const G& g, Mode mode, OutputBits left_to_loss = all_outputs) {
  return detail::Simplifier(g, mode, left_to_loss, nullptr).take();
}

/// Why operators of `g` that could be a part of another's step have one of their own at inference; null for all others.
template <class G>
constexpr list<fusion::Refusal> refusals_of(const G& g) {
  list<fusion::Refusal> why(g.ops.size(), nullptr);
  const detail::Simplifier simplifier(g, Mode::inference, 0, &why);
  return why;
}

}  // namespace cincel
