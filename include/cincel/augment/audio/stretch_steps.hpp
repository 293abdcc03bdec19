// Steps that change pitch or tempo alone, by a phase vocoder, and the phases of a sound.
#pragma once

#include <cincel/augment/audio/recordings.hpp>
#include <cincel/augment/audio/sinc.hpp>
#include <cincel/augment/audio/step_check.hpp>
#include <cincel/augment/audio/vocoder.hpp>

#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

namespace cincel::audio {
inline namespace CINCEL_ISA {

/// Plays the sound value times as fast, value uniform in [Low, High], which lie in [0.1, 10]; above 1 it is shorter. The
/// length stays: what is missing at the end is silence, what is too much is cut there.
template <Real Low = 0.8, Real High = 1.25, Real Probability = 0.5>
struct TimeStretch : StepBase<StepKind::stretch, Probability> {
  static constexpr void spell(Text& t) { cincel::detail::spell_call(t, "TimeStretch", Low, High); }
  static constexpr void check(Text& fault) { detail::need_range(fault, Low.value, High.value, 0.1, 10, " times"); }
  static constexpr void draw(StepDraw& d, const StepRandom& r) {
    d.value = detail::between(Low.value, High.value, r.first);
  }
  static void run(const StepDraw& d, const SoundForm& f, SoundWork& w) {
    time_stretch(w.x.data(), f.length, f.channels, stretch_framing(f.rate), d.value, w.room(f.size()), f.length);
    w.done();
  }
};

/// Plays the sound Rate times as fast, always: its length becomes length / Rate, rounded to the nearest.
template <Real Rate>
struct FixedTimeStretch : StepBase<StepKind::stretch> {
  static constexpr void spell(Text& t) { cincel::detail::spell_call(t, "FixedTimeStretch", Rate); }
  static constexpr void check(Text& fault) {
    detail::need(fault, Rate.value >= 0.1 && Rate.value <= 10, "needs a rate from 0.1 to 10 times");
  }
  static constexpr SoundForm output(SoundForm f) {
    f.length = stretched_length(f.length, Rate.value);
    return f;
  }
  static constexpr void check_form(Text& fault, const SoundForm& f) {
    detail::need_wave(fault, f);
    detail::need(fault, output(f).length >= 1, "leaves nothing of the sound");
    detail::need(fault, output(f).size() <= largest_signal, "makes the sound longer than sounds can be");
  }
  static void run(const StepDraw&, const SoundForm& f, SoundWork& w) {
    const SoundForm to = output(f);
    time_stretch(w.x.data(), f.length, f.channels, stretch_framing(f.rate), Rate.value, w.room(to.size()), to.length);
    w.done();
  }
};

/// Multiplies all frequencies by 2^(value/12), value uniform in [Low, High] semitones, which lie in [-24, 24]; the length
/// stays: the sound is stretched by the vocoder, then resampled to its length (SincKernel `kaiser_fast`).
template <Real Low = -4, Real High = 4, Real Probability = 0.5>
struct PitchShift : StepBase<StepKind::pitch, Probability> {
  static constexpr void spell(Text& t) { cincel::detail::spell_call(t, "PitchShift", Low, High); }
  static constexpr void check(Text& fault) { detail::need_range(fault, Low.value, High.value, -24, 24, " semitones"); }
  static constexpr void draw(StepDraw& d, const StepRandom& r) {
    d.value = detail::between(Low.value, High.value, r.first);
  }
  static void run(const StepDraw& d, const SoundForm& f, SoundWork& w) {
    if (d.value == 0) return;
    const double factor = std::pow(2.0, d.value / 12);
    const std::int64_t longer = stretched_length(f.length, 1 / factor);
    std::vector<float> stretched(static_cast<std::size_t>(longer * f.channels));
    time_stretch(w.x.data(), f.length, f.channels, stretch_framing(f.rate), 1 / factor, stretched.data(), longer);
    sinc_resample(stretched.data(), longer, f.channels, w.room(f.size()), f.length, RateRatio(factor),
                  sinc_table<kaiser_fast>());
    w.done();
  }
};

namespace impl {

/// Turns each bin of each frame by ± a share of 180°, the same in all channels, by the numbers of a seed.
inline void turn_phases(double share, std::uint64_t seed, const SoundForm& f, SoundWork& w) {
  const Framing framing = stretch_framing(f.rate);
  const std::int64_t frames = framing.frames(f.length), n = frames * framing.bins();
  std::vector<float> re(static_cast<std::size_t>(n)), im(re);
  for (std::int64_t c = 0; c < f.channels; ++c) {
    stft(framing, w.x.data() + c, f.length, f.channels, re.data(), im.data());
    RandomStream stream(seed, Purpose::augment);
    for (std::size_t i = 0; i < re.size(); ++i) {
      const float angle = (2 * stream.uniform() - 1) * static_cast<float>(share * std::numbers::pi);
      const float r = std::cos(angle), s = std::sin(angle), a = re[i], b = im[i];
      re[i] = a * r - b * s;
      im[i] = a * s + b * r;
    }
    istft(framing, re.data(), im.data(), frames, w.x.data() + c, f.length, f.channels);
  }
}

}  // namespace impl

/// Turns each bin of each frame of the short-time transform by an angle uniform in ±Share·180°, Share in (0, 1], the same
/// in all channels: levels over time and frequency stay nearly as they are, the shape of the wave does not.
template <Real Share, Real Probability = 0.5>
struct PhaseRandomization : StepBase<StepKind::phase, Probability> {
  static constexpr void spell(Text& t) { cincel::detail::spell_call(t, "PhaseRandomization", Share); }
  static constexpr void check(Text& fault) {
    detail::need(fault, Share.value > 0 && Share.value <= 1, "needs a share of half a turn above 0 and up to 1");
  }
  static constexpr void draw(StepDraw& d, const StepRandom& r) { d.noise = r.seed; }
  static void run(const StepDraw& d, const SoundForm& f, SoundWork& w) {
    impl::turn_phases(Share.value, d.noise, f, w);
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel::audio
