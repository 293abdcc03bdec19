// The plan of a sequence as text: what each step calls is recorded, for some draws, and neighbours that become one pass
// stand together.
#pragma once

#include <cincel/augment/explain.hpp>
#include <cincel/augment/sequence/sequence.hpp>

#include <string>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl {

/// Notes what a step does.
class RecordingTarget final : public AugmentTarget {
 public:
  enum Part : unsigned { geometry = 1, weights = 2, field = 4, pixel = 8, picture = 16 };
  RecordingTarget() {
    sides_ = {64, 64};
    white_ = 1;
    raster_.sides = {16, 16};
    raster_.channels = 3;
  }
  unsigned seen() const { return seen_; }
  void crop(std::int64_t, std::int64_t, ImageSides) override { seen_ |= geometry; }
  void map(const Projective&, ImageSides, Border) override { seen_ |= geometry; }
  void resize(ImageSides, ResizeMethod, bool) override { seen_ |= weights; }
  void displace(std::vector<float>) override { seen_ |= field; }
  void pad(std::int64_t, std::int64_t, ImageSides, FillMode, float) override { seen_ |= weights; }
  void points(const PointStep&) override { seen_ |= pixel; }
  Raster* pixels() override {
    seen_ |= picture;
    raster_.data.assign(static_cast<std::size_t>(raster_.size()), 0.5f);
    raster_.data[0] = 0;
    return &raster_;
  }

 private:
  unsigned seen_ = 0;
  Raster raster_;
};

/// What a step does in any of some draws.
template <class Step>
unsigned parts_of() {
  RecordingTarget target;
  for (std::uint32_t i = 0; i < 64; ++i) {
    float n[numbers_of<Step>() + 1] = {};
    step_of<Step>::draw(Dice(RandomStream(i, Purpose::augment, sequence_stream)), n);
    step_of<Step>::apply(n, target);
  }
  return target.seen();
}
inline const char* plan_of_parts(unsigned parts) {
  using R = RecordingTarget;
  switch (parts) {
    case 0: return "nothing: ";
    case R::geometry: return "one matrix, one resampling pass: ";
    case R::pixel: return "one pass over the pixels: ";
    case R::weights:
    case R::weights | R::geometry: return "a pass of its own: ";
    case R::field: return "a field of moves, one resampling pass: ";
    default: return (parts & R::picture) != 0 ? "barrier, needs the picture: " : "by what is drawn: ";
  }
}

template <class... Step>
struct Explanation<Sequence<Step...>> {
  static std::string text() {
    std::string out;
    [[maybe_unused]] unsigned last = 0;
    (add<Step>(out, last), ...);
    return out.empty() ? "one copy\n" : out + '\n';
  }

 private:
  /// Adds a step to the line of those before, if it runs in their pass; `last` is what those do.
  template <class T>
  static void add(std::string& out, unsigned& last) {
    if constexpr (detail::option_of<T>() == 0) {
      const unsigned parts = parts_of<T>();
      const bool joins = parts == last && (parts == RecordingTarget::geometry || parts == RecordingTarget::pixel);
      out += joins ? ", " : (out.empty() ? "" : "\n");
      if (!joins) out += plan_of_parts(parts);
      Text t;
      spell_child<T>(t);
      out += t.view();
      last = parts;
    }
  }
};

}  // namespace impl
}  // namespace CINCEL_ISA
}  // namespace cincel
