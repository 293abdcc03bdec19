// What steps of a policy for sounds share: the numbers they take, as sentences, and their defaults.
#pragma once

#include <cincel/augment/audio/signal.hpp>
#include <cincel/augment/audio/sound_draw.hpp>
#include <cincel/augment/parameters.hpp>

namespace cincel::audio {
namespace detail {

using cincel::detail::is_finite;
using cincel::detail::spell_number;

constexpr void need(Text& fault, bool holds, const char* says) {
  if (fault.empty() && !holds) fault << says;
}
constexpr void need_probability(Text& fault, double p) {
  need(fault, p >= 0 && p <= 1, "needs a probability in [0, 1]");
}
/// Two numbers from `least` to `most`, the smaller first; NaN is none.
constexpr void need_range(Text& fault, double low, double high, double least, double most, const char* unit) {
  if (!fault.empty() || (low >= least && high <= most && low <= high)) return;
  fault << "needs two numbers from ";
  spell_number(fault, least);
  fault << " to ";
  spell_number(fault, most);
  fault << unit << ", the smaller first";
}
/// A step for sounds that is given a spectrum, or the other way round.
constexpr void need_wave(Text& fault, const SoundForm& f) {
  need(fault, f.is_wave(), "works on samples and stands behind a spectrum; write it before");
}
constexpr void need_spectrum(Text& fault, const SoundForm& f) {
  need(fault, !f.is_wave(), "works on a spectrum; write MelSpectrogram<...> or Spectrogram<...> before it");
}
constexpr void need_below_half_rate(Text& fault, double highest, const SoundForm& f) {
  need_wave(fault, f);
  if (!fault.empty() || highest < static_cast<double>(f.rate) / 2) return;
  fault << "has a frequency of ";
  spell_number(fault, highest);
  fault << " Hz, which is not below half the rate of " << f.rate << " Hz";
}

constexpr double between(double low, double high, double u) { return low + (high - low) * u; }

}  // namespace detail

/// The defaults of a step: it runs with a probability, leaves the form as it is, and draws nothing else.
template <StepKind Kind, Real Probability = 1.0>
struct StepBase {
  static constexpr StepKind kind = Kind;
  static constexpr double probability = Probability.value;
  static constexpr SoundForm output(const SoundForm& f) { return f; }
  static constexpr void check_form(Text& fault, const SoundForm& f) { detail::need_wave(fault, f); }
  static constexpr void draw(StepDraw&, const StepRandom&) {}
};

}  // namespace cincel::audio
