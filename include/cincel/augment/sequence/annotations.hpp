// Boxes and points that move with their picture: each geometric step's matrix, inverted, in double; boxes are cut at the
// picture's border after each step, so that they do not grow between steps.
#pragma once

#include <cincel/augment/direction.hpp>
#include <cincel/augment/sequence/target.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <vector>

namespace cincel {

/// A rectangle on continuous edges, in pixels: the pixel i covers [i, i + 1], all of a picture is (0, 0, W, H).
struct Box {
  double left = 0, top = 0, right = 0, bottom = 0;
  int label = 0;
  friend constexpr bool operator==(const Box&, const Box&) = default;
  constexpr double area() const { return right > left && bottom > top ? (right - left) * (bottom - top) : 0; }
};

/// Which boxes remain, and how a turned box is drawn around.
struct BoxRules {
  double minimal_area = 0;        // square pixels, behind all steps; a box without area never remains
  double minimal_visibility = 0;  // share of its area that was not cut off, over all steps
  double minimal_side = 0;        // pixels
  bool ellipse = false;           // around the turned ellipse in the box, which is tighter than around its corners
};

/// What the coordinates of points mean: `index` has the centre of the first pixel at 0, `edge` its upper left corner.
enum class PointCoordinates : unsigned char { index, edge };

/// A point of a picture. One that leaves the picture is marked, and never taken away.
template <PointCoordinates In>
struct Keypoint {
  double x = 0, y = 0;
  int label = 0;
  bool visible = true;
  friend constexpr bool operator==(const Keypoint&, const Keypoint&) = default;
};

/// Two labels that a mirrored picture exchanges, such as the left and the right eye.
struct LabelPair {
  int left = 0, right = 0;
};

inline namespace CINCEL_ISA {
namespace impl {

/// Where the source's point `from`, in indices, is found behind a field: p + field(p) = from, by repetition.
inline PlanePoint through_field(const std::vector<float>& field, ImageSides sides, PlanePoint from) {
  const PictureView view{field.data(), sides, 2, 2 * sides.width};
  PlanePoint p = from;
  for (int i = 0; i < 50; ++i) {
    float moved[2];
    read_place(view, {Resampling::bilinear, FillMode::nearest, 0}, p, moved);
    p = {from.x - static_cast<double>(moved[0]), from.y - static_cast<double>(moved[1])};
  }
  return p;
}

/// A target of which only places are known; `moved` leads a place of the source, in indices, to the result.
class PlaceTarget : public AugmentTarget {
 public:
  explicit PlaceTarget(ImageSides sides) { sides_ = sides; }
  void crop(std::int64_t top, std::int64_t left, ImageSides to) final {
    map(translation(static_cast<double>(left), static_cast<double>(top)), to, Border::stays);
  }
  void pad(std::int64_t top, std::int64_t left, ImageSides to, FillMode, float) final {
    map(translation(-static_cast<double>(left), -static_cast<double>(top)), to, Border::stays);
  }
  void resize(ImageSides to, ResizeMethod, bool) final {
    const double sx = static_cast<double>(sides_.width) / static_cast<double>(to.width);
    const double sy = static_cast<double>(sides_.height) / static_cast<double>(to.height);
    map({{{sx, 0, sx / 2 - 0.5}, {0, sy, sy / 2 - 0.5}, {0, 0, 1}}}, to, Border::stays);
  }
  void map(const Projective& pull, ImageSides to, Border) final {
    pull_ = pull;
    forward_ = pull.inverse();
    field_.clear();
    sides_ = to;
    changed(forward_.determinant() < 0);
  }
  void displace(std::vector<float> field) final {
    field_ = std::move(field);
    changed(false);
  }

 protected:
  virtual void changed(bool mirrored) = 0;
  /// The last step's pull matrix; none where it was a field.
  const Projective* pull() const { return field_.empty() ? &pull_ : nullptr; }
  /// On edges; what lies behind the horizon becomes NaN.
  PlanePoint moved(PlanePoint edge) const {
    PlanePoint p{edge.x - 0.5, edge.y - 0.5};
    if (!field_.empty()) {
      p = through_field(field_, sides_, p);
    } else {
      constexpr double none = std::numeric_limits<double>::quiet_NaN();
      p = forward_.depth(p) > 0 ? forward_(p) : PlanePoint{none, none};
    }
    return {p.x + 0.5, p.y + 0.5};
  }

 private:
  Projective pull_{}, forward_{};
  std::vector<float> field_;
};

/// All steps as one matrix.
class MapTarget final : public PlaceTarget {
 public:
  using PlaceTarget::PlaceTarget;
  /// None where a field moved pixels.
  std::optional<Projective> total() const { return total_; }

 private:
  void changed(bool) override {
    if (pull() == nullptr)
      total_.reset();
    else if (total_)
      total_ = *total_ * *pull();
  }
  std::optional<Projective> total_ = Projective{};
};

class BoxTarget final : public PlaceTarget {
 public:
  BoxTarget(ImageSides sides, std::span<Box> boxes, bool ellipse)
      : PlaceTarget(sides), boxes_(boxes), visible_(boxes.size(), 1.0), ellipse_(ellipse) {
    for (Box& b : boxes_) cut(b);
  }
  /// Moves the boxes that remain to the front, in their order; returns their number.
  std::size_t keep(const BoxRules& rules) {
    std::size_t n = 0;
    for (std::size_t i = 0; i < boxes_.size(); ++i) {
      const Box& b = boxes_[i];
      const bool large = b.right - b.left >= rules.minimal_side && b.bottom - b.top >= rules.minimal_side;
      if (b.area() > 0 && b.area() >= rules.minimal_area && visible_[i] >= rules.minimal_visibility && large)
        boxes_[n++] = b;
    }
    return n;
  }

 private:
  void changed(bool) override {
    for (std::size_t i = 0; i < boxes_.size(); ++i) {
      Box& b = boxes_[i];
      if (b.area() == 0) continue;  // it is gone, and does not come back
      Box around = hull(b);
      const double before = around.area();
      cut(around);
      visible_[i] *= before > 0 ? around.area() / before : 0;
      b = around;
    }
  }
  /// The rectangle around what a box becomes.
  Box hull(const Box& b) const {
    constexpr double most = (std::numeric_limits<double>::max)();
    Box h{most, most, -most, -most, b.label};
    const double cx = (b.left + b.right) / 2, cy = (b.top + b.bottom) / 2;
    const double rx = (b.right - b.left) / 2, ry = (b.bottom - b.top) / 2;
    for (int i = 0; i < 360; i += ellipse_ ? 1 : 3) {
      const Direction d = direction_of(i);  // on the rectangle: the direction from its centre, drawn out to its border
      const double size = (std::max)(std::fabs(d.cosine), std::fabs(d.sine)), out = ellipse_ ? 1 : 1 / size;
      PlanePoint at{cx + rx * d.cosine * out, cy + ry * d.sine * out};
      if (!ellipse_) {  // on the border to the bit; a multiple of 45 degrees is a corner
        if (std::fabs(d.cosine) >= size || i % 90 == 45) at.x = d.cosine > 0 ? b.right : b.left;
        if (std::fabs(d.sine) >= size || i % 90 == 45) at.y = d.sine > 0 ? b.bottom : b.top;
      }
      const PlanePoint p = moved(at);
      if (p.x != p.x) return {0, 0, 0, 0, b.label};
      h.left = (std::min)(h.left, p.x), h.right = (std::max)(h.right, p.x);
      h.top = (std::min)(h.top, p.y), h.bottom = (std::max)(h.bottom, p.y);
    }
    return h;
  }
  void cut(Box& b) const {
    const double width = static_cast<double>(sides_.width), height = static_cast<double>(sides_.height);
    b.left = std::clamp(b.left, 0.0, width), b.right = std::clamp(b.right, 0.0, width);
    b.top = std::clamp(b.top, 0.0, height), b.bottom = std::clamp(b.bottom, 0.0, height);
    if (b.area() == 0) b.right = b.left, b.bottom = b.top;
  }

  std::span<Box> boxes_;
  std::vector<double> visible_;
  bool ellipse_;
};

template <PointCoordinates In>
class PointTarget final : public PlaceTarget {
 public:
  PointTarget(ImageSides sides, std::span<Keypoint<In>> points) : PlaceTarget(sides), points_(points) {}
  /// Whether the picture is seen in a mirror.
  bool mirrored() const { return mirrored_; }

 private:
  static constexpr double to_edge = In == PointCoordinates::index ? 0.5 : 0;
  void changed(bool mirrored) override {
    mirrored_ = mirrored_ != mirrored;
    for (Keypoint<In>& k : points_) {
      const PlanePoint p = moved({k.x + to_edge, k.y + to_edge});
      const double width = static_cast<double>(sides_.width), height = static_cast<double>(sides_.height);
      k.visible = k.visible && p.x >= 0 && p.y >= 0 && p.x <= width && p.y <= height;
      k.x = p.x - to_edge, k.y = p.y - to_edge;
    }
  }
  std::span<Keypoint<In>> points_;
  bool mirrored_ = false;
};

/// Boxes behind `steps`, which is given what it moves: those that remain stand at the front, and their number comes back.
template <class Steps>
std::size_t move_boxes(ImageSides sides, std::span<Box> boxes, const BoxRules& rules, const Steps& steps) {
  BoxTarget target(sides, boxes, rules.ellipse);
  steps(target);
  return target.keep(rules);
}
/// Points behind `steps`; in a mirrored picture the labels of pairs are exchanged.
template <PointCoordinates C, class Steps>
void move_points(ImageSides sides, std::span<Keypoint<C>> points, std::span<const LabelPair> pairs,
                 const Steps& steps) {
  PointTarget<C> target(sides, points);
  steps(target);
  if (!target.mirrored()) return;
  for (Keypoint<C>& k : points) {
    for (const LabelPair& p : pairs) {
      if (k.label != p.left && k.label != p.right) continue;
      k.label = k.label == p.left ? p.right : p.left;
      break;
    }
  }
}

}  // namespace impl
}  // namespace CINCEL_ISA
}  // namespace cincel
