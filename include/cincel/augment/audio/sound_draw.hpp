// What a policy draws for one sound: plain numbers, which can be stored and replayed.
#pragma once

#include <cincel/core/random.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace cincel::audio {

/// The numbers of one step. The same numbers give the same bits again.
struct StepDraw {
  bool applied = false;     // whether the step runs (a step without a probability always does)
  double value = 0;         // in the step's unit, as docs/audio.md has it: dB, semitones, Hz, a share in [0, 1)
  double second = 0;        // a second number, where a step has one
  std::uint64_t noise = 0;  // the seed of what the step draws for each sample
  friend constexpr bool operator==(const StepDraw&, const StepDraw&) = default;
};

/// Those of a policy of N steps, in its order.
template <std::size_t N>
struct SoundDraw {
  std::array<StepDraw, N> step{};
  friend constexpr bool operator==(const SoundDraw&, const SoundDraw&) = default;
};

/// Each kind of step reads blocks of the stream of its own, and the second of a kind the next: another step in the
/// policy changes no other's numbers. The places are part of what seeds mean: new ones come at the end.
enum class StepKind : std::uint32_t {
  gain,
  polarity,
  shift,
  roll,
  clipping,
  gaussian,
  color_noise,
  background,
  low_pass,
  high_pass,
  band_pass,
  reverb,
  time_mask,
  resample,
  stretch,
  pitch,
  phase,
  spectrogram,
  mel,
  decibels,
  logarithm,
  mfcc,
  normalize,
  frequency_masking,
  time_masking,
  frequency_noise,
  time_warp
};

inline namespace CINCEL_ISA {

/// The numbers of one step of a stream: `use` in [0, 1) decides whether it is applied, two uniform ones in [0, 1), and
/// a seed. `turn` counts the steps of this kind before it.
struct StepRandom {
  double use, first, second;
  std::uint64_t seed;
  constexpr StepRandom(const RandomStream& stream, StepKind kind, std::uint32_t turn) {
    const std::uint32_t at = 2 * (static_cast<std::uint32_t>(kind) + 64 * turn);
    const PhiloxBlock a = stream.block(at), b = stream.block(at + 1);
    use = a.w[0] * 0x1p-32;
    first = a.w[1] * 0x1p-32;
    second = a.w[2] * 0x1p-32;
    seed = std::uint64_t{b.w[0]} << 32 | b.w[1];
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel::audio
