// The part of the input that each value of a graph depends on.
#pragma once

#include <cincel/core/fixed_array.hpp>
#include <cincel/core/rational.hpp>
#include <cincel/graph/graph.hpp>
#include <cincel/ops/ops.hpp>

namespace cincel {

/// A value that was enlarged: pixel v of it depends on what begins at first + v * jump and ends at last + v * jump. What
/// is made of it depends on whole pixels of it, wherever between them its own lie. None if `jump` is 0.
struct Grain {
  Rational first{}, last{}, jump{};
  friend constexpr bool operator==(const Grain&, const Grain&) = default;
};

/// The rows, or the columns, of the input that a value depends on. Pixel 0 along the value's rows (`along` 0) or columns
/// (1) depends on those from `first` to `last`; from one pixel to the next `first` moves by `first_jump` and `last` by
/// `last_jump`. Fractions, since a map may be enlarged, and not cut to the input's `extent`: padding counts. If the
/// pixels are `scattered`, each depends on so many, but which they are is not known.
struct AxisField {
  Rational first{}, last{}, first_jump{1}, last_jump{1};
  std::int64_t extent = 1;
  int along = 0;
  bool scattered = false;
  Grain grain{};
  friend constexpr bool operator==(const AxisField&, const AxisField&) = default;
};

/// What one pixel of a value depends on: rows and columns of the input.
using Field = fixed_array<AxisField, 2>;

namespace detail {

/// The reach along rows, and along columns.
using Reaches = fixed_array<Reach, 2>;

/// Whether an operator reads the same pixel of its operand of shape `x`, and no other: most do.
constexpr bool reads_own_pixel(const Op& op, const Shape& x) {
  return op.window == Window{} && !traits_of(op).moves_pixels && x.height() == op.out.height() &&
         x.width() == op.out.width();
}

constexpr Rational lesser(const Rational& a, const Rational& b) { return b < a ? b : a; }
constexpr Rational greater(const Rational& a, const Rational& b) { return a < b ? b : a; }

/// The field of what depends on all of the input.
constexpr AxisField whole_field(const AxisField& f) {
  return {.last = Rational(f.extent - 1), .first_jump = Rational(), .last_jump = Rational(), .extent = f.extent};
}

/// Takes whole pixels of the value that was enlarged, if all pixels lie alike between these.
constexpr void take_whole_grains(AxisField& f) {
  const Grain g = f.grain;
  if (g.jump == Rational() || !(f.first_jump / g.jump).is_whole()) return;
  f.first = g.first + g.jump * Rational(((f.first - g.first) / g.jump).floor());
  f.last = g.last + g.jump * Rational(((f.last - g.last) / g.jump).floor());
  f.grain = {};
}

/// The most that a pixel's last row lies behind its first one, where all pixels have as many or nearly so.
constexpr Rational most_behind(const AxisField& f) {
  const Grain& g = f.grain;
  if (g.jump == Rational()) return f.last - f.first;
  const Rational core = g.last - g.first;
  return core + g.jump * Rational(((f.last - f.first - core) / g.jump).ceiling());
}

/// The field behind an operator whose operand has field `f`.
constexpr AxisField behind(AxisField f, const Reaches& reaches) {
  if (f.scattered && !(reaches[0].stays(0) && reaches[1].stays(1))) return whole_field(f);
  const Reach& reach = reaches[f.along];
  if (reach.scattered && f.first_jump != f.last_jump) return whole_field(f);
  f.scattered = f.scattered || (reach.scattered && f.first_jump != Rational());  // what is fixed lies nowhere else
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
  const Rational begin, end(f.extent - 1);
  f.first = lesser(greater(f.first, begin), end);
  f.last = lesser(greater(f.last, begin), end);
  return f;
}

/// The field of what operator `op` reads of its operand `e`, of shape `x` and field `f`.
template <class G>
constexpr Field field_behind(const G& g, const Op& op, int e, const Shape& x, const Field& f) {
  if (reads_own_pixel(op, x)) return f;
  const auto* r = op.kind == Kind::rearrange ? &g.rearrangements[op.detail] : nullptr;
  const auto& reach = traits_of(op).reach;
  const Reaches reaches{reach(op, {e, x, 0, r}), reach(op, {e, x, 1, r})};
  Field y{behind(f[0], reaches), behind(f[1], reaches)};
  if (op.kind == Kind::embedding && y[1].extent == 1) y[1].extent = op.out.width();
  return y;
}

constexpr bool is_fixed(const AxisField& f) { return f.first_jump == Rational() && f.last_jump == Rational(); }

/// The jump that leads from `first` at pixel 0 to `end` at the last of `n`.
constexpr Rational jump_between(const Rational& first, const Rational& end, std::int64_t n, const Rational& otherwise) {
  return n > 1 ? (end - first) * Rational(1, n - 1) : otherwise;
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
  const Rational to_end(n - 1);
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
  if (f.first_jump == f.last_jump) return static_cast<int>((most_behind(f) + Rational(1)).ceiling());
  const Rational begin = f.last - f.first;
  const Rational end = begin + (f.last_jump - f.first_jump) * Rational(n - 1);
  return static_cast<int>((greater(begin, end) + Rational(1)).ceiling());
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
  fixed_array<Field, decltype(g.ops)::size()> fields{};
  for (int i = 0; i < fields.size(); ++i) {
    const Op& op = g.ops[i];
    if (op.edges == 0) fields[i] = {{{.extent = op.out.height(), .along = 0}, {.extent = op.out.width(), .along = 1}}};
    for (int e = 0; e < op.edges; ++e) {
      const int from = g.edges[op.first_edge + e];
      const Field f = detail::field_behind(g, op, e, g.ops[from].out, fields[from]);
      for (int axis = 0; axis < 2; ++axis)
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
  int i = g.outputs[0].node;
  while (g.ops[i].out.rank < 2 && g.ops[i].edges > 0) i = g.edges[g.ops[i].first_edge];
  return rounded(fields[i], g.ops[i].out);
}

}  // namespace cincel
