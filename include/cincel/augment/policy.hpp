// Augment<...>: an augmentation policy as a type. What it computes is Keras's ImageDataGenerator, in its order: affine
// steps, channel shift, flips, brightness, rescale, normalisation.
//
//     for each row:  resample (flips folded in) [barrier: least and largest] -> cut, brightness, rescale -> 8 bits
//     [barrier: mean, deviation] -> normalise
#pragma once

#include <cincel/augment/augment_error.hpp>
#include <cincel/augment/colour.hpp>
#include <cincel/augment/policy_check.hpp>
#include <cincel/augment/resample.hpp>
#include <cincel/augment/sequence/annotations.hpp>
#include <cincel/augment/statistics.hpp>
#include <cincel/augment/steps.hpp>

#include <iterator>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl {

/// What a division by a deviation adds to it.
inline constexpr double keras_epsilon = 1e-6;

/// The pass that follows the resampling: channel shift, brightness, rescale, featurewise normalisation.
template <class I, class Statistics>
PointPass<I::channels> point_pass(const AugmentSettings& s, const AugmentDraw& d, const Extremes<I::channels>& seen,
                                  const Statistics& statistics) {
  PointPass<I::channels> pass;
  for (std::int64_t c = 0; c < I::channels; ++c) {
    const bool alpha = I::channels == 4 && c == 3;
    if (s.has(AugmentSettings::channel_shift_) && !alpha) pass.cut(c, d.channel_shift, seen.low(), seen.high());
    double factor = (s.has(AugmentSettings::brightness_) && !alpha ? d.brightness : 1) * s.rescale, offset = 0;
    if constexpr (requires { statistics.mean(c); }) {
      double divisor = 1;
      if constexpr (requires { statistics.deviation(c); })
        if (s.has(AugmentSettings::featurewise_std_)) divisor = statistics.deviation(c) + keras_epsilon;
      offset = -statistics.mean(c) / divisor;
      factor /= divisor;
    }
    pass.scale(c, factor, offset);
  }
  return pass;
}

/// Takes from all numbers of a picture their mean, and divides by their deviation + 1e-6 if that is asked for.
template <class I>
void normalize_sample(float* x, bool divides) {
  constexpr auto n = static_cast<std::int64_t>(I::size);
  const double mean = sum_in_double(x, n, [](double v) { return v; }) / static_cast<double>(n);
  double factor = 1;
  if (divides) {
    const double squares = sum_in_double(x, n, [mean](double v) { return (v - mean) * (v - mean); });
    factor = 1 / (square_root(squares / static_cast<double>(n)) + keras_epsilon);
  }
  const native_pack m(static_cast<float>(mean)), f(static_cast<float>(factor));
  for_packs<native_pack>(
      n, [&](std::int64_t i) { store_lanes(x + i, (load<native_pack>(x + i) - m) * f); },
      [&](std::int64_t i, std::int64_t rest) {
        store_partial(x + i, (load_partial<native_pack>(x + i, rest, 0.0f) - m) * f, rest);
      });
}

/// Runs the passes; `rows` makes rows of floats.
template <class I, class Rows, class Out, class Statistics>
void run_passes(const AugmentSettings& s, const AugmentDraw& d, const Rows& rows, Out* out,
                const Statistics& statistics) {
  constexpr std::int64_t n = I::width * I::channels;
  constexpr bool floats = std::is_same_v<Out, float>;
  Extremes<I::channels> seen;
  [[maybe_unused]] float buffer[floats ? 1 : static_cast<std::size_t>(n)];
  const auto place = [&](std::int64_t r) {
    if constexpr (floats)
      return out + r * n;
    else
      return static_cast<float*>(buffer);
  };
  const bool barrier = s.has(AugmentSettings::channel_shift_);
  if (barrier) {
    for (std::int64_t r = 0; r < I::height; ++r) {
      rows.row(r, place(r));
      seen.add(place(r), n);
    }
  }
  const PointPass<I::channels> pass = point_pass<I>(s, d, seen, statistics);
  for (std::int64_t r = 0; r < I::height; ++r) {
    if (!barrier || !floats) rows.row(r, place(r));  // 8 bits: made once more, since a rounded row is no row
    pass.run(place(r), n);
    if constexpr (!floats) to_bytes(place(r), n, out + r * n);
  }
  if constexpr (floats) {
    if (s.has(AugmentSettings::samplewise_)) normalize_sample<I>(out, s.has(AugmentSettings::samplewise_std_));
    if constexpr (requires { statistics.whiten(out); }) statistics.whiten(out);
  }
}

/// A value that stands where no statistics are given.
struct NoStatistics {};

template <class Policy, class I, class In, class Out, class Statistics>
void transform(const AugmentDraw& d, const In* in, Out* out, const Statistics& statistics) {
  constexpr const AugmentSettings& s = Policy::settings;
  if constexpr (s.has(AugmentSettings::affine_)) {
    if (!stays_in_place(d)) {
      const PullMatrix m = pull_matrix(s, d, I::height, I::width);
      return run_passes<I>(s, d, Resampler<I, s.fill, In, s.nearest>(in, m, s.fill_value), out, statistics);
    }
  }
  run_passes<I>(s, d, FlippedCopy<I, In>(in, d.flip_horizontal, d.flip_vertical), out, statistics);
}

/// A policy as masks see it.
template <class Policy>
struct OnMasks {
  static constexpr AugmentSettings settings = detail::mask_settings(Policy::settings);
};

/// The pull matrix of what a draw moves, flips included, of a policy's pictures of these sides.
constexpr Projective drawn_map(const AugmentSettings& s, const AugmentDraw& d, ImageSides sides) {
  AugmentDraw g = d;
  if (!s.has(AugmentSettings::affine_)) {
    g = {};
    g.flip_horizontal = d.flip_horizontal, g.flip_vertical = d.flip_vertical;
  }
  return projective_of(pull_matrix(s, g, static_cast<double>(sides.height), static_cast<double>(sides.width)));
}

}  // namespace impl

/// A policy of augmentation for pictures of any static shape: transforms and options (augment/steps.hpp) in any order,
/// checked by the compiler. It has no state; what a sample is transformed by is drawn from a counter.
///
///     using Policy = Augment<Rotation<20_deg>, WidthShift<0.2>, HeightShift<Pixels<3>>, HorizontalFlip<>, Fill::reflect>;
///     std::array<float, 32 * 32 * 3> picture{}, changed;
///     const AugmentDraw drawn = Policy::draw(/*seed*/ 1, /*epoch*/ 0, /*sample*/ 42);
///     Policy::apply<Image<32, 32, 3>>(drawn, picture, changed);
template <class... Step>
class Augment {
  static_assert(sizeof(detail::augment_error_of<detail::PolicyFault<Step...>>) != 0);

 public:
  /// What the policy says; that of a wrong policy says nothing.
  static constexpr AugmentSettings settings =
      detail::PolicyFault<Step...>::text.empty() ? detail::settings_of<Step...>() : AugmentSettings{};

  /// What one sample is transformed by: a function of the key of the stream alone, whatever was read from it before.
  static constexpr AugmentDraw draw(const RandomStream& stream) { return impl::draw_sample(settings, stream); }
  /// The same for a seed, an epoch or step, and the number of a sample.
  static constexpr AugmentDraw draw(std::uint64_t seed, std::uint32_t step, std::uint32_t sample) {
    return draw(RandomStream(seed, Purpose::augment, 0, step, sample));
  }

  /// Transforms a picture of shape I by drawn numbers: float to float, 8 bits to 8 bits (rounded to the nearest, cut at 0
  /// and 255) or to float. Input and output are arrays or spans of static size, which must not overlap. A featurewise
  /// normalisation takes a `FeaturewiseStatistics` as last argument, a whitening a `Whitening`. No heap; of 8-bit output
  /// one row of floats stands on the stack, of whitening a picture. Anything else is a sentence.
  template <class I, class In, class Out, class... Statistics>
    requires(sizeof...(Statistics) <= 1)
  static void apply(const AugmentDraw& drawn, const In& input, Out&& output, const Statistics&... statistics) {
    using Target = std::remove_reference_t<Out>;
    using Fault = detail::ApplyFault<Augment, I, const In, Target, Statistics...>;
    static_assert(sizeof(detail::augment_error_of<Fault>) != 0);
    if constexpr (Fault::text.empty()) {
      if constexpr (sizeof...(Statistics) == 0)
        impl::transform<Augment, I>(drawn, std::data(input), std::data(output), impl::NoStatistics{});
      else
        impl::transform<Augment, I>(drawn, std::data(input), std::data(output), statistics...);
    }
  }

  /// Transforms a mask of shape I, whose channels need not be the picture's, by the geometry of the same draw: read by the
  /// nearest pixel, in its own fill where the picture has `Fill::constant` (`MaskFill`; scipy's order 0), or blended as
  /// the picture is (`SmoothMasks`).
  template <class I, class In, class Out>
  static void apply_mask(const AugmentDraw& drawn, const In& input, Out&& output) {
    using OnMask = impl::OnMasks<Augment>;
    using Fault = detail::ApplyFault<OnMask, I, const In, std::remove_reference_t<Out>>;
    static_assert(sizeof(detail::augment_error_of<Fault>) != 0);
    if constexpr (Fault::text.empty())
      impl::transform<OnMask, I>(drawn, std::data(input), std::data(output), impl::NoStatistics{});
  }
  /// Moves boxes of a picture of shape I; those that remain stand at the front, in their order, and their number comes
  /// back.
  template <class I>
  static std::size_t apply_boxes(const AugmentDraw& drawn, std::span<Box> boxes, const BoxRules& rules = {}) {
    return impl::move_boxes({I::height, I::width}, boxes, rules, [&](AugmentTarget& t) {
      t.map(impl::drawn_map(settings, drawn, t.sides()), t.sides(), Border::reaches);
    });
  }
  /// Moves points of a picture of shape I; in a mirrored picture the labels of pairs are exchanged.
  template <class I, PointCoordinates C>
  static void apply_points(const AugmentDraw& drawn, std::span<Keypoint<C>> points,
                           std::span<const LabelPair> pairs = {}) {
    impl::move_points<C>({I::height, I::width}, points, pairs, [&](AugmentTarget& t) {
      t.map(impl::drawn_map(settings, drawn, t.sides()), t.sides(), Border::reaches);
    });
  }
  /// The geometry of a draw as one matrix from pixels of the result to pixels of a picture of shape I; its inverse leads
  /// from the picture to the result.
  template <class I>
  static constexpr Projective map(const AugmentDraw& drawn) {
    return impl::drawn_map(settings, drawn, {I::height, I::width});
  }

  /// Adds pictures of shape I to the statistics of a data set, times the policy's rescale, as Keras's `fit` does without
  /// augmentation: `pictures` holds them one after another; what is left behind the last whole one is not read.
  template <class I, class Pictures>
  static constexpr void fit(FeaturewiseStatistics<I::channels>& statistics, const Pictures& pictures) {
    const std::size_t whole = std::size(pictures) / I::size;
    for (std::size_t i = 0; i < whole; ++i)
      statistics.add(std::data(pictures) + i * I::size, I::height * I::width, settings.rescale);
  }
  /// The same for `ZcaWhitening`, to the statistics of augment/whitening.hpp.
  template <class I, class Pictures>
  static void fit(WhiteningStatistics<I>& statistics, const Pictures& pictures) {
    statistics.add(std::data(pictures), std::size(pictures) / I::size, settings.rescale);
  }
  /// What `ZcaWhitening` multiplies pictures by. Throws std::invalid_argument where no picture was added, or one that is
  /// not finite.
  template <class I>
  static Whitening<I> whitening(const WhiteningStatistics<I>& statistics) {
    static_assert(detail::augment_error_of<detail::NoWhiteningFault<Augment>>::ok);
    return statistics.whitening(settings.whitening_epsilon);
  }

  /// The shape of what comes out: that of the input.
  template <class I>
  static constexpr Shape output_shape = I::shape;
  /// Between what the numbers of a float result lie if the input's lie in `input`: of the colour channels, where the
  /// fourth is alpha. `any_number` behind a normalisation.
  static constexpr NumberRange output_range(NumberRange input) {
    NumberRange r = input;
    if (settings.has(AugmentSettings::normalised_)) return any_number;
    if (settings.fill == FillMode::constant) {
      r.low = settings.fill_value < r.low ? settings.fill_value : r.low;
      r.high = settings.fill_value > r.high ? settings.fill_value : r.high;
    }
    r = {times(r.low, r.low < 0 ? settings.brightness.high : settings.brightness.low),
         times(r.high, r.high < 0 ? settings.brightness.low : settings.brightness.high)};
    const NumberRange scaled{times(r.low, settings.rescale), times(r.high, settings.rescale)};
    return settings.rescale < 0 ? NumberRange{scaled.high, scaled.low} : scaled;
  }

 private:
  static constexpr double times(double a, double b) { return a == 0 || b == 0 ? 0 : a * b; }
};

}  // namespace CINCEL_ISA
}  // namespace cincel
