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

/// x, or the nearest of 0 and `last`; 0 for NaN.
[[gnu::always_inline]] inline double clamped(double x, double last) {
  x = x > 0 ? x : 0;
  return x < last ? x : last;
}
/// scipy's map_coordinate: where a coordinate beyond a side of n pixels is read. What comes out is clamped afterwards.
template <FillMode Mode, std::int64_t N>
[[gnu::always_inline]] inline double folded(double x) {
  if constexpr (Mode == FillMode::reflect) {
    constexpr double period = 2.0 * N;
    const double y = x + 0.5, in_period = y - period * __builtin_floor(y / period);
    return (in_period < N ? in_period : period - in_period) - 0.5;
  } else if constexpr (Mode == FillMode::wrap && N > 1) {
    constexpr double period = N - 1;
    if (x < 0) return x + period * (__builtin_floor(-x / period) + 1);
    return x > period ? x - period * __builtin_floor(x / period) : x;
  } else {
    return x;
  }
}

/// The source of one row of the result: the point of column 0, and the step from one column to the next.
struct SourceLine {
  double y, x, step_y, step_x;
};

/// The places of columns first … first + n - 1; n is rounded up to a multiple of eight.
template <class I, FillMode Mode, class P>
[[gnu::always_inline]] inline void find_places(const SourceLine& line, std::int64_t first, std::int64_t n, P& places) {
  constexpr int lanes_of_places = 8;
  constexpr int last_tap_y = I::height > 1 ? I::height - 2 : 0, last_tap_x = I::width > 1 ? I::width - 2 : 0;
  for (std::int64_t begin = 0; begin < n; begin += lanes_of_places) {
    const int column = static_cast<int>(first + begin);
    for (int i = 0; i < lanes_of_places; ++i) {
      const double c = column + i;
      const double y = clamped(folded<Mode, I::height>(line.y + c * line.step_y), I::height - 1);
      const double x = clamped(folded<Mode, I::width>(line.x + c * line.step_x), I::width - 1);
      int tap_y = static_cast<int>(y), tap_x = static_cast<int>(x);
      tap_y = tap_y < last_tap_y ? tap_y : last_tap_y;
      tap_x = tap_x < last_tap_x ? tap_x : last_tap_x;
      places.down[begin + i] = static_cast<float>(y - tap_y);
      places.right[begin + i] = static_cast<float>(x - tap_x);
      places.at[begin + i] = tap_y * static_cast<int>(I::width * I::channels) + tap_x * static_cast<int>(I::channels);
    }
  }
}

/// Columns of a row: first … end - 1.
struct ColumnRun {
  std::int64_t first, end;
};

/// Cuts the run to the columns whose coordinate begin + c · step lies in [0, last].
inline void cut_run(ColumnRun& run, double begin, double step, double last) {
  const auto inside = [&](std::int64_t c) {
    const double x = begin + static_cast<double>(c) * step;
    return x >= 0 && x <= last;
  };
  if (step != 0) {
    const double at_zero = -begin / step, at_last = (last - begin) / step;
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

/// A picture that is read through a matrix.
template <class I, FillMode Mode, class T>
class Resampler {
 public:
  Resampler(const T* in, const PullMatrix& matrix, double fill_value)
      : in_(in), m_(matrix), fill_(static_cast<float>(fill_value)) {}

  /// Writes row r of the result.
  void row(std::int64_t r, float* out) const {
    const double y = static_cast<double>(r);
    const SourceLine line{m_.row[0] * y + m_.row[2], m_.column[0] * y + m_.column[2], m_.row[1], m_.column[1]};
    if constexpr (Mode == FillMode::nearest) {
      run<Mode>(line, {0, I::width}, out);
    } else {
      ColumnRun inside{0, I::width};
      cut_run(inside, line.y, line.step_y, I::height - 1);
      cut_run(inside, line.x, line.step_x, I::width - 1);
      run<Mode>(line, {0, inside.first}, out);
      run<FillMode::nearest>(line, inside, out);
      run<Mode>(line, {inside.end, I::width}, out);
    }
  }

 private:
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
        read_taps<I>(in_, places, n, out + c * I::channels);
      }
    }
  }

  const T* in_;
  PullMatrix m_;
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
