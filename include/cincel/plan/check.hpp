// Checks of a whole graph after a pass, and of a plan: what each edge says agrees with what stands at its two ends, and
// everything that is read was written. Each function answers null, or what is wrong. Tests run them on every network.
#pragma once

#include <cincel/plan/training_plan.hpp>

namespace cincel::check {

/// Rows or columns of a window that `out` rows need must be there, padding included.
constexpr bool window_fits(std::int64_t in, std::int64_t out, int kernel, int stride, int dilation, int before,
                           int after) {
  return (out - 1) * stride + span_of(kernel, dilation) <= in + before + after;
}

/// Whether the windows of an operator that finds its padding in memory reach no further.
constexpr bool windows_fit(const Op& op) {
  const Window& w = op.window;
  const Shape map = map_before_pooling(op);
  return window_fits(op.in.height(), map.height(), w.kernel.h, w.stride.h, w.dilation.h, w.pad.top, w.pad.bottom) &&
         window_fits(op.in.width(), map.width(), w.kernel.w, w.stride.w, w.dilation.w, w.pad.left, w.pad.right);
}

/// The operands of `op` and its own numbers agree with each other.
constexpr const char* operator_fault(const Steps& s, int i) {
  const Op& op = s.ops[i];
  if (op.out.volume() <= 0) return "makes nothing";
  if (op.edges == 0) return op.kind == Kind::input ? nullptr : "reads nothing";
  std::int64_t channels = 0;
  for (int e = 0; e < op.edges; ++e) {
    const Steps::Operand& x = s.edges[op.first_edge + e];
    if (x.node < 0 || x.node >= i) return "reads a value that is made after it";
    if (x.is_view() && x.view.volume() != s.ops[x.node].out.volume()) return "sees other numbers than there are";
    channels += s.seen(x).channels();
  }
  if (s.seen(s.edges[op.first_edge]) != op.in) return "sees its first operand in another shape than it says";
  if (op.kind == Kind::concat && channels != op.out.channels()) return "joins other channels than it makes";
  if (needs_of(op).halo != nullptr && !windows_fit(op))
    return "convolves windows that reach beyond its map and padding";
  if (op.fold.input_affine >= s.affines.size()) return "folds an affine map that there is not";
  return nullptr;
}

/// The graph behind any pass.
constexpr const char* graph_fault(const Steps& s) {
  for (int i = 0; i < s.ops.size(); ++i)
    if (const char* fault = operator_fault(s, i)) return fault;
  for (const Steps::Output& o : s.outputs)
    if (o.node < 0 || o.node >= s.ops.size()) return "an output is no value of the graph";
  return nullptr;
}

/// `after` is `before` with maps that shrank to what is demanded: each operand still has all that its reader reads.
constexpr const char* demand_fault(const Steps& before, const Steps& after, Mode mode) {
  for (int i = 0; i < after.ops.size(); ++i) {
    const Op& op = after.ops[i];
    for (int e = 0; e < op.edges; ++e) {
      const Steps::Operand& x = after.edges[op.first_edge + e];
      const Extent whole = extent_of(before.ops[x.node].out), is = extent_of(after.ops[x.node].out);
      const Extent read = x.is_view() ? whole : traits_of(op).demand(op, e, whole, extent_of(op.out), mode);
      if (read.h > is.h || read.w > is.w) return "reads rows or columns that nobody makes";
    }
  }
  for (const Steps::Output& o : after.outputs)
    if (before.ops[o.node].out != after.ops[o.node].out) return "an output has lost rows or columns";
  return nullptr;
}

/// All passes of a mode, each checked.
template <class G>
constexpr const char* passes_fault(const G& g, Mode mode, OutputBits left_to_loss = all_outputs) {
  Steps s = simplify(g, mode, left_to_loss);
  if (const char* fault = graph_fault(s)) return fault;
  const Steps whole = s;
  shrink_to_demand(s, mode);
  if (const char* fault = graph_fault(s)) return fault;
  if (const char* fault = demand_fault(whole, s, mode)) return fault;
  choose(g, s, Target{.mode = mode});
  insert_copies(s, mode);
  return graph_fault(s);
}

/// What lies in an arena while a plan runs: buffers that were written and not overwritten since.
class Written {
 public:
  constexpr void add(const Buffer& b) {
    erase(b.offset, b.bytes(), b);
    buffers_.push_back(b);
  }
  constexpr void spoil(std::int64_t offset, std::int64_t bytes) {
    if (bytes > 0) erase(offset, bytes, {});
  }
  /// Whether all channels of buffer `b` were written: by one step, or by several, each its slice. A dense buffer may be
  /// another view of what was written.
  constexpr bool holds(const Buffer& b) const {
    std::int64_t channels = 0, viewed = 0;
    for (const Buffer& w : buffers_) {
      if (w.offset == b.offset && w.is_dense() && b.is_dense() && w.map.volume() >= b.map.volume()) return true;
      const std::int64_t first = (w.offset - b.offset) / size_of(b.type), end = first + w.map.channels();
      if (first < 0) continue;
      if (same_grid(w, b) && end <= b.map.channels()) channels += w.map.channels();
      if (b.is_dense() && !w.halo.any() && end <= w.pixel && w.row == w.map.width() * w.pixel &&
          w.map.height() * w.row == b.map.volume())
        viewed += w.map.channels() * (b.map.volume() / w.pixel);
    }
    return channels == b.map.channels() || viewed == b.map.volume();
  }
  constexpr const list<Buffer>& buffers() const { return buffers_; }

 private:
  static constexpr bool same_grid(const Buffer& a, const Buffer& b) {
    return a.row == b.row && a.pixel == b.pixel && a.halo == b.halo;
  }
  /// Whether two buffers are slices of one map without a common channel.
  static constexpr bool are_slices(const Buffer& a, const Buffer& b) {
    const std::int64_t d = (b.offset - a.offset) / size_of(a.type);
    return same_grid(a, b) && d < a.pixel && -d < a.pixel && (d >= a.map.channels() || -d >= b.map.channels());
  }
  constexpr void erase(std::int64_t offset, std::int64_t bytes, const Buffer& by) {
    list<Buffer> kept;
    for (const Buffer& w : buffers_)
      if (w.offset + w.bytes() <= offset || offset + bytes <= w.offset || are_slices(w, by)) kept.push_back(w);
    buffers_ = static_cast<list<Buffer>&&>(kept);
  }
  list<Buffer> buffers_;
};

/// Every operand that a step of an inference plan reads, and every output, was written and is still there.
template <class Plan>
constexpr const char* plan_fault(const Plan& plan) {
  Written written;
  for (const Buffer& b : plan.inputs)
    if (!b.external()) written.add(b);
  for (const Step& step : plan.steps) {
    written.spoil(step.scratch, bytes_of(scratch_size(step.op, Mode::inference)));
    for (int e = 0; e < step.op.edges; ++e) {
      const Buffer& b = plan.operands[step.first_operand + e];
      if (!b.external() && !written.holds(b)) return "reads memory that nobody wrote";
    }
    written.add(step.y);
  }
  for (const Buffer& b : plan.outputs)
    if (!written.holds(b)) return "an output was written by nobody";
  return nullptr;
}

/// All of the above for network `W`.
template <class W>
constexpr const char* network_fault(OutputBits left_to_loss = all_outputs) {
  if (const char* fault = passes_fault(graph_of<W>, Mode::inference)) return fault;
  if (const char* fault = passes_fault(graph_of<W>, Mode::training, left_to_loss)) return fault;
  return plan_fault(inference_plan<W>);
}

}  // namespace cincel::check
