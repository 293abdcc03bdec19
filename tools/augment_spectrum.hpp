// `cincel augment` on spectra: what makes one of a sound, and steps on one, with given numbers on a NumPy array.
#pragma once

#include "augment_sound.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <ostream>
#include <string>

namespace cincel {
namespace tool {

inline void need_none(const StepParameters& p, const Text& fault) {
  if (!fault.empty()) p.fail(std::string(fault.view()));
}
inline std::int64_t whole_or(StepParameters& p, const char* key, std::int64_t low, std::int64_t high,
                             std::int64_t otherwise) {
  return p.whole(key, low, high, static_cast<double>(otherwise));
}
inline constexpr std::int64_t largest_fft = 1 << 20;

inline void spectrogram(ToolSound& s, StepParameters& p) {
  audio::Framing f;
  f.n_fft = p.whole("n_fft", 2, largest_fft);
  f.hop = whole_or(p, "hop", 1, largest_fft, (std::max<std::int64_t>)(1, f.n_fft / 4));
  f.window = whole_or(p, "window", 2, largest_fft, f.n_fft);
  f.shape = static_cast<audio::WindowShape>(p.word("shape", {"hann", "hamming_symmetric"}));
  constexpr audio::FramePadding paddings[] = {audio::FramePadding::zeros, audio::FramePadding::reflect,
                                              audio::FramePadding::none};
  f.padding = paddings[p.word("padding", {"zeros", "reflect", "none"})];
  const auto exponent = static_cast<int>(p.whole("exponent", 1, 2, 2));
  Text fault;
  audio::detail::check_framing(fault, f);
  if (fault.empty()) audio::detail::check_framed(fault, f, s.form);
  need_none(p, fault);
  const audio::SoundForm to = audio::detail::framed(f, s.form, f.bins(), exponent);
  if (to.size() > largest_signal) p.fail("makes a spectrum of more numbers than sounds can have");
  audio::impl::make_spectrogram(f, exponent, s.form, s.work);
  s.form = to;
}

inline audio::Mel mel_preset(StepParameters& p) {
  audio::Mel presets[] = {audio::Mel::librosa(), audio::Mel::torchaudio(), audio::Mel::keras(), audio::Mel::htk()};
  const int which = p.word("preset", {"librosa", "torchaudio", "keras", "htk"});
  audio::Mel m = presets[which];
  const bool whole_window = m.framing.window == m.framing.n_fft;
  const std::int64_t n_fft = whole_or(p, "n_fft", 2, largest_fft, m.framing.n_fft);
  const std::int64_t overlap = m.framing.n_fft / m.framing.hop;  // 2 or 4 hops in a window
  if (whole_window) m.framing.hop = (std::max<std::int64_t>)(1, n_fft / overlap);
  m.framing.n_fft = n_fft;
  m.framing.hop = whole_or(p, "hop", 1, largest_fft, m.framing.hop);
  m.framing.window = whole_or(p, "window", 2, largest_fft, whole_window ? m.framing.n_fft : m.framing.window);
  m.filters = static_cast<int>(whole_or(p, "filters", 1, 1024, m.filters));
  m.low = p.number("low", 0, static_cast<double>(largest_rate), m.low);
  m.high = p.number("high", 0, static_cast<double>(largest_rate), 0);
  return m;
}
inline void mel_spectrogram(ToolSound& s, StepParameters& p) {
  const audio::Mel m = mel_preset(p);
  Text fault;
  audio::detail::check_mel(fault, m);
  if (fault.empty()) audio::detail::check_mel_of(fault, m, s.form);
  need_none(p, fault);
  const audio::SoundForm to = audio::detail::framed(m.framing, s.form, m.filters, m.exponent);
  if (to.size() > largest_signal) p.fail("makes a spectrum of more numbers than sounds can have");
  audio::impl::make_mel(m, audio::MelFilters(m, s.form.rate), s.form, s.work);
  s.form = to;
}

/// A place and a width on an axis of n.
struct MaskedRange {
  std::int64_t first, width;
};
inline MaskedRange masked_range(StepParameters& p, std::int64_t n, const char* what) {
  const MaskedRange r{p.whole("first", 0, n - 1), p.whole("width", 0, n)};
  if (r.first + r.width > n) p.fail("the mask reaches beyond the spectrum's " + std::to_string(n) + " " + what);
  return r;
}
inline audio::MaskFill mask_fill(StepParameters& p) {
  return static_cast<audio::MaskFill>(p.word("fill", {"mean", "zero"}));
}
inline void frequency_masking(ToolSound& s, StepParameters& p) {
  const MaskedRange r = masked_range(p, s.form.bins, "bins");
  audio::impl::mask_bins(s.form, s.work, r.first, r.width, mask_fill(p));
}
inline void time_masking(ToolSound& s, StepParameters& p) {
  const MaskedRange r = masked_range(p, s.form.length, "frames");
  audio::impl::mask_frames(s.form, s.work, r.first, r.width, mask_fill(p));
}
inline void time_warp(ToolSound& s, StepParameters& p) {
  const auto last = static_cast<double>(s.form.length - 1);
  const double centre = p.number("centre", 0, last), by = p.number("by", -last, last);
  if (!(centre + by >= 0 && centre + by <= last))
    p.fail("moves the frame to " + StepParameters::text(centre + by) + ", beyond the spectrum's frames 0 to " +
           StepParameters::text(last));
  audio::impl::warp_frames(s.form, s.work, centre, by);
}
inline void frequency_noise(ToolSound& s, StepParameters& p) {
  using Unit = audio::SoundForm::Unit;
  constexpr Unit units[] = {Unit::power, Unit::magnitude, Unit::decibel, Unit::logarithm};
  s.form.unit = units[p.word("unit", {"power", "magnitude", "decibel", "logarithm"})];
  const double deviation = p.number("deviation", 0, 60);
  audio::impl::noise_on_bins(s.form, s.work, deviation, noise_seed(p));
}
inline void decibels(ToolSound& s, StepParameters& p) {
  const bool squares = p.word("unit", {"power", "magnitude"}) == 1;
  audio::impl::make_decibels(squares, p.number("top", 0, 1000, 80), s.work);
}
inline void mfcc(ToolSound& s, StepParameters& p) {
  const std::int64_t count = whole_or(p, "count", 1, s.form.bins, (std::min<std::int64_t>)(13, s.form.bins));
  const auto form = static_cast<audio::CosineTransform>(p.word("transform", {"orthonormal", "htk"}));
  audio::impl::make_cepstrum(count, form, p.number("lifter", 0, 1000, 0), s.form, s.work);
  s.form.bins = count;
}

}  // namespace tool

/// Steps on sounds that make a spectrum.
inline constexpr NamedSoundStep named_sound_to_spectrum_steps[] = {
    {"spectrogram", "n_fft hop window shape padding exponent", tool::spectrogram},
    {"mel_spectrogram", "preset n_fft hop window filters low high", tool::mel_spectrogram},
};
/// Steps on spectra.
inline constexpr NamedSoundStep named_spectrum_steps[] = {
    {"frequency_masking", "first width fill", tool::frequency_masking},
    {"time_masking", "first width fill", tool::time_masking},
    {"time_warp", "centre by", tool::time_warp},
    {"frequency_noise", "deviation seed unit", tool::frequency_noise},
    {"decibels", "top unit", tool::decibels},
    {"logarithm", "least",
     [](ToolSound& s, StepParameters& p) {
       audio::impl::make_logarithms(p.number("least", 1e-30, 1e30, 1e-10), s.work);
     }},
    {"mfcc", "count transform lifter", tool::mfcc},
};

inline const NamedSoundStep* find_sound_to_spectrum_step(const std::string& name) {
  return tool::find_step(named_sound_to_spectrum_steps, name);
}
inline const NamedSoundStep* find_spectrum_step(const std::string& name) {
  return tool::find_step(named_spectrum_steps, name);
}
inline void list_sound_to_spectrum_steps(std::ostream& out) { tool::list_named(named_sound_to_spectrum_steps, out); }
inline void list_spectrum_steps(std::ostream& out) { tool::list_named(named_spectrum_steps, out); }

/// Applies a step with the JSON object `json` to the spectrum in `input`, (frames, bins) or (channels, frames, bins), and
/// writes `output`. Throws std::invalid_argument or FileError with the file or parameter and the reason.
inline void augment_spectrum(const NamedSoundStep& step, const std::string& json, const std::string& input,
                             const std::string& output) {
  StepParameters p(step.name, json);
  ToolSound spectrum = tool::read_array(input, npy_spectrum);
  spectrum.form.unit = audio::SoundForm::Unit::numbers;
  step.run(spectrum, p);
  p.finish();
  tool::write_sound(output, spectrum);
}

}  // namespace cincel
