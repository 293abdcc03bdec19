// Writes sounds as WAV files, and a policy's results, so that a person hears what it does.
#pragma once

#include <cincel/io/new_file.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace cincel {
inline namespace CINCEL_ISA {

/// Writes numbers, the channels of a moment side by side, as a WAV file of 16 bits: round(32767·x), cut at ±1. Returns
/// how many were cut; NaN becomes 0 and counts as one. Throws FileError, and std::invalid_argument for numbers that are
/// no whole moments, no rate, or more than a WAV holds.
inline std::size_t write_wav(const std::string& path, std::span<const float> samples, std::int64_t rate,
                             std::int64_t channels = 1) {
  const std::uint64_t bytes = 2 * std::uint64_t{samples.size()};
  if (rate < 1 || rate > 4'000'000 || channels < 1 || channels > 1024 || bytes > 0xFFFFFF00u ||
      samples.size() % static_cast<std::size_t>(channels) != 0)
    throw std::invalid_argument("write_wav: " + std::to_string(samples.size()) + " numbers of " +
                                std::to_string(channels) + " channels at " + std::to_string(rate) + " Hz");
  std::vector<std::byte> out;
  out.reserve(44 + bytes);
  const auto number = [&out](std::uint64_t x, int size) {
    for (int i = 0; i < size; ++i) out.push_back(static_cast<std::byte>(x >> (8 * i)));
  };
  const auto word = [&out](const char* text) {
    for (int i = 0; i < 4; ++i) out.push_back(static_cast<std::byte>(text[i]));
  };
  const auto r = static_cast<std::uint64_t>(rate), c = static_cast<std::uint64_t>(channels);
  word("RIFF"), number(36 + bytes, 4), word("WAVE"), word("fmt "), number(16, 4), number(1, 2), number(c, 2);
  number(r, 4), number(2 * c * r, 4), number(2 * c, 2), number(16, 2), word("data"), number(bytes, 4);
  std::size_t cut = 0;
  for (const float v : samples) {
    const bool outside = !(v >= -1 && v <= 1);
    cut += outside ? 1u : 0u;
    const float inside = std::isnan(v) ? 0 : v > 1 ? 1 : v < -1 ? -1 : v;
    number(static_cast<std::uint64_t>(std::lround(32767 * inside)), 2);
  }
  NewFile file(path);
  file.write(out);
  file.commit();
  return cut;
}

/// How often a policy made a sound that leaves [-1, 1].
struct SoundReport {
  std::size_t sounds = 0;          // that were made
  std::size_t clipped_sounds = 0;  // of these, those with a number beyond ±1
  std::size_t clipped = 0;         // such numbers
  std::size_t silent = 0;          // sounds of which nothing is left, though the source was none
};

/// Writes what a policy (`AugmentAudio`) makes of a sound of the form S into a folder that is there: `original.wav`, then
/// `augmented_000.wav` and so on, `count` of them, drawn for samples 0, 1, … of the seed. The user's sounds are further
/// arguments. Says how many clipped.
template <class S, class Policy, class Sound, class... Sounds>
SoundReport preview_wavs(const Policy&, const Sound& sound, std::uint64_t seed, int count, const std::string& folder,
                         const Sounds&... sounds) {
  static_assert(Policy::template output_form<S>.is_wave(),
                "preview_wavs writes sounds: leave out what makes a spectrum");
  constexpr auto form = Policy::template output_form<S>;
  const std::span<const float, S::size> source(std::data(sound), S::size);
  write_wav(folder + "/original.wav", source, S::rate, S::channels);
  const auto is_silent = [](std::span<const float> x) {
    for (const float v : x)
      if (v != 0) return false;
    return true;
  };
  SoundReport report;
  std::vector<float> made(Policy::template output_size<S>);
  for (int i = 0; i < count; ++i) {
    const std::span<float, Policy::template output_size<S>> out(made.data(), made.size());
    Policy::template apply<S>(Policy::draw(seed, 0, static_cast<std::uint32_t>(i)), source, out, sounds...);
    char name[32];
    std::snprintf(name, sizeof name, "/augmented_%03d.wav", i);
    const std::size_t cut = write_wav(folder + name, made, form.rate, form.channels);
    ++report.sounds;
    report.clipped += cut;
    report.clipped_sounds += cut != 0 ? 1u : 0u;
    report.silent += is_silent(made) && !is_silent(source) ? 1u : 0u;
  }
  return report;
}

}  // namespace CINCEL_ISA
}  // namespace cincel
