// `cincel augment` on sounds: one step of augmentation with given numbers on a NumPy array of samples.
#pragma once

#include "npy.hpp"
#include "step_parameters.hpp"

#include <cincel/augment/audio.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <ostream>
#include <string>
#include <vector>

namespace cincel {

/// A sound or a spectrum as steps have it.
struct ToolSound {
  audio::SoundForm form;
  audio::SoundWork work;
  bool has_channels = false;  // whether channels are an extent of the array in the file, the first
};

/// A step on sounds, or on spectra, that the tool knows, with the names of its parameters.
struct NamedSoundStep {
  const char *name, *parameters;
  void (*run)(ToolSound&, StepParameters&);
};

namespace tool {

/// Channels that lie one after another, as in the file, become neighbours, as steps have them; or back.
inline std::vector<float> turned(const std::vector<float>& x, std::int64_t rows, std::int64_t columns) {
  std::vector<float> y(x.size());
  const auto n = static_cast<std::size_t>(rows), m = static_cast<std::size_t>(columns);
  for (std::size_t k = 0; k < n; ++k)
    for (std::size_t i = 0; i < m; ++i) y[i * n + k] = x[k * m + i];
  return y;
}
/// An array of the file with the extents of `form`, of which channels need not be one. Throws FileError.
inline ToolSound read_array(const std::string& path, const NpyForm& form) {
  const NpyArray a = read_npy(path, form);
  const bool spectrum = form.fewest == 2;
  if (a.bytes)
    throw FileError(path, std::string("holds numbers of 8 bits, but a ") + (spectrum ? "spectrum" : "sound") +
                              " is float32 ('<f4')");
  ToolSound s;
  s.has_channels = a.shape.size() == form.most;
  s.form.channels = s.has_channels ? a.shape[0] : 1;
  s.form.length = spectrum ? a.shape[a.shape.size() - 2] : a.shape.back();
  s.form.bins = spectrum ? a.shape.back() : 1;
  if (s.form.channels > largest_signal_channels)
    throw FileError(path, "has " + std::to_string(s.form.channels) + " channels, at most " +
                              std::to_string(largest_signal_channels) + "; " + form.says);
  if (s.form.size() > largest_signal) throw FileError(path, "has more numbers than sounds can have");
  s.work.x = turned(a.numbers, s.form.channels, s.form.length * s.form.bins);
  return s;
}
/// An array (samples,) or (channels, samples).
inline ToolSound read_sound(const std::string& path, std::int64_t rate) {
  ToolSound s = read_array(path, npy_sound);
  s.form.rate = rate;
  return s;
}
/// Writes it in the form in which it was read, a spectrum as (frames, bins) or (channels, frames, bins).
inline void write_sound(const std::string& path, const ToolSound& s) {
  NpyArray a;
  if (s.has_channels) a.shape = {s.form.channels};
  a.shape.push_back(s.form.length);
  if (!s.form.is_wave()) a.shape.push_back(s.form.bins);
  a.numbers = turned(s.work.x, s.form.length * s.form.bins, s.form.channels);
  write_npy(path, a);
}

inline std::uint64_t noise_seed(StepParameters& p) {
  return static_cast<std::uint64_t>(p.whole("seed", 0, std::int64_t{1} << 53));
}
inline double snr(StepParameters& p) { return p.number("snr", -audio::largest_snr, audio::largest_snr); }
/// Runs a step of the library by its numbers.
template <class Step>
void run(ToolSound& s, const audio::StepDraw& d) {
  Step::run(d, s.form, s.work);
}

/// The order of a filter of so many dB an octave.
inline int order_of(StepParameters& p) {
  const std::int64_t rolloff = p.whole("rolloff", 6, 96, 12);
  if (rolloff % 6 != 0) p.fail("\"rolloff\" is " + std::to_string(rolloff) + ", but must be 6, 12, 18 ... 96");
  return static_cast<int>(rolloff / 6);
}
inline void need_below_half_rate(const ToolSound& s, StepParameters& p, double frequency) {
  if (frequency >= static_cast<double>(s.form.rate) / 2)
    p.fail("a frequency of " + StepParameters::text(frequency) + " Hz is not below half the rate of " +
           std::to_string(s.form.rate) + " Hz");
}
inline void cut_off(ToolSound& s, StepParameters& p, audio::PassBand band) {
  const double cutoff = p.number("cutoff", 1, static_cast<double>(largest_rate));
  need_below_half_rate(s, p, cutoff);
  audio::run_filter(audio::butterworth(band, order_of(p), cutoff, static_cast<double>(s.form.rate)), s.work.x.data(),
                    s.form.length, s.form.channels);
}
inline void band_pass(ToolSound& s, StepParameters& p) {
  const double centre = p.number("centre", 1, static_cast<double>(largest_rate));
  const double half = centre * p.number("width", 0.001, 1.999) / 2;
  need_below_half_rate(s, p, centre + half);
  audio::run_filter(
      audio::butterworth_band(order_of(p), centre - half, centre + half, static_cast<double>(s.form.rate)),
      s.work.x.data(), s.form.length, s.form.channels);
}

/// A recording of a file, at the sound's rate and with its channels.
inline audio::Recordings recording(const ToolSound& s, StepParameters& p, const char* key, const char* rate_key) {
  const std::string path = p.name(key);
  const std::int64_t rate = p.whole(rate_key, 1, largest_rate, static_cast<double>(s.form.rate));
  const ToolSound own = read_sound(path, rate);
  audio::Recordings r(s.form.rate, s.form.channels);
  try {
    r.add(own.work.x, rate, own.form.channels);
  } catch (const std::invalid_argument& e) {
    throw FileError(path, e.what());
  }
  return r;
}
inline void background_noise(ToolSound& s, StepParameters& p) {
  const audio::Recordings noises = recording(s, p, "recording", "recording_rate");
  s.work.noises = &noises;
  run<audio::AddBackgroundNoise<>>(s, {.value = snr(p), .second = p.number("place", 0, 1, 0) * (1 - 1e-9)});
  s.work.noises = nullptr;
}
inline void impulse_response(ToolSound& s, StepParameters& p) {
  const audio::Recordings responses = recording(s, p, "response", "response_rate");
  s.work.responses = &responses;
  const int level = p.word("level", {"energy", "half_peak", "as_is"});
  if (level == 0) run<audio::ApplyImpulseResponse<audio::ReverbLevel::energy>>(s, {});
  if (level == 1) run<audio::ApplyImpulseResponse<audio::ReverbLevel::half_peak>>(s, {});
  if (level == 2) run<audio::ApplyImpulseResponse<audio::ReverbLevel::as_is>>(s, {});
  s.work.responses = nullptr;
}
inline void color_noise(ToolSound& s, StepParameters& p) {
  using audio::NoiseColor;
  constexpr NoiseColor colors[] = {NoiseColor::pink, NoiseColor::white, NoiseColor::brown, NoiseColor::blue,
                                   NoiseColor::violet};
  const NoiseColor color = colors[p.word("color", {"pink", "white", "brown", "blue", "violet"})];
  audio::impl::add_color({.value = snr(p), .noise = noise_seed(p)}, s.form, s.work, color);
}

/// The sound of another length is what `make` writes.
template <class Make>
void with_length(ToolSound& s, StepParameters& p, std::int64_t length, Make make) {
  if (length < 1) p.fail("leaves nothing of the sound");
  if (length > largest_signal / s.form.channels) p.fail("makes the sound longer than sounds can be");
  make(s.work.room(length * s.form.channels));
  s.work.done();
  s.form.length = length;
}
inline void time_stretch(ToolSound& s, StepParameters& p) {
  const double rate = p.number("rate", 0.1, 10);
  const bool keeps = p.whole("keep_length", 0, 1, 1) != 0;
  const std::int64_t length = keeps ? s.form.length : audio::stretched_length(s.form.length, rate);
  with_length(s, p, length, [&](float* y) {
    audio::time_stretch(s.work.x.data(), s.form.length, s.form.channels, audio::stretch_framing(s.form.rate), rate, y,
                        length);
  });
}
inline void resample(ToolSound& s, StepParameters& p) {
  const std::int64_t to = p.whole("to", 1, largest_rate);
  if (to == s.form.rate) return;
  const std::int64_t length = audio::resampled_length(s.form.length, s.form.rate, to);
  with_length(s, p, length, [&](float* y) {
    audio::sinc_resample(s.work.x.data(), s.form.length, s.form.channels, y, length, audio::RateRatio{s.form.rate, to},
                         audio::sinc_table<audio::kaiser_best>());
  });
  s.form.rate = to;
}

}  // namespace tool

inline constexpr NamedSoundStep named_sound_steps[] = {
    {"gain", "decibels",
     [](ToolSound& s, StepParameters& p) { tool::run<audio::Gain<>>(s, {.value = p.number("decibels", -120, 120)}); }},
    {"polarity_inversion", "", [](ToolSound& s, StepParameters&) { tool::run<audio::PolarityInversion<>>(s, {}); }},
    {"shift", "share",
     [](ToolSound& s, StepParameters& p) { tool::run<audio::Shift<>>(s, {.value = p.number("share", -1, 1)}); }},
    {"roll", "share",
     [](ToolSound& s, StepParameters& p) { tool::run<audio::Roll<>>(s, {.value = p.number("share", -1, 1)}); }},
    {"gaussian_snr", "snr seed",
     [](ToolSound& s, StepParameters& p) {
       tool::run<audio::AddGaussianSNR<>>(s, {.value = tool::snr(p), .noise = tool::noise_seed(p)});
     }},
    {"color_noise", "color snr seed", tool::color_noise},
    {"background_noise", "recording recording_rate snr place", tool::background_noise},
    {"clipping_distortion", "percent",
     [](ToolSound& s, StepParameters& p) {
       tool::run<audio::ClippingDistortion<>>(s, {.value = p.number("percent", 0, 100)});
     }},
    {"time_mask", "share place",
     [](ToolSound& s, StepParameters& p) {
       tool::run<audio::TimeMask<>>(
           s, {.value = p.number("share", 0, 1), .second = p.number("place", 0, 1, 0) * (1 - 1e-9)});
     }},
    {"low_pass", "cutoff rolloff", [](ToolSound& s, StepParameters& p) { tool::cut_off(s, p, audio::PassBand::low); }},
    {"high_pass", "cutoff rolloff",
     [](ToolSound& s, StepParameters& p) { tool::cut_off(s, p, audio::PassBand::high); }},
    {"band_pass", "centre width rolloff", tool::band_pass},
    {"impulse_response", "response response_rate level", tool::impulse_response},
    {"pitch_shift", "semitones",
     [](ToolSound& s, StepParameters& p) {
       tool::run<audio::PitchShift<>>(s, {.value = p.number("semitones", -24, 24)});
     }},
    {"time_stretch", "rate keep_length", tool::time_stretch},
    {"resample", "to", tool::resample},
    {"phase_randomization", "share seed",
     [](ToolSound& s, StepParameters& p) {
       const double share = p.number("share", 0, 1);
       audio::impl::turn_phases(share, tool::noise_seed(p), s.form, s.work);
     }},
};

namespace tool {

/// The step of this name, or null.
template <std::size_t N>
const NamedSoundStep* find_step(const NamedSoundStep (&steps)[N], const std::string& name) {
  const auto* step =
      std::find_if(std::begin(steps), std::end(steps), [&](const NamedSoundStep& s) { return name == s.name; });
  return step == std::end(steps) ? nullptr : step;
}
template <std::size_t N>
void list_named(const NamedSoundStep (&steps)[N], std::ostream& out) {
  for (const NamedSoundStep& s : steps) out << s.name << (*s.parameters != 0 ? ": " : "") << s.parameters << '\n';
}

}  // namespace tool

/// The step on sounds of this name, or null.
inline const NamedSoundStep* find_sound_step(const std::string& name) {
  return tool::find_step(named_sound_steps, name);
}
/// The names of all steps on sounds with their parameters.
inline void list_sound_steps(std::ostream& out) { tool::list_named(named_sound_steps, out); }

/// Applies a step with the JSON object `json` to the sound in `input`, `rate` samples a second, and writes `output`.
/// Throws std::invalid_argument or FileError with the file or parameter and the reason.
inline void augment_sound(const NamedSoundStep& step, const std::string& json, const std::string& input,
                          const std::string& output, std::int64_t rate) {
  StepParameters p(step.name, json);
  if (rate < 1 || rate > largest_rate)
    p.fail("needs --rate, the samples a second of the sound, from 1 to " + std::to_string(largest_rate));
  ToolSound sound = tool::read_sound(input, rate);
  step.run(sound, p);
  p.finish();
  tool::write_sound(output, sound);
}

}  // namespace cincel
