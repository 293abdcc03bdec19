// What can be read off a graph: counts, receptive fields, the fingerprint.
#pragma once

#include <cincel/core/fraction.hpp>
#include <cincel/core/hash.hpp>
#include <cincel/graph/graph.hpp>
#include <cincel/graph/names.hpp>

#include <bit>
#include <numeric>

namespace cincel {

/// What one pixel of a value depends on: so many rows and columns of the input. From one row of the value to the next
/// that moves by `jump_h`, along the input's rows, or, if the value lies `swapped`, its columns; likewise `jump_w`.
/// Fractions, since a map may be enlarged.
struct Field {
  Fraction h{1}, w{1}, jump_h{1}, jump_w{1};
  bool swapped = false;
};

namespace detail {

/// How many pixels of its input, in a row, one output pixel of an operator depends on, and how many the next one moves.
struct Reach {
  std::int64_t pixels = 1;
  Fraction step{1};
};

/// A transposed convolution's output pixel hears of every (stride / g)-th tap, g the greatest common divisor of stride
/// and dilation; these lie dilation / g input pixels apart.
constexpr Reach transposed_reach(int kernel, int stride, int dilation) {
  const std::int64_t g = std::gcd(stride, dilation), every = stride / g;
  return {(kernel - 1) / every * (dilation / g) + 1, Fraction{1, stride}};
}

/// Resizing moves by in / out; a bilinear one reads two pixels, unless all centres meet, which they do if `in` is an odd
/// multiple of `out`.
constexpr Reach resize_reach(std::int64_t in, std::int64_t out, Interpolation how) {
  const bool meets = in % out == 0 && in / out % 2 == 1;
  return {how == Interpolation::bilinear && !meets && in > 1 ? 2 : 1, Fraction{in, out}};
}

struct Reaches {
  Reach h, w;
  bool swaps = false;  // whether the result's rows are the operand's columns
};

/// All that goes from an axis to a pixel's channels reaches that pixel. A row of the result moves by what its own loop
/// says, along whatever axis that comes from; not at all if it comes from the channels.
constexpr Reaches rearranged_reaches(const Rearrangement& r) {
  Reaches reaches{{1, Fraction{}}, {1, Fraction{}}};
  for (int i = 0; i < r.loops; ++i) {
    const Rearrangement::Loop& l = r.loop[i];
    if (l.from_axis == 2 || l.from_step == 0) continue;
    if (l.to_axis == 2)
      (l.from_axis == 0 ? reaches.h : reaches.w).pixels += std::int64_t{l.n - 1} * l.from_step;
    else
      (l.to_axis == 0 ? reaches.h : reaches.w).step = Fraction{l.from_step, l.to_step};
    reaches.swaps = reaches.swaps || l.from_axis == 1 - l.to_axis;
  }
  return reaches;
}

template <class G>
constexpr Reaches reach_of(const G& g, const Op& op) {
  const Window& w = op.window;
  if (op.kind == Kind::conv2d_transpose)
    return {transposed_reach(w.kernel.h, w.stride.h, w.dilation.h),
            transposed_reach(w.kernel.w, w.stride.w, w.dilation.w)};
  if (op.kind == Kind::resize) {
    const auto how = static_cast<Interpolation>(op.variant);
    return {resize_reach(op.in.height(), op.out.height(), how), resize_reach(op.in.width(), op.out.width(), how)};
  }
  if (op.kind == Kind::rearrange) return rearranged_reaches(g.rearrangements[static_cast<std::size_t>(op.detail)]);
  return {{span_of(w.kernel.h, w.dilation.h), Fraction{w.stride.h}},
          {span_of(w.kernel.w, w.dilation.w), Fraction{w.stride.w}}};
}

/// The field behind an operator whose operand has field `f`.
constexpr Field widened(Field f, const Reaches& reach) {
  Fraction &along_rows = f.swapped ? f.w : f.h, &along_columns = f.swapped ? f.h : f.w;
  along_rows = along_rows + f.jump_h * Fraction{reach.h.pixels - 1};
  along_columns = along_columns + f.jump_w * Fraction{reach.w.pixels - 1};
  const Fraction rows = reach.swaps ? f.jump_w : f.jump_h, columns = reach.swaps ? f.jump_h : f.jump_w;
  f.jump_h = rows * reach.h.step;
  f.jump_w = columns * reach.w.step;
  f.swapped = f.swapped != reach.swaps;
  return f;
}

}  // namespace detail

/// The receptive field of each value, by the recurrence r = r_before + (span - 1) * jump, jump = jump_before * stride
/// (Araujo et al., "Computing receptive fields of convolutional neural networks", Distill 2019). A value without rows
/// and columns of its own depends on all that its operand depends on.
template <class G>
constexpr auto receptive_fields(const G& g) {
  std::array<Field, std::tuple_size_v<decltype(g.ops)>> field{};
  for (std::size_t i = 0; i < field.size(); ++i) {
    const Op& op = g.ops[i];
    const detail::Reaches reach = detail::reach_of(g, op);
    for (int e = op.first_edge; e < op.first_edge + op.edges; ++e) {
      Field f = detail::widened(field[static_cast<std::size_t>(g.edges[static_cast<std::size_t>(e)])], reach);
      if (f.h < field[i].h) f.h = field[i].h;
      if (f.w < field[i].w) f.w = field[i].w;
      field[i] = f;
    }
  }
  return field;
}

/// Whole rows and columns: a part of one counts.
constexpr Size rounded(const Field& f) { return {static_cast<int>(f.h.ceiling()), static_cast<int>(f.w.ceiling())}; }

/// The receptive field of the last value with rows and columns on the way to the output.
template <class G>
constexpr Size receptive_field_of(const G& g) {
  const auto field = receptive_fields(g);
  int i = g.outputs[0].node;
  while (g.ops[static_cast<std::size_t>(i)].out.rank != 3 && g.ops[static_cast<std::size_t>(i)].edges > 0)
    i = g.edges[static_cast<std::size_t>(g.ops[static_cast<std::size_t>(i)].first_edge)];
  return rounded(field[static_cast<std::size_t>(i)]);
}

/// Hash of the topology as the user spelt it: operators with their numbers, shapes, wiring, and the names, shapes
/// and types of parameters. The same on every compiler.
template <class G>
constexpr Fingerprint fingerprint_of(const G& g) {
  WordHash hash;
  const auto shape = [&](const Shape& s) {
    hash.number(s.rank);
    for (int i = 0; i < s.rank; ++i) hash.number(s[i]);
  };
  for (const Op& op : g.ops) {
    const Window& w = op.window;
    hash.number(static_cast<int>(op.kind) | static_cast<int>(op.activation) << 8 | op.variant << 16 |
                std::int64_t{op.center} << 24 | std::int64_t{op.scale} << 25 | std::int64_t{op.bytes} << 26);
    hash.number(w.kernel.h | std::int64_t{w.kernel.w} << 32);
    hash.number(w.stride.h | std::int64_t{w.stride.w} << 32);
    hash.number(w.dilation.h | std::int64_t{w.dilation.w} << 32);
    hash.number(w.pad.top | std::int64_t{w.pad.left} << 32);
    hash.number(w.pad.bottom | std::int64_t{w.pad.right} << 32);
    hash.number(op.groups | std::int64_t{op.edges} << 32);
    hash.number(op.params | std::int64_t{std::bit_cast<std::int32_t>(op.alpha)} << 32);
    hash.number(std::bit_cast<std::int32_t>(op.a));
    hash.number(std::bit_cast<std::int32_t>(op.b));
    shape(op.in);
    shape(op.out);
    hash.number(op.detail);
  }
  const auto bits = [](double x) { return std::bit_cast<std::int32_t>(static_cast<float>(x)); };
  for (const ChannelAffine& a : g.affines)
    for (int c = 0; c < 4; ++c) hash.number(bits(a.scale[c]) | std::int64_t{bits(a.offset[c])} << 32);
  for (const Rearrangement& r : g.rearrangements) {
    for (const Rearrangement::Loop& l : r.loop) {
      hash.number(l.n | std::int64_t{l.from_step} << 32);
      hash.number(l.from_axis | l.to_axis << 8 | std::int64_t{l.to_step} << 32);
    }
    for (int a = 0; a < 3; ++a) hash.number(r.from[a] | std::int64_t{r.to[a]} << 32);
  }
  for (const int e : g.edges) hash.number(e);
  for (const Scope& s : g.scopes) {
    hash.number(s.parent);
    hash.number(s.name.given ? s.name.number : s.ordinal);
    hash.text(s.name.given ? s.name.text : s.kind);
  }
  for (const Param& p : g.params) {
    hash.number(p.scope);
    hash.text(p.leaf);
    hash.text("F32");
    shape(p.shape);
  }
  for (const NetworkOutput& o : g.outputs) {
    hash.number(o.node);
    hash.text(o.name);
  }
  return hash.value();
}

}  // namespace cincel
