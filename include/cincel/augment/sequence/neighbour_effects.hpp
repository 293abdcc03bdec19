// What looks at a pixel's neighbours: blurs, sharpening.
#pragma once

#include <cincel/augment/direction.hpp>
#include <cincel/augment/sequence/colour_effects.hpp>
#include <cincel/augment/sequence/warp_row.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl {

/// The pixel i of a side of n beyond whose edge it is mirrored, the edge once (OpenCV's REFLECT_101).
inline std::int64_t mirror_index(std::int64_t i, std::int64_t n) {
  if (n == 1) return 0;
  const std::int64_t period = 2 * (n - 1);
  i %= period;
  if (i < 0) i += period;
  return i < n ? i : period - i;
}

/// out[i] = the weighted sum of from[k][i]: n numbers, in the order of the taps.
inline void weighted_sum(const std::vector<const float*>& from, const std::vector<float>& weights, std::int64_t n,
                         float* out) {
  constexpr std::int64_t width = sizeof(ManyFloats) / sizeof(float);
  std::int64_t i = 0;
  for (; i + width <= n; i += width) {
    ManyFloats sum{}, x;
    for (std::size_t k = 0; k < from.size(); ++k) {
      std::memcpy(&x, from[k] + i, sizeof x);
      sum += weights[k] * x;
    }
    std::memcpy(out + i, &sum, sizeof sum);
  }
  for (; i < n; ++i) {
    float sum = 0;
    for (std::size_t k = 0; k < from.size(); ++k) sum += weights[k] * from[k][i];
    out[i] = sum;
  }
}

/// Row y, with `radius` pixels more on both sides, mirrored.
inline void mirrored_row(const Raster& r, std::int64_t y, std::int64_t radius, std::vector<float>& line) {
  const float* row = r.data.data() + y * r.row();
  line.resize(static_cast<std::size_t>(r.row() + 2 * radius * r.channels));
  for (std::int64_t k = 1; k <= radius; ++k) {
    float* const middle = line.data() + radius * r.channels;
    std::copy_n(row + mirror_index(-k, r.sides.width) * r.channels, r.channels, middle - k * r.channels);
    std::copy_n(row + mirror_index(r.sides.width - 1 + k, r.sides.width) * r.channels, r.channels,
                middle + r.row() + (k - 1) * r.channels);
  }
  std::copy_n(row, r.row(), line.data() + radius * r.channels);
}

/// Weighted sums of neighbours along x or y, mirrored at the border, from data to spare and back.
inline void filter_axis(Raster& r, const std::vector<float>& kernel, bool along_x) {
  r.spare.resize(r.data.size());
  const std::int64_t taps = static_cast<std::int64_t>(kernel.size()), radius = taps / 2, n = r.row();
  std::vector<const float*> from(kernel.size());
  std::vector<float> line;
  for (std::int64_t y = 0; y < r.sides.height; ++y) {
    if (along_x) mirrored_row(r, y, radius, line);
    for (std::int64_t k = 0; k < taps; ++k)
      from[static_cast<std::size_t>(k)] =
          along_x ? line.data() + k * r.channels : r.data.data() + mirror_index(y + k - radius, r.sides.height) * n;
    weighted_sum(from, kernel, n, r.spare.data() + y * n);
  }
  std::swap(r.data, r.spare);
}

/// A Gaussian of `size` taps, size odd, divided by its sum.
inline std::vector<float> gaussian_kernel(double sigma, int size) {
  std::vector<double> w(static_cast<std::size_t>(size));
  double sum = 0;
  for (int i = 0; i < size; ++i) {
    const double x = (i - (size - 1) * 0.5) / sigma;
    sum += w[static_cast<std::size_t>(i)] = std::exp(-0.5 * x * x);
  }
  std::vector<float> kernel;
  kernel.reserve(w.size());
  for (const double v : w) kernel.push_back(static_cast<float>(v / sum));
  return kernel;
}

/// The smaller of each pair of numbers comes to a, the larger one to b.
[[gnu::always_inline]] inline void sort_pair(Quad& a, Quad& b) {
  const auto ordered = a < b;
  const Quad low = ordered ? a : b;
  b = ordered ? b : a;
  a = low;
}
/// The medians of nine come to v[4]: 19 exchanges (Smith, "Implementing median filters in XC4000E FPGAs", 1996).
[[gnu::always_inline]] inline void sort_to_median(Quad (&v)[9]) {
  const auto sort = [&v](int a, int b) { sort_pair(v[a], v[b]); };
  sort(1, 2), sort(4, 5), sort(7, 8), sort(0, 1), sort(3, 4), sort(6, 7), sort(1, 2), sort(4, 5), sort(7, 8);
  sort(0, 3), sort(5, 8), sort(4, 7), sort(3, 6), sort(1, 4), sort(2, 5), sort(4, 7), sort(4, 2), sort(6, 4);
  sort(4, 2);
}
/// out[i] = the median of from[k][i] over an odd number of taps.
inline void median_row(const std::vector<const float*>& from, std::size_t taps, std::int64_t n, float* out) {
  std::int64_t i = 0;
  for (; taps == 9 && i + 4 <= n; i += 4) {
    Quad v[9];
    for (std::size_t k = 0; k < 9; ++k) v[k] = load_quad(from[k] + i);
    sort_to_median(v);
    store_quad(out + i, v[4]);
  }
  std::vector<float> window(taps);
  for (; i < n; ++i) {
    for (std::size_t k = 0; k < taps; ++k) window[k] = from[k][i];
    const auto middle = window.begin() + static_cast<std::ptrdiff_t>(taps / 2);
    std::nth_element(window.begin(), middle, window.end());
    out[i] = *middle;
  }
}

}  // namespace impl

namespace effect {

/// A Gaussian of this deviation in pixels, cut to `size` taps (odd), the border mirrored: torchvision's gaussian_blur and
/// OpenCV's formula, without OpenCV's tables for small sizes.
inline void gaussian_blur(AugmentTarget& t, double sigma, int size) {
  Raster* r = t.pixels();
  if (r == nullptr) return;
  const std::vector<float> kernel = impl::gaussian_kernel(sigma, size);
  impl::filter_axis(*r, kernel, true);
  impl::filter_axis(*r, kernel, false);
}

/// The median of size x size neighbours (odd) in each channel, the border repeated: OpenCV's medianBlur, scipy's
/// median_filter of mode nearest.
inline void median_blur(AugmentTarget& t, int size) {
  Raster* r = t.pixels();
  if (r == nullptr) return;
  const std::int64_t radius = size / 2, channels = r->channels, n = r->row();
  const std::size_t taps = static_cast<std::size_t>(size) * static_cast<std::size_t>(size);
  std::vector<float> lines(static_cast<std::size_t>(size * (n + 2 * radius * channels)));
  std::vector<const float*> from;
  r->spare.resize(r->data.size());
  for (std::int64_t y = 0; y < r->sides.height; ++y) {
    from.clear();
    for (std::int64_t dy = -radius; dy <= radius; ++dy) {
      float* const line = lines.data() + (dy + radius) * (n + 2 * radius * channels);
      const float* row = r->data.data() + impl::fold_index(y + dy, r->sides.height, FillMode::nearest) * n;
      for (std::int64_t x = -radius; x < r->sides.width + radius; ++x)
        std::copy_n(row + impl::fold_index(x, r->sides.width, FillMode::nearest) * channels, channels,
                    line + (x + radius) * channels);
      for (std::int64_t dx = 0; dx < size; ++dx) from.push_back(line + dx * channels);
    }
    impl::median_row(from, taps, n, r->spare.data() + y * n);
  }
  std::swap(r->data, r->spare);
}

/// The mean of `size` places (odd) one pixel apart on a line through the pixel, `angle` degrees counter-clockwise from
/// the right; places between pixels are bilinear, the border is repeated.
inline void motion_blur(AugmentTarget& t, int size, double angle) {
  Raster* r = t.pixels();
  if (r == nullptr) return;
  const impl::PictureView in{r->data.data(), r->sides, r->channels, r->row()};
  const Direction d = direction_of(angle);
  r->spare.assign(r->data.size(), 0.0f);
  std::vector<float> moved(static_cast<std::size_t>(r->row()));
  for (std::int64_t y = 0; y < r->sides.height; ++y) {
    float* const out = r->spare.data() + y * r->row();
    for (int k = -(size / 2); k <= size / 2; ++k) {
      impl::warp_row(in, {Resampling::bilinear, FillMode::nearest, 0}, translation(k * d.cosine, -k * d.sine), nullptr,
                     y, r->sides.width, moved.data());
      for (std::int64_t i = 0; i < r->row(); ++i) out[i] += moved[static_cast<std::size_t>(i)];
    }
    for (std::int64_t i = 0; i < r->row(); ++i) out[i] /= static_cast<float>(size);
  }
  std::swap(r->data, r->spare);
}

/// Mixes with the picture smoothed by [1 1 1; 1 5 1; 1 1 1] / 13, whose border pixels are the picture's own: 0 is smooth,
/// 1 the picture, above 1 sharper (PIL, torchvision). Of 8-bit pictures the smoothed one is rounded; sides of at most 2
/// stay.
inline void sharpness(AugmentTarget& t, float factor) {
  Raster* r = t.pixels();
  if (r == nullptr || r->sides.height <= 2 || r->sides.width <= 2) return;
  const std::int64_t n = r->row(), channels = r->channels;
  r->spare = r->data;
  for (std::int64_t y = 1; y + 1 < r->sides.height; ++y) {
    for (std::int64_t i = channels; i < n - channels; ++i) {
      if (i % channels >= r->colours()) continue;
      const float* p = r->data.data() + y * n + i;
      float sum = 4 * p[0];
      for (const std::int64_t line : {-n, std::int64_t{0}, n}) sum += p[line - channels] + p[line] + p[line + channels];
      const float smooth = r->bytes ? std::nearbyint(sum / 13) : sum / 13;
      r->spare[static_cast<std::size_t>(y * n + i)] = impl::cut(factor * p[0] + (1 - factor) * smooth, r->white);
    }
  }
  std::swap(r->data, r->spare);
}

}  // namespace effect
}  // namespace CINCEL_ISA
}  // namespace cincel
