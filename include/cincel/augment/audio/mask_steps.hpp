// Steps on spectra: SpecAugment's masks and time warp (Park et al., "SpecAugment", Interspeech 2019) and noise over
// frequencies. A mask that is wanted twice (the policies LD and SM) is written twice.
#pragma once

#include <cincel/augment/audio/noise.hpp>
#include <cincel/augment/audio/recordings.hpp>
#include <cincel/augment/audio/step_check.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

namespace cincel::audio {

/// What a mask is filled with: the mean of the sample's spectrum, or 0 (which is not silence where numbers are
/// logarithms).
enum class MaskFill : unsigned char { mean, zero };

inline namespace CINCEL_ISA {
namespace impl {

inline float mask_value(const SoundWork& w, MaskFill fill) {
  if (fill == MaskFill::zero) return 0;
  double sum = 0;
  for (const float v : w.x) sum += static_cast<double>(v);
  return static_cast<float>(sum / static_cast<double>(w.x.size()));
}
/// Fills bins, or frames, from `first` on.
inline void mask_bins(const SoundForm& f, SoundWork& w, std::int64_t first, std::int64_t width, MaskFill fill) {
  const float v = mask_value(w, fill);
  for (std::int64_t t = 0; t < f.length; ++t)
    std::fill_n(w.x.data() + (t * f.bins + first) * f.channels, width * f.channels, v);
}
inline void mask_frames(const SoundForm& f, SoundWork& w, std::int64_t first, std::int64_t width, MaskFill fill) {
  const float v = mask_value(w, fill);
  std::fill_n(w.x.data() + first * f.bins * f.channels, width * f.bins * f.channels, v);
}

/// Adds to each bin's level a Gaussian number of `deviation` dB.
inline void noise_on_bins(const SoundForm& f, SoundWork& w, double deviation, std::uint64_t seed) {
  std::vector<float> level(static_cast<std::size_t>(f.bins));
  gaussian(level.data(), f.bins, 1, seed, 0);
  const bool adds = f.unit == SoundForm::Unit::decibel || f.unit == SoundForm::Unit::logarithm;
  for (float& v : level) {
    v *= static_cast<float>(deviation);
    if (f.unit == SoundForm::Unit::logarithm) v *= std::numbers::ln10_v<float> / 10;
    if (!adds) v = std::pow(10.0f, v / (f.unit == SoundForm::Unit::power ? 10 : 20));
  }
  for (std::int64_t i = 0; i < f.size(); ++i) {
    float& v = w.x[static_cast<std::size_t>(i)];
    const float by = level[static_cast<std::size_t>(i / f.channels % f.bins)];
    v = adds ? v + by : v * by;
  }
}

/// Where frame t of a warped spectrum is read: what stood at `centre` stands at centre + by, frames 0 and `last` stay,
/// and between them the time is straight.
inline double warped_place(double t, double centre, double by, double last) {
  const double to = centre + by;
  if (t <= to) return to > 0 ? t * (centre / to) : 0;
  return last - (last - t) * ((last - centre) / (last - to));
}
/// Warps the time of all bins and channels, 0 <= centre + by < last; between frames it is blended linearly.
inline void warp_frames(const SoundForm& f, SoundWork& w, double centre, double by) {
  if (by == 0) return;
  const std::int64_t row = f.bins * f.channels;
  float* y = w.room(f.size());
  for (std::int64_t t = 0; t < f.length; ++t) {
    const double from = warped_place(static_cast<double>(t), centre, by, static_cast<double>(f.length - 1));
    const std::int64_t first = static_cast<std::int64_t>(from);
    const auto part = static_cast<float>(from - static_cast<double>(first));
    const float* x = w.x.data() + first * row;
    for (std::int64_t i = 0; i < row; ++i) y[t * row + i] = part == 0 ? x[i] : x[i] + part * (x[row + i] - x[i]);
  }
  w.done();
}

/// A mask of at most `widest` on an axis of n: its width is uniform in {0, …, widest}, its place in {0, …, n - width}.
struct Mask {
  std::int64_t width, first;
  Mask(const StepDraw& d, std::int64_t widest, std::int64_t n)
      : width((std::min)(static_cast<std::int64_t>(d.value * static_cast<double>(widest + 1)), widest)),
        first((std::min)(static_cast<std::int64_t>(d.second * static_cast<double>(n - width + 1)), n - width)) {}
};

inline void draw_mask(StepDraw& d, const StepRandom& r, double value) {
  d.value = value;
  d.second = r.second;
}

}  // namespace impl

/// Fills Widest bins or fewer, as many and where it is drawn, in all frames and channels. `value` is the width as a share
/// of the widest, `second` the place as a share of the room that is left.
template <int Widest, MaskFill Fill = MaskFill::mean, Real Probability = 1>
struct FrequencyMasking : StepBase<StepKind::frequency_masking, Probability> {
  static constexpr void spell(Text& t) { t << "FrequencyMasking<" << Widest << '>'; }
  static constexpr void check(Text& fault) { detail::need(fault, Widest >= 1, "needs a width of at least 1 bin"); }
  static constexpr void check_form(Text& fault, const SoundForm& f) {
    detail::need_spectrum(fault, f);
    if (fault.empty() && Widest > f.bins) fault << "is wider than the spectrum's " << f.bins << " bins";
  }
  static constexpr void draw(StepDraw& d, const StepRandom& r) { impl::draw_mask(d, r, r.first); }
  static void run(const StepDraw& d, const SoundForm& f, SoundWork& w) {
    const impl::Mask mask(d, Widest, f.bins);
    impl::mask_bins(f, w, mask.first, mask.width, Fill);
  }
};

/// Fills Widest frames or fewer, but no more than a share Most of all, in (0, 1].
template <int Widest, Real Most = 1, MaskFill Fill = MaskFill::mean, Real Probability = 1>
struct TimeMasking : StepBase<StepKind::time_masking, Probability> {
  static constexpr void spell(Text& t) {
    t << "TimeMasking<" << Widest << ", ";
    detail::spell_number(t, Most.value);
    t << '>';
  }
  static constexpr void check(Text& fault) {
    detail::need(fault, Widest >= 1, "needs a width of at least 1 frame");
    detail::need(fault, Most.value > 0 && Most.value <= 1, "needs a largest share of the frames above 0 and up to 1");
  }
  static constexpr std::int64_t widest(std::int64_t frames) {
    const auto share = static_cast<std::int64_t>(Most.value * static_cast<double>(frames));
    return Widest < share ? Widest : share;
  }
  static constexpr void check_form(Text& fault, const SoundForm& f) {
    detail::need_spectrum(fault, f);
    if (fault.empty() && Most.value == 1 && Widest > f.length)
      fault << "is wider than the spectrum's " << f.length << " frames; give a largest share";
    detail::need(fault, widest(f.length) >= 1, "masks nothing, since that share is less than one frame");
  }
  static constexpr void draw(StepDraw& d, const StepRandom& r) { impl::draw_mask(d, r, r.first); }
  static void run(const StepDraw& d, const SoundForm& f, SoundWork& w) {
    const impl::Mask mask(d, widest(f.length), f.length);
    impl::mask_frames(f, w, mask.first, mask.width, Fill);
  }
};

/// Moves a frame along the time by up to Farthest frames, and what is around it as far as the ends, which stay:
/// SpecAugment's time warp. The frame lies anywhere between Farthest and the last but Farthest; `value` is by how many
/// frames it moves, uniform in [-Farthest, Farthest], later if positive, and `second` its place as a share of that room.
/// The time is straight on both sides of it, the same in all bins and channels, and frames are blended linearly; the
/// paper's sparse image warp is a spline over time and frequency through the same point and six of the border. ESPnet:
/// TimeWarp(window), by whole frames and cubically.
template <int Farthest, Real Probability = 1>
struct TimeWarp : StepBase<StepKind::time_warp, Probability> {
  static constexpr void spell(Text& t) { t << "TimeWarp<" << Farthest << '>'; }
  static constexpr void check(Text& fault) {
    detail::need(fault, Farthest >= 1, "needs a distance of at least 1 frame");
  }
  static constexpr void check_form(Text& fault, const SoundForm& f) {
    detail::need_spectrum(fault, f);
    if (fault.empty() && f.length - 2 < 2 * std::int64_t{Farthest})
      fault << "needs more frames, at least " << 2 * std::int64_t{Farthest} + 2 << ": the spectrum has " << f.length;
  }
  static constexpr void draw(StepDraw& d, const StepRandom& r) {
    d.value = detail::between(-Farthest, Farthest, r.first);
    d.second = r.second;
  }
  static void run(const StepDraw& d, const SoundForm& f, SoundWork& w) {
    const auto last = static_cast<double>(f.length - 1);
    impl::warp_frames(f, w, detail::between(Farthest, last - Farthest, d.second), d.value);
  }
};

/// Changes the level of each bin by a Gaussian number of deviation dB, the same in all frames and channels: microphones
/// and lines of other responses. Powers and magnitudes are multiplied, logarithms added to.
template <Real Deviation, Real Probability = 0.5>
struct FrequencyNoise : StepBase<StepKind::frequency_noise, Probability> {
  static constexpr void spell(Text& t) { cincel::detail::spell_call(t, "FrequencyNoise", Deviation); }
  static constexpr void check(Text& fault) {
    detail::need(fault, Deviation.value > 0 && Deviation.value <= 60, "needs a deviation above 0 and up to 60 dB");
  }
  static constexpr void check_form(Text& fault, const SoundForm& f) {
    detail::need_spectrum(fault, f);
    detail::need(fault, f.unit != SoundForm::Unit::cepstrum && f.unit != SoundForm::Unit::numbers,
                 "needs powers, magnitudes or their logarithms; write it before Mfcc and Normalize");
  }
  static constexpr void draw(StepDraw& d, const StepRandom& r) { d.noise = r.seed; }
  static void run(const StepDraw& d, const SoundForm& f, SoundWork& w) {
    impl::noise_on_bins(f, w, Deviation.value, d.noise);
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel::audio
