// Values in memory: rows, pixels and halos, and the copies that a value needs whose readers want it otherwise than its
// producer can write it.
#pragma once

#include <cincel/core/number_type.hpp>
#include <cincel/plan/concat.hpp>

namespace cincel {

/// The memory that a buffer lies in: the arena of a run, one of the caller's inputs, or the packed weights.
enum class Space : std::uint8_t { arena, input, weights };

/// A map in memory with the halo that its readers want. It may be a slice of the channels of a larger one.
struct Buffer {
  Shape map{};
  Pads halo{};
  Space space = Space::arena;
  Type type = Type::float32;
  int input = 0;                    // of the caller's inputs its number
  std::int64_t offset = 0;          // bytes from the begin of its space
  std::int64_t row = 0, pixel = 0;  // numbers from one row to the next, from one pixel to the next

  /// Whether it lies in the caller's memory.
  [[gnu::always_inline]] constexpr bool external() const { return space == Space::input; }
  [[gnu::always_inline]] constexpr std::int64_t rows() const { return halo.top + map.height() + halo.bottom; }
  [[gnu::always_inline]] constexpr std::int64_t columns() const { return halo.left + map.width() + halo.right; }
  /// Numbers from the first to the last one, halo included, and the bytes that they take.
  [[gnu::always_inline]] constexpr std::int64_t size() const {
    return (rows() - 1) * row + (columns() - 1) * pixel + map.channels();
  }
  [[gnu::always_inline]] constexpr std::int64_t bytes() const { return size() * size_of(type); }
  /// Numbers from the buffer's begin to the map's first pixel.
  [[gnu::always_inline]] constexpr std::int64_t first() const { return halo.top * row + halo.left * pixel; }
  /// Whether the numbers of the map stand one after another.
  [[gnu::always_inline]] constexpr bool is_dense() const {
    return !halo.any() && (map.width() == 1 || pixel == map.channels()) &&
           (map.height() == 1 || row == map.width() * map.channels());
  }
  /// Whether the numbers of a row do.
  [[gnu::always_inline]] constexpr bool has_dense_rows() const { return pixel == map.channels() || map.width() == 1; }
};

/// The first number of row `i`, column `j` of a buffer's map, in numbers from the buffer's begin.
[[gnu::always_inline]] constexpr std::int64_t pixel_at(const Buffer& b, std::int64_t i, std::int64_t j) {
  return b.first() + i * b.row + j * b.pixel;
}

/// A buffer of its own for a map.
[[gnu::always_inline]] constexpr Buffer dense_buffer(const Shape& map, std::int64_t offset = 0,
                                                     Space space = Space::arena) {
  return {.map = map, .space = space, .offset = offset, .row = map.width() * map.channels(), .pixel = map.channels()};
}

/// Whether two buffers begin at the same place.
[[gnu::always_inline]] constexpr bool begin_together(const Buffer& a, const Buffer& b) {
  return a.space == b.space && a.input == b.input && a.offset == b.offset;
}

/// Moves the begin of a buffer by so many numbers.
[[gnu::always_inline]] constexpr void move_begin(Buffer& b, std::int64_t numbers) {
  b.offset += numbers * size_of(b.type);
}

/// A slice of `n` channels of a buffer from channel `first` on.
[[gnu::always_inline]] constexpr Buffer channel_slice(Buffer b, std::int64_t first, std::int64_t n) {
  b.map = b.map.resized(b.map.height(), b.map.width(), n);
  move_begin(b, first);
  return b;
}

/// The buffer as a reader sees it that takes its numbers for another shape.
constexpr Buffer viewed_as(const Buffer& b, const Shape& shape) {
  if (shape.rank == 0) return b;
  Buffer v = dense_buffer(shape, b.offset);
  v.space = b.space;
  v.type = b.type;
  v.input = b.input;
  return v;
}

/// Whether a value lies in the caller's memory. An input of 8-bit numbers does not: it is made floats in the arena.
[[gnu::always_inline]] constexpr bool is_external(const Op& op) { return op.kind == Kind::input && !op.bytes; }

namespace detail {

/// Moves the pixels of values that hold themselves a cache line further apart where windows of them are read side by side
/// that would lie a multiple of 4 KiB apart, if nobody wants the map dense.
constexpr void spread_pixels(const Steps& s, const list<Wants>& wants, const list<Place>& places,
                             list<Buffer>& buffers) {
  for (const Op& op : s.ops) {
    if (op.edges == 0 || !needs_of(op).reads_side_by_side) continue;
    const Steps::Operand& x = s.edges[op.first_edge];
    const int root = places[x.node].root;
    Buffer& b = buffers[root];
    const std::int64_t apart = op.window.stride.w;
    const bool meet = apart * b.pixel % 1024 == 0 && b.map.width() > apart;
    if (meet && !x.is_view() && !wants[root].dense && s.ops[root].kind != Kind::input && !writes_densely(s.ops[root]))
      b.pixel += 16;
  }
}

}  // namespace detail

/// One buffer a value, without offsets.
constexpr list<Buffer> make_buffers(const Steps& s, const list<Wants>& wants, const list<Place>& places, Mode mode) {
  list<Buffer> buffers;
  list<std::int64_t> columns;
  for (int i = 0; i < s.ops.size(); ++i) {
    buffers.push_back({.map = s.ops[i].out, .halo = wants[i].halo, .pixel = s.ops[i].out.channels()});
    if (is_external(s.ops[i])) buffers[i].space = Space::input, buffers[i].input = s.ops[i].input;
  }
  // The root's storage has the halo and the extent of everything in it.
  for (int i = 0; i < s.ops.size(); ++i)
    if (places[i].root != i) detail::widen(buffers[places[i].root].halo, buffers[i].halo);
  if (mode == Mode::inference) detail::spread_pixels(s, wants, places, buffers);
  for (Buffer& b : buffers) columns.push_back(b.map.width());
  for (int i = 0; i < s.ops.size(); ++i)
    columns[places[i].root] = detail::larger(columns[places[i].root], buffers[i].map.width());
  for (int i = 0; i < s.ops.size(); ++i) {
    const Buffer& root = buffers[places[i].root];
    Buffer& b = buffers[i];
    b.halo = root.halo;
    b.pixel = root.pixel;
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

namespace detail {

/// Makes the steps of `s` again, with the copies that they need between them.
class CopyInserter {
 public:
  constexpr CopyInserter(const Steps& s, Mode mode)
      : s_(s),
        mode_(mode),
        wants_(wants_of(s)),
        places_(place_values(s, wants_, mode)),
        buffers_(make_buffers(s, wants_, places_, mode)),
        itself_(s.ops.size(), -1),
        number_(s.ops.size(), -1) {
    t_.outputs = s.outputs;
    t_.affines = s.affines;
    t_.ops.reserve(s.ops.size() + 8);
    t_.edges.reserve(s.edges.size() + 8);
    for (int i = 0; i < s.ops.size(); ++i) visit(i);
    set_outputs();
  }
  constexpr Steps take() { return static_cast<Steps&&>(t_); }

 private:
  constexpr void visit(int i) {
    const Op& op = s_.ops[i];
    Shape in = op.in;
    list<Steps::Operand> operands;
    std::int64_t channel = places_[i].channel;
    for (int e = 0; e < op.edges; ++e) {
      operands.push_back(operand(i, e, channel));
      if (e == 0 && !operands[0].is_view()) in = t_.ops[operands[0].node].out;
      channel += s_.seen(s_.edges[op.first_edge + e]).channels();
    }
    t_.ops.push_back(op);
    Op& made = t_.ops[t_.ops.size() - 1];
    made.in = in;
    made.first_edge = t_.edges.size();
    for (const Steps::Operand& x : operands) t_.edges.push_back(x);
    itself_[i] = number_[i] = t_.ops.size() - 1;
    const bool written_densely = writes_densely(op) && buffers_[i].halo.any();
    if ((is_external(op) && wants_[i].halo.any()) || written_densely) number_[i] = append_copy(t_, number_[i]);
  }

  /// What operator `i` reads as its operand `e`, which of a concatenation is that from `channel` on.
  constexpr Steps::Operand operand(int i, int e, std::int64_t channel) {
    const Op& op = s_.ops[i];
    Steps::Operand x = s_.edges[op.first_edge + e];
    const Buffer& b = buffers_[x.node];
    const bool slice = op.kind == Kind::concat && mode_ == Mode::inference;
    const bool in_place = places_[x.node].root == places_[i].root && places_[x.node].channel == channel && !x.is_view();
    const bool dense = reads_densely(op, x), halo = wanted_halo(op, e).any();
    const bool wanted_dense = dense && !(b.is_dense() || b.external());
    const bool copied = wanted_dense || (slice && !in_place);
    x.node = dense && b.external() ? itself_[x.node] : number_[x.node];
    if (x.is_view() && (copied || halo)) {
      // A reshaped value: dense first, then as its reader wants it.
      if (wanted_dense) x.node = append_copy(t_, x.node);
      return slice || halo ? copy_of_view(x) : x;
    }
    if (!copied) return x;
    const Shape& all = t_.ops[x.node].out;
    x.node = append_copy(t_, x.node, slice ? all.resized(op.out.height(), op.out.width(), all.channels()) : all);
    return x;
  }
  constexpr Steps::Operand copy_of_view(const Steps::Operand& x) {
    t_.edges.push_back(x);
    t_.ops.push_back({.kind = Kind::copy, .in = x.view, .out = x.view, .first_edge = t_.edges.size() - 1, .edges = 1});
    return {t_.ops.size() - 1, {}};
  }

  constexpr void set_outputs() {
    list<bool> taken(s_.ops.size(), false);
    for (Steps::Output& o : t_.outputs) {
      const bool direct =
          buffers_[o.node].is_dense() && !is_external(s_.ops[o.node]) && !(taken[o.node] && mode_ == Mode::training);
      taken[o.node] = true;
      o.node = direct ? number_[o.node] : append_copy(t_, itself_[o.node]);
    }
  }

  const Steps& s_;
  Mode mode_;
  list<Wants> wants_;
  list<Place> places_;
  list<Buffer> buffers_;
  list<int> itself_, number_;  // the value of each operator, and what most readers take for it
  Steps t_;
};

}  // namespace detail

/// Puts a copy wherever a reader wants a value otherwise than it lies: inputs with a halo (the caller's memory has
/// none), dense values that have a halo or lie in a slice, slices that a producer cannot write. While training, a value
/// that is several outputs is copied for all but the first: each loss writes a gradient of its own.
constexpr void insert_copies(Steps& s, Mode mode) { s = detail::CopyInserter(s, mode).take(); }

}  // namespace cincel
