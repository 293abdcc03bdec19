// Resizing by separable weights: each row of the result is a weighted sum of source rows, each column of columns.
#pragma once

#include <cincel/augment/sequence/warp.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

namespace cincel {

/// How a picture is resized. Without antialiasing as OpenCV does it (bicubic: a = -0.75), with it as PIL does (bicubic:
/// a = -0.5; the kernel grows with the scale where the picture shrinks). `area` is the exact mean of the covered area
/// where no side grows, and what OpenCV's INTER_AREA makes of it where one does. `nearest` takes the pixel under the centre, as PIL does.
enum class ResizeMethod : unsigned char { nearest, bilinear, bicubic, area };

inline namespace CINCEL_ISA {
namespace impl {

/// The weights of one axis: pixel i of the result is the sum over k < count[i] of weight[i · most + k] · x[first[i] + k].
struct AxisWeights {
  std::vector<std::int64_t> first, count;
  std::vector<float> weight;
  std::int64_t most = 0;
};

/// PIL's kernels: a triangle of radius 1, a cubic of radius 2 with a = -0.5.
inline double resize_kernel(ResizeMethod method, double x) {
  x = x < 0 ? -x : x;
  if (method == ResizeMethod::bilinear) return x < 1 ? 1 - x : 0;
  if (x >= 2) return 0;
  return x < 1 ? (1.5 * x - 2.5) * x * x + 1 : ((-0.5 * x + 2.5) * x - 4) * x + 2;
}

/// Collects taps that may lie beyond the side: those are added to its edge pixels.
class TapCollector {
 public:
  TapCollector(AxisWeights& to, std::int64_t from_side, std::int64_t most) : to_(to), n_(from_side) { to.most = most; }
  void begin(std::int64_t first) {
    first_ = std::clamp<std::int64_t>(first, 0, n_ - 1);
    to_.first.push_back(first_);
    to_.count.push_back(0);
    row_.assign(static_cast<std::size_t>(to_.most), 0.0);
  }
  void add(std::int64_t at, double weight) {
    if (weight == 0) return;
    const std::int64_t k = std::clamp<std::int64_t>(at, 0, n_ - 1) - first_;
    row_[static_cast<std::size_t>(k)] += weight;
    to_.count.back() = (std::max)(to_.count.back(), k + 1);
  }
  /// Ends a pixel; its weights are divided by their sum.
  void end() {
    double sum = 0;
    for (const double w : row_) sum += w;
    for (const double w : row_) to_.weight.push_back(static_cast<float>(w / sum));
  }

 private:
  AxisWeights& to_;
  std::int64_t n_, first_ = 0;
  std::vector<double> row_;
};

/// The taps of pixel i, `scale` source pixels long; `means` says that `area` is the mean of what is covered.
inline void collect_taps(TapCollector& taps, ResizeMethod method, bool antialias, bool means, std::int64_t i,
                         double scale, std::int64_t from) {
  const double begin = static_cast<double>(i) * scale, centre = begin + scale / 2;
  if (method == ResizeMethod::nearest) {
    taps.begin(floor_of(centre));
    taps.add(floor_of(centre), 1);
  } else if (method == ResizeMethod::area && means) {
    const double end = (std::min)(begin + scale, static_cast<double>(from));
    taps.begin(floor_of(begin));
    for (std::int64_t k = floor_of(begin); static_cast<double>(k) < end; ++k) {
      const double low = (std::max)(begin, static_cast<double>(k)), high = (std::min)(end, static_cast<double>(k + 1));
      if (high - low > 1e-9) taps.add(k, high - low);
    }
  } else if (method == ResizeMethod::area) {
    const std::int64_t k = floor_of(begin);
    const double t = static_cast<double>(i + 1) - static_cast<double>(k + 1) / scale,
                 share = t <= 0 ? 0 : t - std::floor(t);
    taps.begin(k);
    taps.add(k, 1 - share);
    if (share > 0) taps.add(k + 1, share);
  } else if (antialias) {
    const double wide = (std::max)(scale, 1.0), support = (method == ResizeMethod::bilinear ? 1 : 2) * wide;
    const std::int64_t low = (std::max<std::int64_t>)(floor_of(centre - support + 0.5), 0);
    const std::int64_t high = (std::min)(floor_of(centre + support + 0.5), from);
    taps.begin(low);
    for (std::int64_t k = low; k < high; ++k)
      taps.add(k, resize_kernel(method, (static_cast<double>(k) - centre + 0.5) / wide));
  } else {
    const std::int64_t k = floor_of(centre - 0.5);
    const double t = centre - 0.5 - static_cast<double>(k);
    double w[4] = {0, 1 - t, t, 0};
    if (method == ResizeMethod::bicubic) cubic_weights(t, -0.75, w);
    taps.begin(k - 1);
    for (int j = 0; j < 4; ++j) taps.add(k - 1 + j, w[j]);
  }
  taps.end();
}

/// The weights from a side of `from` pixels to one of `to`.
inline AxisWeights axis_weights(std::int64_t from, std::int64_t to, ResizeMethod method, bool antialias, bool means) {
  AxisWeights w;
  const double scale = static_cast<double>(from) / static_cast<double>(to);
  TapCollector taps(w, from, 5 + static_cast<std::int64_t>(4 * (std::max)(scale, 1.0)));
  for (std::int64_t i = 0; i < to; ++i) collect_taps(taps, method, antialias, means, i, scale, from);
  return w;
}

/// Resizes a picture into `out`, by way of `between`, which is made large enough.
inline void resize_picture(const PictureView& in, ImageSides to, ResizeMethod method, bool antialias,
                           std::vector<float>& between, float* out) {
  const bool means = to.height <= in.sides.height && to.width <= in.sides.width;
  const AxisWeights across = axis_weights(in.sides.width, to.width, method, antialias, means);
  const AxisWeights down = axis_weights(in.sides.height, to.height, method, antialias, means);
  const std::int64_t row = to.width * in.channels;
  between.assign(static_cast<std::size_t>(in.sides.height * row), 0.0f);
  for (std::int64_t y = 0; y < in.sides.height; ++y) {
    for (std::int64_t x = 0; x < to.width; ++x) {
      const auto at = static_cast<std::size_t>(x);
      float* sum = between.data() + y * row + x * in.channels;
      const float* weight = across.weight.data() + x * across.most;
      const float* from = in.pixel(y, across.first[at]);
      for (std::int64_t k = 0; k < across.count[at]; ++k)
        for (std::int64_t c = 0; c < in.channels; ++c) sum[c] += weight[k] * from[k * in.channels + c];
    }
  }
  std::fill(out, out + to.height * row, 0.0f);
  for (std::int64_t y = 0; y < to.height; ++y) {
    const auto at = static_cast<std::size_t>(y);
    for (std::int64_t k = 0; k < down.count[at]; ++k) {
      const float weight = down.weight[static_cast<std::size_t>(y * down.most + k)];
      const float* from = between.data() + (down.first[at] + k) * row;
      for (std::int64_t i = 0; i < row; ++i) out[y * row + i] += weight * from[i];
    }
  }
}

}  // namespace impl
}  // namespace CINCEL_ISA
}  // namespace cincel
