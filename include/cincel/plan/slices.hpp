// How the steps of an inference plan are divided among threads: each slice is a step of its own that makes some rows, or
// some channels, of the result, with the same arithmetic for each number, so that any number of threads gives the same
// bits.
#pragma once

#include <cincel/core/fixed_array.hpp>
#include <cincel/plan/inference_plan.hpp>

namespace cincel {

/// Operands of a step that can be divided.
inline constexpr int most_sliced_operands = 3;

/// A thread's part of a step, with operands of its own.
struct StepSlice {
  Step step{};
  fixed_array<Buffer, most_sliced_operands> operands{};
};

namespace detail {

/// Steps with less work than this, in multiply-adds or numbers, are not worth waiting for each other.
inline constexpr std::int64_t least_divided_work = 65536;

/// Where a step is cut: thread t makes [first(t), first(t + 1)) of `extent` rows or channels.
struct Cuts {
  bool by_channels = false;
  std::int64_t extent = 0, unit = 1;
  int threads = 1;

  constexpr std::int64_t units() const { return by_channels ? (extent + unit - 1) / unit : extent / unit; }
  constexpr std::int64_t first(int t) const { return t == threads ? extent : units() * t / threads * unit; }
  constexpr std::int64_t largest() const {
    std::int64_t most = 0;
    for (int t = 0; t < threads; ++t) most = larger(most, first(t + 1) - first(t));
    return most;
  }
  constexpr bool divides() const { return units() >= threads && largest() * 20 < extent * 19; }
};

constexpr Cuts row_cuts(const Op& op, int threads) {
  const std::int64_t together = needs_of(op).tile_rows / op.pool.h;
  return {.extent = op.out.height(), .unit = together > 1 ? together : 1, .threads = threads};
}
constexpr Cuts channel_cuts(const Op& op, int threads) {
  return {.by_channels = true, .extent = op.out.channels(), .unit = packed_block, .threads = threads};
}

/// How `op` is divided among `threads`; one that is not worth it is one thread's.
constexpr Cuts cuts_of(const Op& op, int threads) {
  const Division division = traits_of(op).division;
  const bool rows = division == Division::rows || division == Division::rows_or_channels;
  const bool channels = (division == Division::channels || division == Division::rows_or_channels) && op.groups == 1;
  if (op.edges > most_sliced_operands || larger(op.macs, op.out.volume()) < least_divided_work) return {};
  const Cuts by_rows = row_cuts(op, threads), by_channels = channel_cuts(op, threads);
  const bool can_rows = rows && by_rows.divides(), can_channels = channels && by_channels.divides();
  if (!can_rows && !can_channels) return {};
  if (!can_channels) return by_rows;
  if (!can_rows) return by_channels;
  // Threads that share rows read the input once; channels must spare a fiftieth.
  return by_rows.largest() * by_channels.extent * 49 <= by_channels.largest() * by_rows.extent * 50 ? by_rows
                                                                                                    : by_channels;
}

constexpr void take_rows(StepSlice& s, std::int64_t first, std::int64_t end) {
  Op& op = s.step.op;
  const std::int64_t rows = op.out.height(), before = first * op.pool.h;
  for (int e = 0; e < op.edges; ++e) {
    Buffer& x = s.operands[e];
    const bool is_windowed = e == 0 && traits_of(op).needs.halo != nullptr;
    if (is_windowed)
      move_begin(x, before * op.window.stride.h * x.row);
    else if (x.map.height() >= rows * op.pool.h)  // else one pixel for all
      move_begin(x, before * x.row);
  }
  Buffer& y = s.step.y;
  move_begin(y, first * y.row);
  op.out = y.map = op.out.resized(end - first, op.out.width(), op.out.channels());
}

constexpr void take_channels(StepSlice& s, std::int64_t first, std::int64_t end) {
  Step& step = s.step;
  Op& op = step.op;
  const auto with_channels = [](const Shape& map, std::int64_t n) {
    return map.rank == 1 ? Shape(n) : map.resized(map.height(), map.width(), n);
  };
  Op before = op;  // what the channels before it would be, whose weights stand before its own
  before.out = with_channels(op.out, first);
  step.weights += bytes_of(needs_of(op).packed_weights(before));
  step.bias += bytes_of(first);
  for (int e = 1; e < op.edges; ++e) move_begin(s.operands[e], first);
  const std::int64_t n = end - first;
  move_begin(step.y, first);
  op.out = step.y.map = with_channels(op.out, n);
}

}  // namespace detail

/// The steps of an inference plan of N steps for `Threads` threads.
template <int N, int Threads>
struct SlicedPlan {
  fixed_array<bool, N> divided{};
  fixed_array<fixed_array<StepSlice, Threads>, N> slices{};
  std::int64_t arena_bytes = 0;  // with a scratch for each thread
};

namespace detail {

template <class W, int Threads>
consteval auto slice_plan() {
  constexpr auto& plan = inference_plan<W>;
  constexpr int n = plan.steps.size();
  SlicedPlan<n, Threads> sliced;
  std::int64_t scratch = 0;
  for (int i = 0; i < plan.steps.size(); ++i) {
    const Cuts cuts = cuts_of(plan.steps[i].op, Threads);
    sliced.divided[i] = cuts.threads > 1;
    for (int t = 0; sliced.divided[i] && t < Threads; ++t) {
      StepSlice& s = sliced.slices[i][t];
      s.step = plan.steps[i];
      for (int e = 0; e < s.step.op.edges; ++e) s.operands[e] = plan.operands[s.step.first_operand + e];
      if (cuts.by_channels)
        take_channels(s, cuts.first(t), cuts.first(t + 1));
      else
        take_rows(s, cuts.first(t), cuts.first(t + 1));
      s.step.first_operand = 0;
      s.step.x = s.operands[0];
      scratch = larger(scratch, round_up(bytes_of(scratch_size(s.step.op, Mode::inference)), arena_alignment));
    }
  }
  const std::int64_t own = round_up(plan.arena_bytes, arena_alignment);
  for (auto& slices : sliced.slices)
    for (int t = 0; t < Threads; ++t) slices[t].step.scratch = own + t * scratch;
  sliced.arena_bytes = own + Threads * scratch;
  return sliced;
}

}  // namespace detail

/// The inference plan of network `W`, divided among `Threads` threads.
template <class W, int Threads>
inline constexpr auto sliced_plan = detail::slice_plan<W, Threads>();

}  // namespace cincel
