// The plan of an inference: operators in order, each with its buffers in the arena and its packed weights.
#pragma once

#include <cincel/graph/demand.hpp>
#include <cincel/graph/graph.hpp>
#include <cincel/graph/packing.hpp>

#include <array>

namespace cincel {

/// A map in memory with the halo that its readers want. `offset` is in floats from the arena's begin; an external
/// buffer is the caller's input.
struct Buffer {
  Shape map{};
  Pads halo{};
  std::int64_t offset = 0;
  bool external = false;

  [[gnu::always_inline]] constexpr std::int64_t row_stride() const {
    return (halo.left + map.width() + halo.right) * map.channels();
  }
  [[gnu::always_inline]] constexpr std::int64_t rows() const { return halo.top + map.height() + halo.bottom; }
  [[gnu::always_inline]] constexpr std::int64_t size() const { return rows() * row_stride(); }
  /// From the buffer's begin to the map's first pixel.
  [[gnu::always_inline]] constexpr std::int64_t first() const {
    return halo.top * row_stride() + halo.left * map.channels();
  }
};

/// The buffer as an operator sees it that reads its map as a flat value.
constexpr Buffer viewed_as(const Buffer& b, const Shape& shape) {
  if (b.map.rank == shape.rank) return b;
  return {.map = shape, .offset = b.offset, .external = b.external};
}

struct Step {
  Op op{};
  Buffer x{}, y{};
  std::int64_t weights = 0, bias = 0;  // floats from the begin of the packed weights
  std::int64_t scratch = 0;            // floats from the arena's begin
};

/// Floats of scratch that an operator needs while it runs: a convolution with pooling behind it keeps a few rows
/// of one block of channels.
[[gnu::always_inline]] constexpr std::int64_t scratch_size(const Op& op) {
  if (op.kind != Kind::conv2d || op.pool == Window{}) return 0;
  return op.pool.kernel.h * map_before_pooling(op).width() * packed_block;
}

namespace detail {

/// Halo that `op` wants around its input.
constexpr Pads wanted_halo(const Op& op) {
  if (op.kind != Kind::conv2d) return {};
  const Window& w = op.window;
  const Shape out = map_before_pooling(op);
  const auto beyond = [](std::int64_t rows, std::int64_t have) {
    return static_cast<int>(rows > have ? rows - have : 0);
  };
  return {w.pad.top, w.pad.left,
          beyond(rows_read(out.height(), w.kernel.h, w.stride.h, w.dilation.h, w.pad.top), op.in.height()),
          beyond(rows_read(out.width(), w.kernel.w, w.stride.w, w.dilation.w, w.pad.left), op.in.width())};
}

constexpr void widen(Pads& a, const Pads& b) {
  a = {a.top > b.top ? a.top : b.top, a.left > b.left ? a.left : b.left, a.bottom > b.bottom ? a.bottom : b.bottom,
       a.right > b.right ? a.right : b.right};
}

}  // namespace detail

/// One buffer a value, with the halo that its readers want; a flat reader wants none.
constexpr list<Buffer> make_buffers(const Steps& s) {
  list<Buffer> buffers;
  for (const Op& op : s.ops) buffers.push_back({.map = op.out});
  for (const Op& op : s.ops)
    for (int e = 0; e < op.edges; ++e) detail::widen(buffers[s.edges[op.first_edge + e]].halo, detail::wanted_halo(op));
  return buffers;
}

/// Puts a copy behind every input that somebody wants with a halo, because the caller's memory has none, and
/// behind one that is the output itself.
constexpr void insert_copies(Steps& s) {
  const list<Buffer> buffers = make_buffers(s);
  Steps t;
  t.ends_in_softmax = s.ends_in_softmax;
  list<int> number(s.ops.size(), -1);
  for (int i = 0; i < s.ops.size(); ++i) {
    Op op = s.ops[i];
    const int first = t.edges.size();
    for (int e = 0; e < op.edges; ++e) t.edges.push_back(number[s.edges[op.first_edge + e]]);
    op.first_edge = first;
    t.ops.push_back(op);
    number[i] = t.ops.size() - 1;
    if (op.kind == Kind::input && (buffers[i].halo.any() || i == s.output)) {
      t.edges.push_back(number[i]);
      t.ops.push_back({.kind = Kind::copy, .in = op.out, .out = op.out, .first_edge = t.edges.size() - 1, .edges = 1});
      number[i] = t.ops.size() - 1;
    }
  }
  t.output = number[s.output];
  s = static_cast<Steps&&>(t);
}

template <int N>
struct InferencePlan {
  std::array<Step, static_cast<std::size_t>(N)> steps{};
  Buffer output{};
  std::int64_t arena = 0;        // floats
  std::int64_t lower_bound = 0;  // floats that any plan needs
  std::int64_t weights = 0;      // floats
  std::int64_t macs = 0;
};

/// The graph after all inference passes.
template <class G>
constexpr Steps inference_steps(const G& g) {
  Steps s = simplify(g, Mode::inference);
  shrink_to_demand(s, Mode::inference);
  insert_copies(s);
  return s;
}

/// Steps of a graph that do something: all but inputs.
constexpr int count_steps(const Steps& s) {
  int n = 0;
  for (const Op& op : s.ops) n += op.kind != Kind::input;
  return n;
}

/// When each buffer is alive, scratch after the values; step numbers are numbers of operators.
constexpr list<Interval> inference_intervals(const Steps& s, const list<Buffer>& buffers) {
  list<Interval> x;
  for (int i = 0; i < s.ops.size(); ++i) {
    const bool external = s.ops[i].kind == Kind::input;
    x.push_back({external ? 0 : buffers[i].size(), i, i == s.output ? s.ops.size() : i});
  }
  for (int i = 0; i < s.ops.size(); ++i)
    for (int e = 0; e < s.ops[i].edges; ++e) {
      int& last = x[s.edges[s.ops[i].first_edge + e]].last;
      last = i > last ? i : last;
    }
  for (int i = 0; i < s.ops.size(); ++i) x.push_back({scratch_size(s.ops[i]), i, i});
  return x;
}

/// Places the packed weights of one operator from `at`; returns their end.
constexpr std::int64_t place_weights(Step& step, std::int64_t at) {
  const bool normalization = step.op.kind == Kind::batch_normalization;  // a scale and a shift for each channel
  if (!has_weights(step.op.kind) && !normalization) return at;
  const std::int64_t channels = step.op.out.channels();
  step.weights = at;
  step.bias = at + round_up(packed_size(channels, normalization ? 1 : reduction_of(step.op)), packed_block);
  return step.bias + round_up(channels, packed_block);
}

template <int N, class G>
consteval InferencePlan<N> plan_inference(const G& g) {
  const Steps s = inference_steps(g);
  list<Buffer> buffers = make_buffers(s);
  list<Interval> intervals = inference_intervals(s, buffers);
  InferencePlan<N> plan;
  plan.arena = plan_arena(intervals);
  plan.lower_bound = arena_lower_bound(intervals);
  for (int i = 0; i < s.ops.size(); ++i) {
    buffers[i].offset = intervals[i].offset;
    buffers[i].external = s.ops[i].kind == Kind::input;
  }
  std::size_t n = 0;
  for (int i = 0; i < s.ops.size(); ++i) {
    if (s.ops[i].kind == Kind::input) continue;
    plan.steps[n++] = {.op = s.ops[i],
                       .x = viewed_as(buffers[s.operand(s.ops[i])], s.ops[i].in),
                       .y = buffers[i],
                       .scratch = intervals[s.ops.size() + i].offset};
  }
  plan.output = buffers[s.output];
  for (Step& step : plan.steps) plan.weights = place_weights(step, plan.weights);
  plan.macs = total_macs(s);
  return plan;
}

/// The inference plan of network `W`.
template <class W>
inline constexpr auto inference_plan = plan_inference<count_steps(inference_steps(graph_of<W>))>(graph_of<W>);

}  // namespace cincel
