// Steps that filter: Butterworth low-, high- and band-pass, the reverberation of a room, another rate.
#pragma once

#include <cincel/augment/audio/fft.hpp>
#include <cincel/augment/audio/filters.hpp>
#include <cincel/augment/audio/level.hpp>
#include <cincel/augment/audio/recordings.hpp>
#include <cincel/augment/audio/step_check.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace cincel::audio {

/// What the level of a reverberated sound is: `energy` keeps the root mean square, `half_peak` scales so that the largest
/// sample is 0.5 (audiomentations), `as_is` keeps what the convolution gives.
enum class ReverbLevel : unsigned char { energy, half_peak, as_is };

namespace detail {

constexpr void need_rolloff(Text& fault, double rolloff) {
  const bool in_range = rolloff >= 6 && rolloff <= 96;
  need(fault, in_range && static_cast<double>(static_cast<int>(in_range ? rolloff / 6 : 0)) * 6 == rolloff,
       "needs a roll-off of 6, 12, 18 ... 96 dB an octave");
}

}  // namespace detail

inline namespace CINCEL_ISA {
namespace impl {

/// A frequency uniform in mel (2595·log10(1 + f/700)) between two.
inline double frequency_between(double low, double high, double u) {
  const auto mel = [](double f) { return 2595 * std::log10(1 + f / 700); };
  return 700 * (std::pow(10.0, detail::between(mel(low), mel(high), u) / 2595) - 1);
}

/// The response's first n moments on the sound, by transforms; the result's first n moments.
inline void convolve(const float* x, std::int64_t n, std::int64_t channels, std::span<const float> response, float* y) {
  const std::int64_t taps = (std::min)(static_cast<std::int64_t>(response.size()) / channels, n);
  RealFft& fft = real_fft(fast_length(n + taps));
  const auto bins = static_cast<std::size_t>(fft.bins());
  std::vector<float> a(static_cast<std::size_t>(fft.size())), re(bins), im(bins), hr(bins), hi(bins);
  for (std::int64_t c = 0; c < channels; ++c) {
    const auto transform = [&](const float* from, std::int64_t count, float* r, float* i) {
      std::fill(a.begin(), a.end(), 0.0f);
      for (std::int64_t t = 0; t < count; ++t) a[static_cast<std::size_t>(t)] = from[t * channels + c];
      fft.forward(a.data(), r, i);
    };
    transform(response.data(), taps, hr.data(), hi.data());
    transform(x, n, re.data(), im.data());
    for (std::size_t k = 0; k < bins; ++k) {
      const float r = re[k] * hr[k] - im[k] * hi[k];
      im[k] = re[k] * hi[k] + im[k] * hr[k];
      re[k] = r;
    }
    fft.inverse(re.data(), im.data(), a.data());
    for (std::int64_t t = 0; t < n; ++t) y[t * channels + c] = a[static_cast<std::size_t>(t)];
  }
}

/// What is on one side of a cut-off.
template <PassBand Band, StepKind Kind, Real Low, Real High, Real Rolloff, Real Probability>
struct CutOffFilter : StepBase<Kind, Probability> {
  static constexpr void check(Text& fault) {
    detail::need_range(fault, Low.value, High.value, 1, largest_rate, " Hz");
    detail::need_rolloff(fault, Rolloff.value);
  }
  static constexpr void check_form(Text& fault, const SoundForm& f) {
    detail::need_below_half_rate(fault, High.value, f);
  }
  static constexpr void draw(StepDraw& d, const StepRandom& r) { d.value = r.first; }
  static void run(const StepDraw& d, const SoundForm& f, SoundWork& w) {
    const double cutoff = frequency_between(Low.value, High.value, d.value);
    run_filter(butterworth(Band, static_cast<int>(Rolloff.value / 6), cutoff, static_cast<double>(f.rate)), w.x.data(),
               f.length, f.channels);
  }
};

}  // namespace impl

/// Keeps what is below a cut-off, which is drawn from [Low, High] Hz, uniform in mel. Butterworth, Rolloff dB an octave.
template <Real Low = 150, Real High = 3000, Real Rolloff = 12, Real Probability = 0.5>
struct LowPassFilter : impl::CutOffFilter<PassBand::low, StepKind::low_pass, Low, High, Rolloff, Probability> {
  static constexpr void spell(Text& t) { cincel::detail::spell_call(t, "LowPassFilter", Low, High, Rolloff); }
};

/// The same for what is above a cut-off.
template <Real Low = 20, Real High = 2400, Real Rolloff = 12, Real Probability = 0.5>
struct HighPassFilter : impl::CutOffFilter<PassBand::high, StepKind::high_pass, Low, High, Rolloff, Probability> {
  static constexpr void spell(Text& t) { cincel::detail::spell_call(t, "HighPassFilter", Low, High, Rolloff); }
};

/// Keeps a band around a centre, which is drawn from [Low, High] Hz, uniform in mel. The band's width is a share of the
/// centre, uniform in [Narrow, Wide], which lie in (0, 2): cut-offs are centre·(1 ± share/2). Rolloff dB an octave on
/// each side.
template <Real Low = 200, Real High = 2000, Real Narrow = 0.5, Real Wide = 1.5, Real Rolloff = 12,
          Real Probability = 0.5>
struct BandPassFilter : StepBase<StepKind::band_pass, Probability> {
  static constexpr void spell(Text& t) {
    cincel::detail::spell_call(t, "BandPassFilter", Low, High, Narrow, Wide, Rolloff);
  }
  static constexpr void check(Text& fault) {
    detail::need_range(fault, Low.value, High.value, 1, largest_rate, " Hz");
    detail::need_range(fault, Narrow.value, Wide.value, 0.001, 1.999, " of the centre as the band's width");
    detail::need_rolloff(fault, Rolloff.value);
  }
  static constexpr void check_form(Text& fault, const SoundForm& f) {
    detail::need_below_half_rate(fault, High.value * (1 + Wide.value / 2), f);
  }
  static constexpr void draw(StepDraw& d, const StepRandom& r) {
    d.value = r.first;
    d.second = detail::between(Narrow.value, Wide.value, r.second);
  }
  static void run(const StepDraw& d, const SoundForm& f, SoundWork& w) {
    const double centre = impl::frequency_between(Low.value, High.value, d.value), half = centre * d.second / 2;
    run_filter(butterworth_band(static_cast<int>(Rolloff.value / 6), centre - half, centre + half,
                                static_cast<double>(f.rate)),
               w.x.data(), f.length, f.channels);
  }
};

/// Plays the sound in a room: its convolution with one of the user's impulse responses (`ImpulseResponses`, the last
/// argument of `apply`), cut to the sound's length. A silent sound, and one without a response, stays.
template <ReverbLevel Level = ReverbLevel::energy, Real Probability = 0.5>
struct ApplyImpulseResponse : StepBase<StepKind::reverb, Probability> {
  static constexpr bool needs_responses = true;
  static constexpr void spell(Text& t) {
    t << "ApplyImpulseResponse<ReverbLevel::"
      << (Level == ReverbLevel::energy      ? "energy"
          : Level == ReverbLevel::half_peak ? "half_peak"
                                            : "as_is")
      << '>';
  }
  static constexpr void check(Text&) {}
  static constexpr void draw(StepDraw& d, const StepRandom& r) { d.noise = r.seed; }
  static void run(const StepDraw& d, const SoundForm& f, SoundWork& w) {
    if (w.responses == nullptr || w.responses->count() == 0) return;
    float* y = w.room(f.size());
    impl::convolve(w.x.data(), f.length, f.channels, (*w.responses)[w.responses->chosen(d.noise)], y);
    const double before = rms(w.x.data(), f.size()), after = rms(y, f.size());
    if (before < silence || after < silence) return;
    double factor = 1, peak = 0;
    for (std::int64_t i = 0; i < f.size(); ++i) peak = (std::max)(peak, std::fabs(static_cast<double>(y[i])));
    if constexpr (Level == ReverbLevel::energy) factor = before / after;
    if constexpr (Level == ReverbLevel::half_peak) factor = 0.5 / peak;
    for (float& v : w.y) v *= static_cast<float>(factor);
    w.done();
  }
};

/// Resamples to another rate, always: the length becomes length·Rate/rate, rounded up. The windowed sinc is resampy's
/// `kaiser_best`.
template <Real Rate>
struct Resample : StepBase<StepKind::resample> {
  static constexpr void spell(Text& t) { cincel::detail::spell_call(t, "Resample", Rate); }
  static constexpr void check(Text& fault) {
    const bool in_range = Rate.value >= 1 && Rate.value <= largest_rate;
    detail::need(fault,
                 in_range && static_cast<double>(static_cast<std::int64_t>(in_range ? Rate.value : 0)) == Rate.value,
                 "needs a whole rate from 1 to 1000000 Hz");
  }
  static constexpr SoundForm output(SoundForm f) {
    const auto to = static_cast<std::int64_t>(Rate.value);
    f.length = resampled_length(f.length, f.rate, to);
    f.rate = to;
    return f;
  }
  static constexpr void check_form(Text& fault, const SoundForm& f) {
    detail::need_wave(fault, f);
    detail::need(fault, output(f).size() <= largest_signal, "makes the sound longer than sounds can be");
  }
  static void run(const StepDraw&, const SoundForm& f, SoundWork& w) {
    const SoundForm to = output(f);
    if (to.rate == f.rate) return;
    sinc_resample(w.x.data(), f.length, f.channels, w.room(to.size()), to.length, RateRatio{f.rate, to.rate},
                  sinc_table<kaiser_best>());
    w.done();
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel::audio
