// What the steps of a sequence are applied to: a picture, a mask, boxes, points. A step calls what it does to a target;
// boxes hear of the geometry alone, pictures of all.
#pragma once

#include <cincel/augment/sequence/resize.hpp>

#include <vector>

namespace cincel {
inline namespace CINCEL_ISA {

/// The pixels of a picture in work, rows one after another; a step that needs a second picture writes `spare` and swaps.
struct Raster {
  std::vector<float> data, spare;
  ImageSides sides{};
  std::int64_t channels = 0;
  float white = 1;     // the largest value: 255 of 8-bit pictures, 1 of others
  bool bytes = false;  // whether values are whole numbers, which some steps round down to
  std::int64_t row() const { return sides.width * channels; }
  std::int64_t size() const { return sides.height * row(); }
  /// Channels that colour steps change: of four the fourth is alpha.
  std::int64_t colours() const { return channels == 4 ? 3 : channels; }
};

/// A step that looks at one pixel alone, with its numbers.
struct PointStep {
  void (*run)(const PointStep&, float* pixels, std::int64_t n, std::int64_t channels) = nullptr;
  float v[12] = {};
};

/// What a map does to what lies beyond the picture's border.
enum class Border : unsigned char {
  stays,   // no pixel is read that was not in the picture: flips, transposing
  reaches  // reads beyond the border, which the fill answers
};

/// Something that is transformed.
class AugmentTarget {
 public:
  virtual ~AugmentTarget() = default;
  /// The sides that the steps so far have left.
  ImageSides sides() const { return sides_; }
  /// The largest value of its pixels: 255 of 8-bit pictures, 1 of others; 0 of what has none.
  float white() const { return white_; }

  /// Cuts out the rectangle of these sides at (top, left), which lies inside.
  virtual void crop(std::int64_t top, std::int64_t left, ImageSides to) = 0;
  /// Moves pixels by a pull matrix.
  virtual void map(const Projective& pull, ImageSides to, Border border) = 0;
  /// Changes the sides.
  virtual void resize(ImageSides to, ResizeMethod method, bool antialias) = 0;
  /// Moves pixels by a field: the pixel x of row y is read at (x + field[0], y + field[1]), two numbers a pixel.
  virtual void displace(std::vector<float> field) = 0;
  /// Adds rows and columns: `top` and `left` of them before, and what is left of `to` behind.
  virtual void pad(std::int64_t top, std::int64_t left, ImageSides to, FillMode fill, float value) = 0;
  /// Changes pixels one by one; nothing where there are none.
  virtual void points(const PointStep&) {}
  /// The pixels so far, to be changed; none of what is no picture.
  virtual Raster* pixels() { return nullptr; }

 protected:
  AugmentTarget() = default;
  AugmentTarget(const AugmentTarget&) = default;
  AugmentTarget& operator=(const AugmentTarget&) = default;
  ImageSides sides_{};
  float white_ = 0;
};

}  // namespace CINCEL_ISA
}  // namespace cincel
