// Sequence<...>: augmentation as steps that run in the order in which they are written, on pictures, masks, boxes and
// points alike, from one draw.
#pragma once

#include <cincel/augment/augment_error.hpp>

#include <cincel/augment/colour.hpp>
#include <cincel/augment/policy_check.hpp>
#include <cincel/augment/sequence/annotations.hpp>
#include <cincel/augment/sequence/combinators.hpp>
#include <cincel/augment/sequence/options.hpp>
#include <cincel/augment/sequence/raster_target.hpp>

#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <type_traits>

namespace cincel {
inline namespace CINCEL_ISA {

/// Memory that `Sequence::apply` works in; given to it again and again, it is asked for once.
struct SequenceWorkspace {
  Raster raster;
};

namespace impl {

template <class... Step>
constexpr Text sequence_fault() {
  Text fault;
  unsigned given = 0;
  [[maybe_unused]] const auto look = [&]<class T>(std::type_identity<T>) {
    if constexpr (detail::option_of<T>() == 0) {
      check_child<T>(fault);
    } else {
      Text says;
      T::check(says);
      if (says.empty() && (given & detail::option_of<T>()) != 0)
        says << "is given twice, or together with another of its kind";
      given |= detail::option_of<T>();
      if (!fault.empty() || says.empty()) return;
      T::spell(fault);
      fault << ": " << says;
    }
  };
  (look(std::type_identity<Step>{}), ...);
  return fault;
}
template <class... Step>
struct SequenceFault {
  static constexpr Text text = sequence_fault<Step...>();
};

/// The steps without the options.
template <class Chosen, class... Step>
struct StepsOnly {
  using type = Chosen;
};
template <class... Chosen, class First, class... Step>
struct StepsOnly<Chain<Chosen...>, First, Step...>
    : StepsOnly<std::conditional_t<detail::option_of<First>() != 0, Chain<Chosen...>, Chain<Chosen..., First>>,
                Step...> {};

/// What is wrong with pictures of shape I, or what becomes of them.
template <class Chain, class I>
constexpr Text sequence_shape_fault(Shape& s) {
  Text t = detail::image_fault<I>(AugmentSettings{});
  s = I::shape;
  if (t.empty()) Chain::shape(t, s);
  return t;
}
/// What is wrong with Sequence::apply<I>(drawn, in, out).
template <class Chain, class I, class In, class Out>
constexpr Text sequence_apply_fault() {
  Text t;
  if constexpr (!detail::IsImage<I>::value) {
    t << "apply: needs the shape of the pictures, as in apply<Image<32, 32, 3>>(drawn, input, output), got ";
    return t << type_name<I>();
  } else {
    Shape s;
    t = sequence_shape_fault<Chain, I>(s);
    if (!t.empty()) return t;
    using To = detail::ArrayOf<Out>;
    detail::check_array<I, In>(t, "input");
    if (t.empty() &&
        (To::size != static_cast<std::size_t>(s.volume()) || !detail::is_pixel<std::remove_cv_t<typename To::type>>)) {
      t << "apply: the output is " << s.volume() << " float or uint8_t (" << s << "), got ";
      detail::spell_array<Out>(t);
    }
    if (t.empty() && std::is_const_v<typename To::type>) t << "apply: the output cannot be written, it is const";
    if (t.empty() && std::is_same_v<typename To::type, std::uint8_t> &&
        !std::is_same_v<std::remove_cv_t<typename detail::ArrayOf<In>::type>, std::uint8_t>)
      t << "apply: the input is float and the output 8 bits, which would be cut; give an output of floats";
    return t;
  }
}
template <class Chain, class I, class In, class Out>
struct SequenceApplyFault {
  static constexpr Text text = sequence_apply_fault<Chain, I, In, Out>();
};

/// Reads numbers into a raster.
template <class In>
void load_raster(Raster& r, const In* in, const Shape& s, float white) {
  r.sides = {s[0], s[1]};
  r.channels = s[2];
  r.bytes = std::is_same_v<In, std::uint8_t>;
  r.white = white != 0 ? white : (r.bytes ? 255.0f : 1.0f);
  r.data.assign(in, in + s.volume());
}
template <class Out>
void store_raster(const Raster& r, Out* out) {
  if constexpr (std::is_same_v<Out, float>)
    std::copy_n(r.data.data(), r.size(), out);
  else
    to_bytes(r.data.data(), r.size(), out);
}

}  // namespace impl

/// A policy of steps in the order in which they are written (docs/sequences.md has all of them), with `OneOf`, `SomeOf`
/// and `Sometimes`, and options (augment/sequence/options.hpp, `Fill`). It has no state. Neighbouring geometric steps
/// become one matrix and one resampling pass; what was cut away does not come back.
///
///     using Policy = Sequence<Pad<4>, RandomCrop<32>, HorizontalFlip<>, OneOf<Gamma<0.8, 1.2>, GaussianBlur<3>>>;
///     std::array<float, 32 * 32 * 3> picture{}, changed{};
///     const auto drawn = Policy::draw(/*seed*/ 1, /*epoch*/ 0, /*sample*/ 42);
///     Policy::apply<Image<32, 32, 3>>(drawn, picture, changed);
template <class... Step>
class Sequence {
  static_assert(sizeof(detail::augment_error_of<impl::SequenceFault<Step...>>) != 0);
  static constexpr bool right = impl::SequenceFault<Step...>::text.empty();
  using Steps = typename impl::StepsOnly<impl::Chain<>, std::conditional_t<right, Step, SmoothMasks>...>::type;

 public:
  static constexpr SequenceOptions options = [] {
    SequenceOptions o;
    (detail::set_option<Step>(o), ...);
    return o;
  }();
  /// How many numbers are drawn for a sample.
  static constexpr std::size_t numbers = Steps::numbers;
  using Draw = Drawn<numbers>;

  /// What one sample is transformed by: a function of the key of the stream alone.
  static constexpr Draw draw(const RandomStream& stream) {
    Draw d;
    Steps::draw(Dice(stream), d.numbers.data());
    return d;
  }
  /// The same for a seed, an epoch or step, and the number of a sample.
  static constexpr Draw draw(std::uint64_t seed, std::uint32_t step, std::uint32_t sample) {
    return draw(RandomStream(seed, Purpose::augment, impl::sequence_stream, step, sample));
  }

  /// The shape of what comes out of pictures of shape I.
  template <class I>
  static constexpr Shape output_shape = [] {
    Text fault;
    Shape s = I::shape;
    Steps::shape(fault, s);
    return s;
  }();

  /// Transforms a picture of shape I by drawn numbers: float to float, 8 bits to 8 bits (rounded once, to the nearest)
  /// or to float. Input and output are arrays or spans of static size, which must not overlap.
  template <class I, class In, class Out>
  static void apply(const Draw& drawn, const In& input, Out&& output, SequenceWorkspace& workspace) {
    using Fault = impl::SequenceApplyFault<Steps, I, const In, std::remove_reference_t<Out>>;
    static_assert(sizeof(detail::augment_error_of<Fault>) != 0);
    if constexpr (Fault::text.empty())
      run<I>(drawn, std::data(input), std::data(output), workspace.raster, picture_rule(), false);
  }
  template <class I, class In, class Out>
  static void apply(const Draw& drawn, const In& input, Out&& output) {
    using Fault = impl::SequenceApplyFault<Steps, I, const In, std::remove_reference_t<Out>>;
    static_assert(sizeof(detail::augment_error_of<Fault>) != 0);
    Raster raster;
    if constexpr (Fault::text.empty())
      run<I>(drawn, std::data(input), std::data(output), raster, picture_rule(), false);
  }
  /// Transforms a mask of shape I, whose channels need not be the picture's, by the geometry of the same draw.
  template <class I, class In, class Out>
  static void apply_mask(const Draw& drawn, const In& input, Out&& output) {
    using Fault = impl::SequenceApplyFault<Steps, I, const In, std::remove_reference_t<Out>>;
    static_assert(sizeof(detail::augment_error_of<Fault>) != 0);
    Raster raster;
    if constexpr (Fault::text.empty()) run<I>(drawn, std::data(input), std::data(output), raster, mask_rule(), true);
  }
  /// Moves boxes of a picture of shape I; those that remain stand at the front, in their order, and their number comes
  /// back.
  template <class I>
  static std::size_t apply_boxes(const Draw& drawn, std::span<Box> boxes, const BoxRules& rules = {}) {
    return impl::move_boxes({I::height, I::width}, boxes, rules,
                            [&](AugmentTarget& t) { Steps::apply(drawn.numbers.data(), t); });
  }
  /// Moves points of a picture of shape I; in a mirrored picture the labels of pairs are exchanged.
  template <class I, PointCoordinates C>
  static void apply_points(const Draw& drawn, std::span<Keypoint<C>> points, std::span<const LabelPair> pairs = {}) {
    impl::move_points<C>({I::height, I::width}, points, pairs,
                         [&](AugmentTarget& t) { Steps::apply(drawn.numbers.data(), t); });
  }
  /// All geometry of a draw as one matrix from pixels of the result to pixels of a picture of shape I; its inverse leads
  /// from the picture to the result. None where a field moves pixels.
  template <class I>
  static std::optional<Projective> map(const Draw& drawn) {
    impl::MapTarget target({I::height, I::width});
    Steps::apply(drawn.numbers.data(), target);
    return target.total();
  }
  /// What was drawn, as text: chosen children, outcomes, numbers.
  static std::string tell(const Draw& drawn) {
    std::string out;
    Steps::tell(drawn.numbers.data(), out);
    return out;
  }

  /// A sequence is a step too, if it has no options of its own.
  static constexpr void spell(Text& t) { impl::spell_group<Step...>(t, "Sequence", {}); }
  static constexpr void check(Text& fault) {
    detail::require(fault, options.given == 0, "has options, which belong to the outermost sequence");
  }
  static constexpr void shape(Text& fault, Shape& s) { Steps::shape(fault, s); }
  static constexpr void draw(const Dice& dice, float* to) { Steps::draw(dice, to); }
  static void apply(const float* n, AugmentTarget& t) { Steps::apply(n, t); }
  static void tell(const float* n, std::string& out) {
    out += "Sequence [";
    Steps::tell(n, out);
    out += ']';
  }

 private:
  static constexpr impl::WarpRule picture_rule() {
    return {options.resampling, options.fill, static_cast<float>(options.fill_value)};
  }
  static constexpr impl::WarpRule mask_rule() {
    return {options.mask_resampling, options.fill, static_cast<float>(options.mask_value)};
  }
  template <class I, class In, class Out>
  static void run(const Draw& drawn, const In* input, Out* output, Raster& raster, const impl::WarpRule& rule,
                  bool is_mask) {
    impl::load_raster(raster, input, I::shape, static_cast<float>(options.white));
    impl::RasterTarget target(raster, rule, is_mask);
    Steps::apply(drawn.numbers.data(), target);
    target.flush();
    impl::store_raster(raster, output);
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel
