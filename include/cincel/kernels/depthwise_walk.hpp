// How the gradient of a depthwise convolution walks over its maps: numbers only.
//
// Output column j meets input column j · stride + s · dilation at column s of the kernel, counted from the padding's begin.
// With both divided by their greatest common divisor, stride' and dilation': the columns s, s + stride', … of the kernel
// meet the same columns of the input, and the more of them, the farther to the left the output is: by dilation' each time.
// So of each class of kernel columns, and of each dilation'-th column of the output, the gradient is that of a convolution
// of stride 1.
#pragma once

#include <cincel/core/isa.hpp>
#include <cincel/plan/inference_plan.hpp>

#include <numeric>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// What the code of the gradient depends on: the most taps that a pixel has in a row of a kernel's part, whether some have
/// one fewer, and the pixels of a tile.
struct DepthwiseGradientKey {
  Activation activation = Activation::none;
  int taps = 0;
  bool fewer = false;
  int pixels = 0;
};

/// The maps of a depthwise convolution.
struct DepthwiseMaps {
  Window window;
  std::int64_t height, width, rows, columns, channels;  // of x, of y
  std::int64_t x_row, x_pixel, y_row, y_pixel;
};
constexpr DepthwiseMaps depthwise_maps(const Step& s) {
  const Shape &in = s.x.map, &out = s.op.out;
  return {s.op.window,    in.height(), in.width(), out.height(), out.width(),
          out.channels(), s.x.row,     s.x.pixel,  s.y.row,      s.y.pixel};
}

namespace impl {

/// Most pixels of a tile, and tiles of a strip.
inline constexpr std::int64_t depthwise_pixels = 7, depthwise_tiles = 4;
/// Most rows and columns of a kernel that are taken at once, and rows of the ring; its columns.
inline constexpr std::int64_t depthwise_side = 5;
inline constexpr std::int64_t depthwise_ring_columns = depthwise_tiles * depthwise_pixels + depthwise_side;

constexpr std::int64_t quotient_up(std::int64_t a, std::int64_t b) { return a > 0 ? (a + b - 1) / b : -(-a / b); }

/// n taps as parts of at most `most`: the first of part i.
struct DepthwiseParts {
  std::int64_t taps, count;
  constexpr DepthwiseParts(std::int64_t n, std::int64_t most) : taps(n), count(quotient_up(n, most)) {}
  constexpr std::int64_t operator[](std::int64_t i) const { return taps * i / count; }
  constexpr std::int64_t least() const { return taps / count; }
  constexpr std::int64_t largest() const { return quotient_up(taps, count); }
};
constexpr DepthwiseParts parts_of_columns(const Window& w) { return {w.kernel.w, depthwise_side}; }
/// So many rows that the rows of g that they meet at a row of x stand in the ring.
constexpr DepthwiseParts parts_of_rows(const Window& w) {
  const std::int64_t in_ring = (depthwise_side * w.stride.h - 1) / w.dilation.h + 1;
  return {w.kernel.h, in_ring < depthwise_side ? in_ring : depthwise_side};
}

/// Columns of x that have the same taps.
struct DepthwiseColumns {
  std::int64_t x, columns;  // offset of the first one in its row; how many
  std::int64_t ring;        // where the gradient of the first one's first tap stands in a row of the ring
  std::int64_t tap, taps;   // the first of these in their row, and how many
};

/// A strip of the columns of each class, and the columns of g that it meets.
struct DepthwiseStrip {
  std::int64_t first, columns;
  std::int64_t gradient;          // column of g of the ring's first column
  std::int64_t begin, end, ring;  // columns of the ring that are of g; of the ring
  struct Range {
    std::int64_t begin, end;
  } parts[3];  // of those: before and behind what the strip adds to the bias, and this
  std::int64_t before, before_end, after, after_end;  // columns of g that it adds besides
  std::int64_t terms;  // of each tap in a row, at most: a power of two, so that blocks of sums end with rows
};

/// One walk: a part of the kernel, and each dilation'-th column of g from column `phase` on.
struct DepthwiseWalk {
  DepthwiseMaps maps;
  std::int64_t pixels;  // of a tile
  std::int64_t row, rows, column, columns, phase;
  std::int64_t x_step, y_step;    // between the columns of a class, and those of g
  std::int64_t class_step;        // between the kernel's columns of a class
  std::int64_t first, gradients;  // column of g of the first pixel's first tap; columns of g
  std::int64_t widest, met;       // columns of the widest class; columns of g from `first` on that first taps meet
  std::int64_t before;            // most taps of a class without the first one
  DepthwiseColumns classes[static_cast<std::size_t>(depthwise_side)]{};
  int count = 0;
  std::int64_t strips = 1;
  bool begins, makes_bias;

  constexpr DepthwiseWalk(const DepthwiseMaps& m, std::int64_t tile, std::int64_t row_part, std::int64_t column_part,
                          std::int64_t of_phase)
      : maps(m), pixels(tile), phase(of_phase) {
    const Window& w = m.window;
    const DepthwiseParts in_rows = parts_of_rows(w), in_columns = parts_of_columns(w);
    row = in_rows[row_part], rows = in_rows[row_part + 1] - row;
    column = in_columns[column_part], columns = in_columns[column_part + 1] - column;
    begins = row == 0 && column == 0;
    makes_bias = begins;
    const std::int64_t common = std::gcd(w.stride.w, w.dilation.w), dilation = w.dilation.w / common;
    class_step = w.stride.w / common;
    x_step = w.stride.w * dilation * m.x_pixel;
    y_step = dilation * m.y_pixel;
    gradients = quotient_up(m.columns - phase, dilation);
    set_classes(w.stride.w * dilation);
    strips = widest > strip_columns() ? quotient_up(widest, strip_columns()) : 1;
  }

  constexpr std::int64_t strip_columns() const { return depthwise_tiles * pixels; }
  /// Calls f(i, tap of the kernel) for all taps in the order of this walk.
  template <class F>
  constexpr void for_taps(F f) const {
    for (std::int64_t r = 0; r < rows; ++r)
      for (int c = 0; c < count; ++c)
        for (std::int64_t t = 0; t < classes[c].taps; ++t)
          f(static_cast<int>(r * columns + classes[c].tap + t),
            (row + r) * maps.window.kernel.w + column + c + t * class_step);
  }
  constexpr DepthwiseStrip strip(std::int64_t n) const {
    const auto within = [](std::int64_t at, std::int64_t end) { return at < 0 ? 0 : at > end ? end : at; };
    const bool last = n == strips - 1;
    DepthwiseStrip s{};
    s.first = n * strip_columns();
    s.columns = last ? widest - s.first : strip_columns();
    s.gradient = first + s.first - before;
    s.ring = before + 1 + quotient_up(s.columns, pixels) * pixels;
    s.begin = within(-s.gradient, s.ring);
    s.end = within(gradients - s.gradient, s.ring);
    for (s.terms = 1; s.terms < s.columns;) s.terms *= 2;
    const std::int64_t own = before + (last ? met - s.first : s.columns);
    const std::int64_t begin_own = within(before, s.end) < s.begin ? s.begin : within(before, s.end);
    const std::int64_t end_own = within(own, s.end) < begin_own ? begin_own : within(own, s.end);
    s.parts[0] = {s.begin, begin_own};
    s.parts[1] = {end_own, s.end};
    s.parts[2] = {begin_own, end_own};
    s.before_end = n == 0 ? within(first, gradients) : 0;
    s.after = within(first + met, gradients);
    s.after_end = last ? gradients : s.after;
    return s;
  }

 private:
  /// Of columns of x that are `step` apart.
  constexpr void set_classes(std::int64_t step) {
    const Window& w = maps.window;
    std::int64_t firsts[static_cast<std::size_t>(depthwise_side)]{};
    count = static_cast<int>(class_step < columns ? class_step : columns);
    for (int c = 0, tap = 0; c < count; ++c) {
      const std::int64_t at = (column + c) * w.dilation.w + phase * w.stride.w - w.pad.left;
      DepthwiseColumns& k = classes[c];
      firsts[c] = quotient_up(-at, step);
      k.x = (at + firsts[c] * step) * maps.x_pixel;
      k.columns = quotient_up(maps.width - at, step) - firsts[c];
      k.tap = tap;
      k.taps = quotient_up(columns - c, class_step);
      tap += static_cast<int>(k.taps);
      if (c == 0 || firsts[c] < first) first = firsts[c];
    }
    before = classes[0].taps - 1;
    widest = met = 0;
    for (int c = 0; c < count; ++c) {
      DepthwiseColumns& k = classes[c];
      k.ring = before + firsts[c] - first;
      const std::int64_t end = firsts[c] - first + k.columns;
      widest = k.columns > widest ? k.columns : widest;
      met = end > met ? end : met;
    }
  }
};

/// A row of the kernel, and where the row of g that it meets stands in the ring.
struct DepthwiseRow {
  std::int64_t ring, tap;
};

/// The rows of g that the rows of x meet, one row of x after another.
class DepthwiseRows {
  struct Row {
    std::int64_t i, rest, slot;  // the row of g at or above, how far, and its place in the ring
  };
  Row row_[static_cast<std::size_t>(depthwise_side)]{};
  std::int64_t rows_, columns_, stride_, end_;

 public:
  constexpr explicit DepthwiseRows(const DepthwiseWalk& walk)
      : rows_(walk.rows), columns_(walk.columns), stride_(walk.maps.window.stride.h), end_(walk.maps.rows) {
    for (std::int64_t r = 0; r < rows_; ++r) {
      const std::int64_t at = walk.maps.window.pad.top - (walk.row + r) * walk.maps.window.dilation.h;
      const std::int64_t i = -quotient_up(-at, stride_);
      row_[r] = {i, at - i * stride_, i < 0 ? depthwise_side - 1 - (-i - 1) % depthwise_side : i % depthwise_side};
    }
  }
  constexpr void step() {
    for (std::int64_t r = 0; r < rows_; ++r) {
      Row& at = row_[r];
      if (++at.rest < stride_) continue;
      at.rest = 0;
      ++at.i;
      if (++at.slot == depthwise_side) at.slot = 0;
    }
  }
  /// How many rows of g must have been made.
  constexpr std::int64_t made() const { return row_[0].i < end_ ? row_[0].i + 1 : end_; }
  /// The rows of the kernel that meet one.
  constexpr std::int64_t take(DepthwiseRow* to) const {
    std::int64_t n = 0;
    for (std::int64_t r = 0; r < rows_; ++r)
      if (row_[r].rest == 0 && row_[r].i >= 0 && row_[r].i < end_)
        to[n++] = {row_[r].slot * depthwise_ring_columns, r * columns_};
    return n;
  }
};

/// Calls f for all walks of a convolution. The first ones write dx where it begins, and make the bias.
template <class F>
constexpr void for_walks(const DepthwiseMaps& m, std::int64_t pixels, F f) {
  const Window& w = m.window;
  const std::int64_t phases = w.dilation.w / std::gcd(w.stride.w, w.dilation.w);
  for (std::int64_t r = 0; r < parts_of_rows(w).count; ++r)
    for (std::int64_t c = 0; c < parts_of_columns(w).count; ++c)
      for (std::int64_t phase = 0; phase < phases; ++phase) f(DepthwiseWalk(m, pixels, r, c, phase));
}

}  // namespace impl

/// For maps of `width` columns. The tiles of a row are as large as each other, and few.
constexpr DepthwiseGradientKey depthwise_gradient_key(const Window& w, std::int64_t width, Activation f) {
  const std::int64_t common = std::gcd(w.stride.w, w.dilation.w), step = w.stride.w / common;
  const impl::DepthwiseParts parts = impl::parts_of_columns(w);
  const std::int64_t most = impl::quotient_up(parts.largest(), step);
  const std::int64_t classes = step < parts.least() ? step : parts.least();
  const std::int64_t columns = impl::quotient_up(width, step * w.dilation.w);
  const std::int64_t tiles = impl::quotient_up(columns, impl::depthwise_pixels);
  return {f, static_cast<int>(most), impl::quotient_up(parts.least() - classes + 1, step) < most,
          static_cast<int>(impl::quotient_up(columns, tiles))};
}

/// Whether the kernel meets each column of the input at some output.
constexpr bool has_all_columns(const Window& w) {
  return std::gcd(w.stride.w, w.dilation.w) == 1 && w.stride.w <= impl::parts_of_columns(w).least();
}

}  // namespace kernels
}  // namespace CINCEL_ISA
}  // namespace cincel
