// Steps that add noise: generated, of a colour, or a user's recordings, at a ratio of signal to noise that holds exactly.
#pragma once

#include <cincel/augment/audio/level.hpp>
#include <cincel/augment/audio/noise.hpp>
#include <cincel/augment/audio/recordings.hpp>
#include <cincel/augment/audio/step_check.hpp>

#include <cstdint>

namespace cincel::audio {

/// Ratios of signal to noise that are taken, dB.
inline constexpr double largest_snr = 200;

namespace detail {

constexpr void spell_color(Text& t, NoiseColor c) {
  t << "NoiseColor::"
    << (c == NoiseColor::violet  ? "violet"
        : c == NoiseColor::blue  ? "blue"
        : c == NoiseColor::white ? "white"
        : c == NoiseColor::pink  ? "pink"
                                 : "brown");
}

}  // namespace detail

inline namespace CINCEL_ISA {
namespace impl {

/// Noise of a colour, each channel of its own, at a ratio of `value` dB.
inline void add_color(const StepDraw& d, const SoundForm& f, SoundWork& w, NoiseColor color) {
  float* noise = w.room(f.size());
  for (std::int64_t c = 0; c < f.channels; ++c)
    colored_noise(noise + c, f.length, f.channels, color, d.noise, static_cast<std::uint32_t>(c));
  mix_at_snr(w.x.data(), noise, f.size(), d.value);
}

}  // namespace impl

/// Adds white Gaussian noise, each channel of its own, at a ratio of signal to noise uniform in [Low, High] dB. The ratio
/// is of measured root mean squares of all channels together, so that it holds exactly; a silent sound stays.
template <Real Low = 5, Real High = 40, Real Probability = 0.5>
struct AddGaussianSNR : StepBase<StepKind::gaussian, Probability> {
  static constexpr void spell(Text& t) { cincel::detail::spell_call(t, "AddGaussianSNR", Low, High); }
  static constexpr void check(Text& fault) {
    detail::need_range(fault, Low.value, High.value, -largest_snr, largest_snr, " dB");
  }
  static constexpr void draw(StepDraw& d, const StepRandom& r) {
    d.value = detail::between(Low.value, High.value, r.first);
    d.noise = r.seed;
  }
  static void run(const StepDraw& d, const SoundForm& f, SoundWork& w) { impl::add_color(d, f, w, NoiseColor::white); }
};

/// The same with noise of a colour: its power is like 1/f^b, without a constant part.
template <NoiseColor Color = NoiseColor::pink, Real Low = 5, Real High = 40, Real Probability = 0.5>
struct AddColorNoise : StepBase<StepKind::color_noise, Probability> {
  static constexpr void spell(Text& t) {
    t << "AddColorNoise<";
    detail::spell_color(t, Color);
    t << ", ";
    detail::spell_number(t, Low.value);
    t << ", ";
    detail::spell_number(t, High.value);
    t << '>';
  }
  static constexpr void check(Text& fault) {
    detail::need_range(fault, Low.value, High.value, -largest_snr, largest_snr, " dB");
  }
  static constexpr void draw(StepDraw& d, const StepRandom& r) {
    d.value = detail::between(Low.value, High.value, r.first);
    d.noise = r.seed;
  }
  static void run(const StepDraw& d, const SoundForm& f, SoundWork& w) { impl::add_color(d, f, w, Color); }
};

/// Adds a piece of one of the user's recordings (`Noises`, the last argument of `apply`) at a ratio of signal to noise
/// uniform in [Low, High] dB. A longer recording gives a piece from a random place, a shorter one is repeated; the ratio
/// is of the measured root mean squares of the sound and of that piece. Where either is silent, or there is no recording,
/// nothing is added.
template <Real Low = 3, Real High = 30, Real Probability = 0.5>
struct AddBackgroundNoise : StepBase<StepKind::background, Probability> {
  static constexpr bool needs_noises = true;
  static constexpr void spell(Text& t) { cincel::detail::spell_call(t, "AddBackgroundNoise", Low, High); }
  static constexpr void check(Text& fault) {
    detail::need_range(fault, Low.value, High.value, -largest_snr, largest_snr, " dB");
  }
  static constexpr void draw(StepDraw& d, const StepRandom& r) {
    d.value = detail::between(Low.value, High.value, r.first);
    d.second = r.second;
    d.noise = r.seed;
  }
  static void run(const StepDraw& d, const SoundForm& f, SoundWork& w) {
    if (w.noises == nullptr || w.noises->count() == 0) return;
    const std::span<const float> recording = (*w.noises)[w.noises->chosen(d.noise)];
    const std::int64_t have = static_cast<std::int64_t>(recording.size()) / f.channels, n = f.length;
    const std::int64_t first =
        have > n ? static_cast<std::int64_t>(d.second * static_cast<double>(have - n + 1)) * f.channels : 0;
    float* piece = w.room(f.size());
    for (std::int64_t i = 0; i < f.size(); ++i)
      piece[i] = recording[static_cast<std::size_t>((first + i) % (have * f.channels))];
    mix_at_snr(w.x.data(), piece, f.size(), d.value);
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel::audio
