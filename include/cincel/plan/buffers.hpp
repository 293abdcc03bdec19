// Values in memory: rows, pixels and halos, and the copies that a value needs whose readers want it otherwise than its
// producer can write it.
#pragma once

#include <cincel/plan/concat.hpp>

namespace cincel {

/// A map in memory with the halo that its readers want. It may be a slice of the channels of a larger one. `offset`
/// is in floats from the arena's begin; an `input` of 0 or more is the caller's input of that number.
struct Buffer {
  Shape map{};
  Pads halo{};
  std::int64_t offset = 0;
  std::int64_t row = 0, pixel = 0;  // floats from one row to the next, from one pixel to the next
  int input = -1;

  [[gnu::always_inline]] constexpr bool external() const { return input >= 0; }
  [[gnu::always_inline]] constexpr std::int64_t rows() const { return halo.top + map.height() + halo.bottom; }
  [[gnu::always_inline]] constexpr std::int64_t columns() const { return halo.left + map.width() + halo.right; }
  /// Floats from the first to the last number, halo included.
  [[gnu::always_inline]] constexpr std::int64_t size() const {
    return (rows() - 1) * row + (columns() - 1) * pixel + map.channels();
  }
  /// From the buffer's begin to the map's first pixel.
  [[gnu::always_inline]] constexpr std::int64_t first() const { return halo.top * row + halo.left * pixel; }
  /// Whether the numbers of the map stand one after another.
  [[gnu::always_inline]] constexpr bool is_dense() const {
    return !halo.any() && (map.width() == 1 || pixel == map.channels()) &&
           (map.height() == 1 || row == map.width() * map.channels());
  }
  /// Whether the numbers of a row do.
  [[gnu::always_inline]] constexpr bool has_dense_rows() const { return pixel == map.channels() || map.width() == 1; }
};

/// The first number of row `i`, column `j` of a buffer's map, from the buffer's begin.
[[gnu::always_inline]] constexpr std::int64_t pixel_at(const Buffer& b, std::int64_t i, std::int64_t j) {
  return b.first() + i * b.row + j * b.pixel;
}

/// A buffer of its own for a map.
[[gnu::always_inline]] constexpr Buffer dense_buffer(const Shape& map, std::int64_t offset = 0) {
  return {.map = map, .offset = offset, .row = map.width() * map.channels(), .pixel = map.channels()};
}

/// A slice of `n` channels of a buffer from channel `first` on.
[[gnu::always_inline]] constexpr Buffer channel_slice(Buffer b, std::int64_t first, std::int64_t n) {
  b.map = b.map.resized(b.map.height(), b.map.width(), n);
  b.offset += first;
  return b;
}

/// The buffer as a reader sees it that takes its numbers for another shape.
constexpr Buffer viewed_as(const Buffer& b, const Shape& shape) {
  if (shape.rank == 0) return b;
  Buffer v = dense_buffer(shape, b.offset);
  v.input = b.input;
  return v;
}

/// Whether a value lies in the caller's memory. An input of 8-bit numbers does not: it is made floats in the arena.
[[gnu::always_inline]] constexpr bool is_external(const Op& op) { return op.kind == Kind::input && !op.bytes; }

/// One buffer a value, without offsets.
constexpr list<Buffer> make_buffers(const Steps& s, const list<Wants>& wants, const list<Place>& places) {
  list<Buffer> buffers;
  list<std::int64_t> columns;
  for (int i = 0; i < s.ops.size(); ++i) {
    buffers.push_back({.map = s.ops[i].out, .halo = wants[i].halo});
    if (is_external(s.ops[i])) buffers[i].input = s.ops[i].groups;
  }
  // The root's storage has the halo and the extent of everything in it.
  for (int i = 0; i < s.ops.size(); ++i)
    if (places[i].root != i) detail::widen(buffers[places[i].root].halo, buffers[i].halo);
  for (Buffer& b : buffers) columns.push_back(b.map.width());
  for (int i = 0; i < s.ops.size(); ++i)
    columns[places[i].root] = detail::larger(columns[places[i].root], buffers[i].map.width());
  for (int i = 0; i < s.ops.size(); ++i) {
    const Buffer& root = buffers[places[i].root];
    Buffer& b = buffers[i];
    b.halo = root.halo;
    b.pixel = root.map.channels();
    b.row = (root.halo.left + columns[places[i].root] + root.halo.right) * b.pixel;
  }
  return buffers;
}

namespace detail {

/// Appends a copy of value `x`, or of that part of its map that `shape` has.
constexpr int append_copy(Steps& t, int x, const Shape& shape) {
  t.edges.push_back({x, {}});
  t.ops.push_back({.kind = Kind::copy, .in = t.ops[x].out, .out = shape, .first_edge = t.edges.size() - 1, .edges = 1});
  return t.ops.size() - 1;
}
constexpr int append_copy(Steps& t, int x) { return append_copy(t, x, t.ops[x].out); }

}  // namespace detail

/// Puts a copy wherever a reader wants a value otherwise than it lies: inputs with a halo (the caller's memory has
/// none), dense values that have a halo or lie in a slice, slices that a producer cannot write. While training, a value
/// that is several outputs is copied for all but the first: each loss writes a gradient of its own.
constexpr void insert_copies(Steps& s, Mode mode) {
  const list<Wants> wants = wants_of(s);
  const list<Place> places = place_values(s, wants, mode);
  const list<Buffer> buffers = make_buffers(s, wants, places);
  Steps t;
  t.outputs = s.outputs;
  t.affines = s.affines;
  t.ops.reserve(s.ops.size() + 8);
  t.edges.reserve(s.edges.size() + 8);
  list<int> itself(s.ops.size(), -1), number(s.ops.size(), -1);  // the value, and what most readers take for it
  for (int i = 0; i < s.ops.size(); ++i) {
    const Op& op = s.ops[i];
    Shape in = op.in;
    list<Steps::Operand> operands;
    std::int64_t channel = places[i].channel;
    for (int e = 0; e < op.edges; ++e) {
      Steps::Operand x = s.edges[op.first_edge + e];
      const Buffer& b = buffers[x.node];
      const bool slice = op.kind == Kind::concat && mode == Mode::inference;
      const bool in_place = places[x.node].root == places[i].root && places[x.node].channel == channel && !x.is_view();
      const bool wanted_dense = detail::reads_densely(op, x) && !(b.is_dense() || b.external());
      const bool copied = wanted_dense || (slice && !in_place);
      channel += x.is_view() ? x.view.channels() : s.ops[x.node].out.channels();
      x.node = detail::reads_densely(op, x) && b.external() ? itself[x.node] : number[x.node];
      if (x.is_view() && (copied || detail::wanted_halo(op, e).any())) {
        // A reshaped value: dense first, then as its reader wants it.
        if (wanted_dense) x.node = detail::append_copy(t, x.node);
        if (slice || detail::wanted_halo(op, e).any()) {
          const Shape shape = x.view;
          t.edges.push_back(x);
          t.ops.push_back(
              {.kind = Kind::copy, .in = shape, .out = shape, .first_edge = t.edges.size() - 1, .edges = 1});
          x = {t.ops.size() - 1, {}};
        }
      } else if (copied) {
        const Shape& all = t.ops[x.node].out;
        x.node =
            detail::append_copy(t, x.node, slice ? all.resized(op.out.height(), op.out.width(), all.channels()) : all);
      }
      if (e == 0 && !x.is_view()) in = t.ops[x.node].out;
      operands.push_back(x);
    }
    t.ops.push_back(op);
    t.ops[t.ops.size() - 1].in = in;
    t.ops[t.ops.size() - 1].first_edge = t.edges.size();
    for (const Steps::Operand& x : operands) t.edges.push_back(x);
    itself[i] = number[i] = t.ops.size() - 1;
    const bool input = is_external(op);
    const bool written_densely = detail::writes_densely(op) && buffers[i].halo.any();
    if ((input && wants[i].halo.any()) || written_densely) number[i] = detail::append_copy(t, number[i]);
  }
  list<bool> taken(s.ops.size(), false);
  for (Steps::Output& o : t.outputs) {
    const bool direct =
        buffers[o.node].is_dense() && !is_external(s.ops[o.node]) && !(taken[o.node] && mode == Mode::training);
    taken[o.node] = true;
    o.node = direct ? number[o.node] : detail::append_copy(t, itself[o.node]);
  }
  s = static_cast<Steps&&>(t);
}

}  // namespace cincel
