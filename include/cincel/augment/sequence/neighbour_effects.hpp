// What looks at a pixel's neighbours: blurs, sharpening.
#pragma once

#include <cincel/augment/direction.hpp>
#include <cincel/augment/sequence/colour_effects.hpp>

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

/// Weighted sums of neighbours along x or y, mirrored at the border, from data to spare and back.
inline void filter_axis(Raster& r, const std::vector<float>& kernel, bool along_x) {
  r.spare.assign(r.data.size(), 0.0f);
  const std::int64_t radius = static_cast<std::int64_t>(kernel.size()) / 2, n = r.row(), channels = r.channels;
  for (std::int64_t y = 0; y < r.sides.height; ++y) {
    float* out = r.spare.data() + y * n;
    for (std::int64_t k = -radius; k <= radius; ++k) {
      const float weight = kernel[static_cast<std::size_t>(k + radius)];
      if (!along_x) {
        const float* from = r.data.data() + mirror_index(y + k, r.sides.height) * n;
        for (std::int64_t i = 0; i < n; ++i) out[i] += weight * from[i];
        continue;
      }
      for (std::int64_t x = 0; x < r.sides.width; ++x) {
        const float* from = r.data.data() + y * n + mirror_index(x + k, r.sides.width) * channels;
        for (std::int64_t c = 0; c < channels; ++c) out[x * channels + c] += weight * from[c];
      }
    }
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
  const std::int64_t radius = size / 2, channels = r->channels;
  const impl::PictureView in{r->data.data(), r->sides, channels, r->row()};
  r->spare.resize(r->data.size());
  std::vector<float> window;
  for (std::int64_t i = 0; i < r->size(); ++i) {
    const std::int64_t c = i % channels, x = i / channels % r->sides.width, y = i / r->row();
    window.clear();
    for (std::int64_t dy = -radius; dy <= radius; ++dy)
      for (std::int64_t dx = -radius; dx <= radius; ++dx)
        window.push_back(in.pixel(impl::fold_index(y + dy, r->sides.height, FillMode::nearest),
                                  impl::fold_index(x + dx, r->sides.width, FillMode::nearest))[c]);
    const auto middle = window.begin() + size * size / 2;
    std::nth_element(window.begin(), middle, window.end());
    r->spare[static_cast<std::size_t>(i)] = *middle;
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
  std::vector<float> one(static_cast<std::size_t>(r->channels));
  for (std::int64_t y = 0; y < r->sides.height; ++y) {
    for (std::int64_t x = 0; x < r->sides.width; ++x) {
      float* out = r->spare.data() + y * r->row() + x * r->channels;
      for (int k = -(size / 2); k <= size / 2; ++k) {
        const PlanePoint at{static_cast<double>(x) + k * d.cosine, static_cast<double>(y) - k * d.sine};
        impl::read_place(in, {Resampling::bilinear, FillMode::nearest, 0}, at, one.data());
        for (std::int64_t c = 0; c < r->channels; ++c) out[c] += one[static_cast<std::size_t>(c)];
      }
      for (std::int64_t c = 0; c < r->channels; ++c) out[c] /= static_cast<float>(size);
    }
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
