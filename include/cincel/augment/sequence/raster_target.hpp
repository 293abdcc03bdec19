// Pictures and masks as targets. Geometric steps are put off until pixels are needed: they become one matrix, and one
// resampling pass; steps on single pixels are put off too, and run on each row behind the resampling:
//
//     crop of what was not moved yet   narrows the view of the source, at no cost
//     map, field                       are multiplied into the matrix
//     pixels(), a step that reads beyond the border of what was cut, resizing by weights, the end: the pass runs
#pragma once

#include <cincel/augment/sequence/target.hpp>
#include <cincel/augment/sequence/warp_row.hpp>

#include <cstring>
#include <utility>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl {

/// A picture (with all steps) or a mask (with its own way to be read, and the geometry alone).
class RasterTarget final : public AugmentTarget {
 public:
  RasterTarget(Raster& raster, const WarpRule& rule, bool is_mask) : raster_(raster), rule_(rule), is_mask_(is_mask) {
    white_ = raster.white;
    restart();
  }

  void crop(std::int64_t top, std::int64_t left, ImageSides to) override {
    if (pull_ == Projective{} && field_.empty() && points_.empty()) {
      view_.data = view_.pixel(top, left);
      view_.sides = sides_ = to;
      moved_ = true;
      return;
    }
    if (!points_.empty() || !field_.empty()) flush();
    pull_ = pull_ * translation(static_cast<double>(left), static_cast<double>(top));
    sides_ = to;
    moved_ = cut_ = true;
  }
  void map(const Projective& pull, ImageSides to, Border border) override {
    if (!points_.empty() || !field_.empty() || (cut_ && border != Border::stays)) flush();
    pull_ = pull_ * pull;
    sides_ = to;
    moved_ = true;
  }
  void resize(ImageSides to, ResizeMethod method, bool antialias) override {
    if (to == sides_) return;
    if (is_mask_ && rule_.resampling == Resampling::nearest) method = ResizeMethod::nearest, antialias = false;
    flush();
    raster_.spare.resize(static_cast<std::size_t>(to.height * to.width * raster_.channels));
    resize_picture(view_, to, method, antialias, between_, raster_.spare.data());
    std::swap(raster_.data, raster_.spare);
    raster_.sides = to;
    restart();
  }
  void displace(std::vector<float> field) override {
    if (!points_.empty() || !field_.empty() || cut_) flush();
    field_ = std::move(field);
    moved_ = true;
  }
  void pad(std::int64_t top, std::int64_t left, ImageSides to, FillMode fill, float value) override {
    flush();
    const std::int64_t n = raster_.channels;
    raster_.spare.assign(static_cast<std::size_t>(to.height * to.width * n), is_mask_ ? rule_.value : value);
    const bool filled = fill == FillMode::constant;
    for (std::int64_t y = 0; y < to.height; ++y) {
      for (std::int64_t x = 0; x < to.width; ++x) {
        const std::int64_t r = y - top, c = x - left;
        if (filled && (r < 0 || c < 0 || r >= sides_.height || c >= sides_.width)) continue;
        const float* from = view_.pixel(fold_index(r, sides_.height, fill), fold_index(c, sides_.width, fill));
        std::copy_n(from, n, raster_.spare.data() + (y * to.width + x) * n);
      }
    }
    std::swap(raster_.data, raster_.spare);
    raster_.sides = to;
    restart();
  }
  void points(const PointStep& step) override {
    if (!is_mask_) points_.push_back(step);
  }
  Raster* pixels() override {
    if (is_mask_) return nullptr;
    flush();
    return &raster_;
  }
  /// Runs what was put off; the result stands in the raster.
  void flush() { flush_if(moved_ || !points_.empty()); }

 private:
  void restart() {
    view_ = {raster_.data.data(), raster_.sides, raster_.channels, raster_.row()};
    sides_ = raster_.sides;
    pull_ = {};
    field_.clear();
    points_.clear();
    moved_ = cut_ = false;
  }
  void flush_if(bool needed) {
    if (!needed) return;
    const std::int64_t n = sides_.width * raster_.channels;
    if (moved_) raster_.spare.resize(static_cast<std::size_t>(sides_.height * n));
    float* to = moved_ ? raster_.spare.data() : raster_.data.data();
    const bool copied = pull_ == Projective{} && field_.empty();
    for (std::int64_t y = 0; y < sides_.height; ++y) {
      float* row = to + y * n;
      if (moved_ && copied)
        std::copy_n(view_.pixel(y, 0), n, row);
      else if (moved_)
        warp_row(view_, rule_, pull_, field_.empty() ? nullptr : field_.data() + 2 * y * sides_.width, y, sides_.width,
                 row);
      for (const PointStep& p : points_) p.run(p, row, sides_.width, raster_.channels);
    }
    if (moved_) std::swap(raster_.data, raster_.spare);
    raster_.sides = sides_;
    restart();
  }

  Raster& raster_;
  WarpRule rule_;
  bool is_mask_, moved_ = false, cut_ = false;
  PictureView view_{};
  Projective pull_{};
  std::vector<float> field_, between_;
  std::vector<PointStep> points_;
};

}  // namespace impl
}  // namespace CINCEL_ISA
}  // namespace cincel
