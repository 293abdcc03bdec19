// The part of the input that each value of a graph depends on.
#pragma once

#include <cincel/core/fraction.hpp>
#include <cincel/graph/graph.hpp>

#include <array>
#include <numeric>

namespace cincel {

/// A value that was enlarged: pixel v of it depends on what begins at first + v * jump and ends at last + v * jump. What
/// is made of it depends on whole pixels of it, wherever between them its own lie. None if `jump` is 0.
struct Grain {
  Fraction first{}, last{}, jump{};
  friend constexpr bool operator==(const Grain&, const Grain&) = default;
};

/// The rows, or the columns, of the input that a value depends on. Pixel 0 along the value's rows (`along` 0) or columns
/// (1) depends on those from `first` to `last`; from one pixel to the next `first` moves by `first_jump` and `last` by
/// `last_jump`. Fractions, since a map may be enlarged, and not cut to the input's `extent`: padding counts. If the
/// pixels are `scattered`, each depends on so many, but which they are is not known.
struct AxisField {
  Fraction first{}, last{}, first_jump{1}, last_jump{1};
  std::int64_t extent = 1;
  int along = 0;
  bool scattered = false;
  Grain grain{};
  friend constexpr bool operator==(const AxisField&, const AxisField&) = default;
};

/// What one pixel of a value depends on: rows and columns of the input.
using Field = std::array<AxisField, 2>;

namespace detail {

/// The rows, or the columns, of its operand that an operator reads for a pixel of its result, in the same terms.
struct Reach {
  Fraction first{}, last{}, first_step{1}, last_step{1};
  int along = 0;
  bool whole = false;      // all that there are, wherever the pixel is: cut to the input's extent
  bool scattered = false;  // one of them, but no line through the pixels says which

  /// Whether the same pixel is read, and no other.
  constexpr bool stays(int axis) const {
    const Fraction one(1);
    return first == Fraction() && last == Fraction() && first_step == one && last_step == one && along == axis;
  }
};
using Reaches = std::array<Reach, 2>;

constexpr Reach whole_reach(std::int64_t n) {
  return {.last = Fraction(n - 1), .first_step = Fraction(), .last_step = Fraction(), .whole = true};
}

constexpr Reach window_reach(int kernel, int stride, int dilation, int before, int along) {
  const Fraction step(stride);
  return {Fraction(-before), Fraction(span_of(kernel, dilation) - 1 - before), step, step, along};
}

/// A transposed convolution's output pixel hears of every (stride / g)-th tap, g the greatest common divisor of stride
/// and dilation; these lie dilation / g input pixels apart. The first tap's pixel comes last.
constexpr Reach transposed_reach(int kernel, int stride, int dilation, int before, int along) {
  const std::int64_t g = std::gcd(stride, dilation), every = stride / g;
  const Fraction step(1, stride), last(before, stride);
  return {last - Fraction((kernel - 1) / every * (dilation / g)), last, step, step, along};
}

/// The centre of pixel i lies at (i + 1/2) · in / out, in the pixel that is read if this is the nearest; a bilinear one
/// reads those half a pixel before and behind, or one, if all centres meet. With in / out = p / q these places are
/// multiples of 1 / 2q, all odd or all even; the odd ones are moved down by one, which leaves them in their pixels.
constexpr Reach resize_reach(std::int64_t in, std::int64_t out, Interpolation how, int along) {
  if (in == 1) return {.first_step = Fraction(), .last_step = Fraction(), .along = along};
  const std::int64_t g = std::gcd(in, out), p = in / g, q = out / g;
  const bool bilinear = how == Interpolation::bilinear;
  const Fraction step(p, q), first((bilinear ? p - q : p) >> 1, q);
  const bool meets = q == 1 && p % 2 == 1;
  return {first, bilinear && !meets ? first + Fraction(1) : first, step, step, along};
}

/// All that goes from an axis to a pixel's channels reaches that pixel. A row of the result moves by what its own loop
/// says, along whatever axis that comes from; not at all if it comes from the channels. Of four extents two are rows:
/// where these do not move alike, all is taken to be read.
constexpr Reach rearranged_reach(const Rearrangement& r, int axis, std::int64_t extent) {
  Reach reach{.first = Fraction(r.from[axis]), .first_step = Fraction(), .along = axis};
  std::int64_t more = 0;
  bool moves = false;
  for (int i = 0; i < r.loops; ++i) {
    const Rearrangement::Loop& l = r.loop[i];
    if (l.from_axis != axis || l.from_step == 0) continue;
    if (l.to_axis == 2) {
      more += std::int64_t{l.n - 1} * l.from_step;
      continue;
    }
    const Fraction step(l.from_step, l.to_step);
    if (moves && (reach.along != l.to_axis || reach.first_step != step)) return whole_reach(extent);
    moves = true;
    reach.along = l.to_axis;
    reach.first_step = step;
  }
  if (moves) reach.first = reach.first - Fraction(r.to[reach.along]) * reach.first_step;
  reach.last = reach.first + Fraction(more);
  reach.last_step = reach.first_step;
  return reach;
}

/// Another shape keeps the grid of pixels, or cuts each pixel's channels into pixels, or puts pixels together.
constexpr Reach reshaped_reach(const Shape& in, const Shape& out, int axis, std::int64_t extent) {
  if (in.height() == out.height() && in.width() == out.width()) return {.along = axis};
  if (in.channels() % out.channels() != 0) return whole_reach(extent);
  return {.along = axis, .scattered = true};
}

/// Self-attention: the query is the pixel's own; keys and values are those of all steps, or of those up to its own.
constexpr Reach attention_reach(bool causal, int operand, int axis, std::int64_t extent) {
  if (operand == 0) return {.along = axis};
  if (causal) return {.first_step = Fraction(), .along = axis};
  return whole_reach(extent);
}

/// What operator `op` reads of its operand `e`, of shape `x`, along one axis of that. A layer of the user's own counts
/// by the window that it gives its operator; if it gives none and changes the grid of pixels, it may read all.
template <class G>
constexpr Reach reach_of(const G& g, const Op& op, int e, const Shape& x, int axis) {
  const std::int64_t in = axis == 0 ? x.height() : x.width(), out = axis == 0 ? op.out.height() : op.out.width();
  const Window& w = op.window;
  switch (op.kind) {
    case Kind::conv2d_transpose:
      return axis == 0 ? transposed_reach(w.kernel.h, w.stride.h, w.dilation.h, w.pad.top, axis)
                       : transposed_reach(w.kernel.w, w.stride.w, w.dilation.w, w.pad.left, axis);
    case Kind::resize: return resize_reach(in, out, static_cast<Interpolation>(op.variant), axis);
    case Kind::rearrange: return rearranged_reach(g.rearrangements[static_cast<std::size_t>(op.detail)], axis, in);
    case Kind::reshape: return reshaped_reach(x, op.out, axis, in);
    case Kind::embedding: return {.along = axis};
    case Kind::attention: return attention_reach(op.variant != 0, e, axis, in);
    case Kind::global_average_pooling2d:
    case Kind::global_max_pooling2d:
    case Kind::group_normalization: return whole_reach(in);
    default:
      if (in != out && w == Window{}) return whole_reach(in);  // one pixel that is a factor for all, or a user's layer
      return axis == 0 ? window_reach(w.kernel.h, w.stride.h, w.dilation.h, w.pad.top, axis)
                       : window_reach(w.kernel.w, w.stride.w, w.dilation.w, w.pad.left, axis);
  }
}

/// Whether an operator reads the same pixel of its operand of shape `x`, and no other: most do.
constexpr bool reads_own_pixel(const Op& op, const Shape& x) {
  switch (op.kind) {
    case Kind::conv2d_transpose:
    case Kind::resize:
    case Kind::rearrange:
    case Kind::attention:
    case Kind::global_average_pooling2d:
    case Kind::global_max_pooling2d:
    case Kind::group_normalization: return false;
    default: return op.window == Window{} && x.height() == op.out.height() && x.width() == op.out.width();
  }
}

constexpr Fraction lesser(const Fraction& a, const Fraction& b) { return b < a ? b : a; }
constexpr Fraction greater(const Fraction& a, const Fraction& b) { return a < b ? b : a; }

/// The field of what depends on all of the input.
constexpr AxisField whole_field(const AxisField& f) {
  return {.last = Fraction(f.extent - 1), .first_jump = Fraction(), .last_jump = Fraction(), .extent = f.extent};
}

/// Takes whole pixels of the value that was enlarged, if all pixels lie alike between these.
constexpr void take_whole_grains(AxisField& f) {
  const Grain g = f.grain;
  if (g.jump == Fraction() || !(f.first_jump / g.jump).is_whole()) return;
  f.first = g.first + g.jump * Fraction(((f.first - g.first) / g.jump).floor());
  f.last = g.last + g.jump * Fraction(((f.last - g.last) / g.jump).floor());
  f.grain = {};
}

/// The most that a pixel's last row lies behind its first one, where all pixels have as many or nearly so.
constexpr Fraction most_behind(const AxisField& f) {
  const Grain& g = f.grain;
  if (g.jump == Fraction()) return f.last - f.first;
  const Fraction core = g.last - g.first;
  return core + g.jump * Fraction(((f.last - f.first - core) / g.jump).ceiling());
}

/// The field behind an operator whose operand has field `f`.
constexpr AxisField behind(AxisField f, const Reaches& reaches) {
  if (f.scattered && !(reaches[0].stays(0) && reaches[1].stays(1))) return whole_field(f);
  const Reach& reach = reaches[static_cast<std::size_t>(f.along)];
  if (reach.scattered && f.first_jump != f.last_jump) return whole_field(f);
  f.scattered = f.scattered || (reach.scattered && f.first_jump != Fraction());  // what is fixed lies nowhere else
  // The coarsest value that is enlarged: what was enlarged before is a part of one pixel of it.
  if (!reach.first_step.is_whole() && f.grain.jump < f.first_jump) {
    f.last = f.first + most_behind(f);
    f.grain = {f.first, f.last, f.first_jump};
  }
  f.first = f.first + f.first_jump * reach.first;
  f.last = f.last + f.last_jump * reach.last;
  f.first_jump = f.first_jump * reach.first_step;
  f.last_jump = f.last_jump * reach.last_step;
  f.along = reach.along;
  take_whole_grains(f);
  if (!reach.whole) return f;
  const Fraction begin, end(f.extent - 1);
  f.first = lesser(greater(f.first, begin), end);
  f.last = lesser(greater(f.last, begin), end);
  return f;
}

/// The field of what operator `op` reads of its operand `e`, of shape `x` and field `f`.
template <class G>
constexpr Field field_behind(const G& g, const Op& op, int e, const Shape& x, const Field& f) {
  if (reads_own_pixel(op, x)) return f;
  const Reaches reaches{reach_of(g, op, e, x, 0), reach_of(g, op, e, x, 1)};
  Field y{behind(f[0], reaches), behind(f[1], reaches)};
  if (op.kind == Kind::embedding && y[1].extent == 1) y[1].extent = op.out.width();
  return y;
}

constexpr bool is_fixed(const AxisField& f) { return f.first_jump == Fraction() && f.last_jump == Fraction(); }

/// The jump that leads from `first` at pixel 0 to `end` at the last of `n`.
constexpr Fraction jump_between(const Fraction& first, const Fraction& end, std::int64_t n, const Fraction& otherwise) {
  return n > 1 ? (end - first) * Fraction(1, n - 1) : otherwise;
}

/// The field of what depends on both, a value of `height` x `width` pixels. Where they move unlike, the least that holds
/// both at the first and at the last pixel: between them the two together are never wider.
constexpr AxisField united(AxisField a, AxisField b, const Shape& shape) {
  if (a == b) return a;
  a.extent = b.extent = a.extent < b.extent ? b.extent : a.extent;
  if (is_fixed(a)) a.along = b.along;
  if (is_fixed(b)) b.along = a.along;
  if (a.scattered || b.scattered || a.along != b.along) return whole_field(a);
  AxisField f = a;
  f.first = lesser(a.first, b.first);
  f.last = greater(a.last, b.last);
  const std::int64_t n = a.along == 0 ? shape.height() : shape.width();
  const Fraction to_end(n - 1);
  if (a.first_jump != b.first_jump)
    f.first_jump = jump_between(f.first, lesser(a.first + a.first_jump * to_end, b.first + b.first_jump * to_end), n,
                                greater(a.first_jump, b.first_jump));
  if (a.last_jump != b.last_jump)
    f.last_jump = jump_between(f.last, greater(a.last + a.last_jump * to_end, b.last + b.last_jump * to_end), n,
                               greater(a.last_jump, b.last_jump));
  f.grain = {};
  for (const AxisField& within : {a, b}) {
    AxisField other = within;
    other.grain = {};
    if (f == other) return within;
  }
  return f;
}

/// How many rows (or columns): those of the pixel that depends on the most, which is the first or the last; a part of
/// one counts.
constexpr int most_of(const AxisField& f, const Shape& shape) {
  const std::int64_t n = f.along == 0 ? shape.height() : shape.width();
  if (f.first_jump == f.last_jump) return static_cast<int>((most_behind(f) + Fraction(1)).ceiling());
  const Fraction begin = f.last - f.first;
  const Fraction end = begin + (f.last_jump - f.first_jump) * Fraction(n - 1);
  return static_cast<int>((greater(begin, end) + Fraction(1)).ceiling());
}

}  // namespace detail

/// The receptive field of each value. Of windows it grows by (span - 1) * jump, and the jump by the stride (Araujo et
/// al., "Computing receptive fields of convolutional neural networks", Distill 2019), whatever the input's size. Of what
/// reads its operand whole (Flatten, global pooling, normalisation by groups, attention over steps, a gate that any of
/// these makes) it is what that depends on, and no more than the input has. Branches are united where they lie.
///
/// A flat input is one pixel, unless an Embedding reads it: then its tokens are steps. Several inputs are laid over one
/// another. Too large can be: pixels of another grid, made by Reshape, whose neighbours are read (all of the input);
/// branches that were enlarged by unlike factors; windows over maps that were enlarged by no whole factor, or by a
/// transposed convolution whose kernel is smaller than its stride. Too small by less than a jump can be: branches of
/// which one was enlarged and neither lies within the other. Channels are not told apart: what a Slice leaves out of
/// branches that were joined counts. Batch normalisation is that of inference.
template <class G>
constexpr auto receptive_fields(const G& g) {
  std::array<Field, std::tuple_size_v<decltype(g.ops)>> fields{};
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const Op& op = g.ops[i];
    if (op.edges == 0) fields[i] = {{{.extent = op.out.height(), .along = 0}, {.extent = op.out.width(), .along = 1}}};
    for (int e = 0; e < op.edges; ++e) {
      const auto from = static_cast<std::size_t>(g.edges[static_cast<std::size_t>(op.first_edge + e)]);
      const Field f = detail::field_behind(g, op, e, g.ops[from].out, fields[from]);
      for (std::size_t axis = 0; axis < 2; ++axis)
        fields[i][axis] = e == 0 ? f[axis] : detail::united(fields[i][axis], f[axis], op.out);
    }
  }
  return fields;
}

/// The receptive field of a value of this shape: that of the pixel with the most rows, and with the most columns.
constexpr Size rounded(const Field& f, const Shape& shape) {
  return {detail::most_of(f[0], shape), detail::most_of(f[1], shape)};
}

/// The receptive field of the last map or signal on the way to the output; of branches on the way, the first.
template <class G>
constexpr Size receptive_field_of(const G& g) {
  const auto fields = receptive_fields(g);
  auto i = static_cast<std::size_t>(g.outputs[0].node);
  while (g.ops[i].out.rank < 2 && g.ops[i].edges > 0)
    i = static_cast<std::size_t>(g.edges[static_cast<std::size_t>(g.ops[i].first_edge)]);
  return rounded(fields[i], g.ops[i].out);
}

}  // namespace cincel
