// The one resampling pass of a policy, with the results of scipy.ndimage.affine_transform of order 1. A row of the
// result is a line through the source: the run of it that lies inside is read without tests of the border; before and
// behind it the line is folded back into the picture (Fill::nearest, reflect, wrap) or the value stands there (constant):
//
//     for each row r                                  loop order: rows, runs, blocks of 64 pixels
//       [ outside | inside | outside ]
//       for each block of a run
//         places: 64 source places in double -> tap, shares       (vectorised by the compiler)
//         taps:   four neighbours of each, weighted               (taps.hpp)
#pragma once

#include <cincel/augment/matrix.hpp>
#include <cincel/augment/taps.hpp>

#include <type_traits>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl {

/// scipy's map_coordinate: where coordinates beyond a side of n pixels are read; they are clamped afterwards. What is
/// 2^30 pixels away, no coordinate of use, is first brought nearer.
template <FillMode Mode, std::int64_t N>
[[gnu::always_inline]] inline void fold(FourDoubles& x) {
  constexpr double far_away = 1 << 30;
  if constexpr (Mode == FillMode::reflect || (Mode == FillMode::wrap && N > 1)) {
    x += far_away;
    clamp_doubles(x, 2 * far_away);
    x -= far_away;
  }
  if constexpr (Mode == FillMode::reflect) {  // a triangle of period 2n
    constexpr double side = N, period = 2 * side;
    x += 0.5;
    FourDoubles whole = x * (1 / period);
    floor_doubles(whole);
    x -= whole * period;
    x = (x < side ? x : period - x) - 0.5;
  } else if constexpr (Mode == FillMode::wrap && N > 1) {
    constexpr double period = N - 1;
    const FourDoubles zero{}, inside = x;
    FourDoubles whole = x * (1 / period), whole_back = -x * (1 / period);
    floor_doubles(whole);
    floor_doubles(whole_back);
    x = x > period ? x - whole * period : inside;
    x = inside < zero ? inside + (whole_back + 1) * period : x;
  }
}

/// The source of one row of the result: the point of column 0, and the step from one column to the next.
struct SourceLine {
  double y, x, step_y, step_x;
};

/// Four coordinates along a side of N pixels become the first of the two pixels around each; `share` is the second's.
/// (Of a whole coordinate that is the pixel itself with share 0, or the one before it with share 1.)
template <FillMode Mode, std::int64_t N>
[[gnu::always_inline]] inline void find_taps(FourDoubles& x, float* share) {
  // The last coordinate is the share 1 of the last pixel but one, which the number before it is rounded to.
  constexpr double last = static_cast<double>(N - 1) * (1 - 0x1p-52);
  fold<Mode, N>(x);
  clamp_doubles(x, last);
  FourDoubles tap = x - 0.5;
  round_doubles(tap);
  x -= tap;
  store_quad(share, __builtin_convertvector(x, Quad));
  x = tap;
}

/// The places of columns first … first + n - 1; n is rounded up to a multiple of four.
template <class I, FillMode Mode, class P>
[[gnu::always_inline]] inline void find_places(const SourceLine& line, std::int64_t first, std::int64_t n, P& places) {
  const double begin = static_cast<double>(first);
  FourDoubles column{begin, begin + 1, begin + 2, begin + 3};
  for (std::int64_t i = 0; i < n; i += 4, column += 4.0) {
    FourDoubles y = line.y + column * line.step_y, x = line.x + column * line.step_x;
    find_taps<Mode, I::height>(y, places.down + i);
    find_taps<Mode, I::width>(x, places.right + i);
    constexpr double row = static_cast<double>(I::width * I::channels), pixel = static_cast<double>(I::channels);
    const FourInts place = __builtin_convertvector(y * row + x * pixel, FourInts);
    std::memcpy(places.at + i, &place, sizeof place);
  }
}

/// Columns of a row: first … end - 1.
struct ColumnRun {
  std::int64_t first, end;
};

/// Cuts the run to the columns whose coordinate begin + c · step lies in [0, last].
/// `inverse` is 1 / step, or 0 where the step is so small that the columns are tried one after another instead.
[[gnu::always_inline]] inline void cut_run(ColumnRun& run, double begin, double step, double inverse, double last) {
  const auto inside = [&](std::int64_t c) {
    const double x = begin + static_cast<double>(c) * step;
    return x >= 0 && x <= last;
  };
  if (inverse != 0) {
    const double at_zero = -begin * inverse, at_last = (last - begin) * inverse;
    const double from = step > 0 ? at_zero : at_last, to = step > 0 ? at_last : at_zero;
    const double first = static_cast<double>(run.first), end = static_cast<double>(run.end);
    if (!(from < end && to > first - 1)) {
      run.end = run.first;
      return;
    }
    if (from > first) run.first = static_cast<std::int64_t>(from);
    if (to + 2 < end) run.end = static_cast<std::int64_t>(to + 2);
  }
  while (run.first < run.end && !inside(run.first)) ++run.first;  // rounding, and the one column that was added
  while (run.first < run.end && !inside(run.end - 1)) --run.end;
  if (run.end < run.first) run.end = run.first;
}

/// A picture that is read through a matrix, by the nearest pixel (order 0) if that is asked for.
template <class I, FillMode Mode, class T, bool Nearest = false>
class Resampler {
 public:
  Resampler(const T* in, const PullMatrix& matrix, double fill_value)
      : in_(in),
        m_(matrix),
        inverse_y_(inverse_of(matrix.row[1])),
        inverse_x_(inverse_of(matrix.column[1])),
        fill_(static_cast<float>(fill_value)) {}

  /// Writes row r of the result.
  void row(std::int64_t r, float* out) const {
    const double y = static_cast<double>(r);
    const SourceLine line{m_.row[0] * y + m_.row[2], m_.column[0] * y + m_.column[2], m_.row[1], m_.column[1]};
    if constexpr (Mode == FillMode::nearest) {
      run<Mode>(line, {0, I::width}, out);
    } else {
      ColumnRun inside{0, I::width};
      cut_run(inside, line.y, line.step_y, inverse_y_, I::height - 1);
      cut_run(inside, line.x, line.step_x, inverse_x_, I::width - 1);
      run<Mode>(line, {0, inside.first}, out);
      run<FillMode::nearest>(line, inside, out);
      run<Mode>(line, {inside.end, I::width}, out);
    }
  }

 private:
  static double inverse_of(double step) { return step > 1e-9 || step < -1e-9 ? 1 / step : 0; }
  static constexpr std::int64_t block = I::width >= 64 ? 64 : (I::width + 7) / 8 * 8;

  template <FillMode How>
  [[gnu::always_inline]] void run(const SourceLine& line, const ColumnRun& columns, float* out) const {
    if constexpr (How == FillMode::constant) {
      for (std::int64_t i = columns.first * I::channels; i < columns.end * I::channels; ++i) out[i] = fill_;
    } else {
      Places<static_cast<std::size_t>(block)> places;
      for (std::int64_t c = columns.first; c < columns.end; c += block) {
        const std::int64_t n = columns.end - c < block ? columns.end - c : block;
        find_places<I, How>(line, c, n, places);
        if constexpr (Nearest)
          read_nearest<I>(in_, places, n, out + c * I::channels);
        else
          read_taps<I>(in_, places, n, out + c * I::channels);
      }
    }
  }

  const T* in_;
  PullMatrix m_;
  double inverse_y_, inverse_x_;
  float fill_;
};

/// A picture that is only flipped, or not even that: its numbers are copied.
template <class I, class T>
class FlippedCopy {
 public:
  FlippedCopy(const T* in, bool horizontal, bool vertical) : in_(in), horizontal_(horizontal), vertical_(vertical) {}

  /// Writes row r of the result.
  void row(std::int64_t r, float* out) const {
    constexpr std::int64_t n = I::width * I::channels;
    const T* from = in_ + (vertical_ ? I::height - 1 - r : r) * n;
    if (!horizontal_) {
      for (std::int64_t i = 0; i < n; ++i) out[i] = static_cast<float>(from[i]);
    } else {
      for (std::int64_t c = 0; c < I::width; ++c)
        for (std::int64_t k = 0; k < I::channels; ++k)
          out[c * I::channels + k] = static_cast<float>(from[(I::width - 1 - c) * I::channels + k]);
    }
  }

 private:
  const T* in_;
  bool horizontal_, vertical_;
};

/// Whether the sample is neither turned, moved, sheared nor zoomed; Keras then resamples nothing.
constexpr bool stays_in_place(const AugmentDraw& d) {
  return d.rotation == 0 && d.height_shift == 0 && d.width_shift == 0 && d.shear == 0 && d.zoom_x == 1 && d.zoom_y == 1;
}

}  // namespace impl
}  // namespace CINCEL_ISA
}  // namespace cincel
