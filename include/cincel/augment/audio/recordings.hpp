// Sounds of the user's own that policies mix in: recordings of noise, and impulse responses of rooms.
#pragma once

#include <cincel/augment/audio/sinc.hpp>
#include <cincel/core/finite.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace cincel::audio {
inline namespace CINCEL_ISA {

/// A list of sounds, all at one rate and with one number of channels.
class Recordings {
 public:
  Recordings(std::int64_t rate, std::int64_t channels) : rate_(rate), channels_(channels) {}

  /// Adds a sound, the channels of a moment side by side; the numbers are copied. Another rate is resampled (SincKernel
  /// `kaiser_best`); to mono, channels are averaged; of more channels than it has, a sound gives its own in turn. Throws
  /// std::invalid_argument for a sound that is empty, no whole number of moments, or has a number that is not finite.
  void add(std::span<const float> samples, std::int64_t rate, std::int64_t channels = 1) {
    const auto n = static_cast<std::int64_t>(samples.size());
    const std::string what = "recording " + std::to_string(sounds_.size()) + ": ";
    if (rate <= 0 || rate > largest_rate) throw std::invalid_argument(what + "a rate of " + std::to_string(rate));
    if (channels <= 0 || n == 0 || n % channels != 0)
      throw std::invalid_argument(what + std::to_string(n) + " numbers of " + std::to_string(channels) + " channels");
    if (!finite(samples)) throw std::invalid_argument(what + "a number is not finite");
    std::vector<float> sound = with_channels(samples, channels);
    if (rate != rate_) sound = resampled(sound, rate);
    sounds_.push_back(std::move(sound));
  }

  std::size_t count() const { return sounds_.size(); }
  /// The numbers of a sound, the channels of a moment side by side.
  std::span<const float> operator[](std::size_t i) const { return sounds_[i]; }
  /// Which of them the upper half of a seed chooses.
  std::size_t chosen(std::uint64_t seed) const {
    return static_cast<std::size_t>(((seed >> 32) * std::uint64_t{sounds_.size()}) >> 32);
  }

 private:
  static bool finite(std::span<const float> x) {
    return cincel::impl::all_finite(x.data(), static_cast<std::int64_t>(x.size()));
  }
  std::vector<float> with_channels(std::span<const float> x, std::int64_t from) const {
    const std::int64_t n = static_cast<std::int64_t>(x.size()) / from;
    std::vector<float> y(static_cast<std::size_t>(n * channels_));
    for (std::int64_t i = 0; i < n; ++i) {
      const float* in = x.data() + i * from;
      float* out = y.data() + i * channels_;
      double sum = 0;
      for (std::int64_t c = 0; c < from; ++c) sum += static_cast<double>(in[c]);
      for (std::int64_t c = 0; c < channels_; ++c)
        out[c] = channels_ == 1 ? static_cast<float>(sum / static_cast<double>(from)) : in[c % from];
    }
    return y;
  }
  std::vector<float> resampled(const std::vector<float>& x, std::int64_t rate) const {
    const std::int64_t n = static_cast<std::int64_t>(x.size()) / channels_, m = resampled_length(n, rate, rate_);
    std::vector<float> y(static_cast<std::size_t>(m * channels_));
    sinc_resample(x.data(), n, channels_, y.data(), m, RateRatio{rate, rate_}, sinc_table<kaiser_best>());
    return y;
  }

  std::int64_t rate_, channels_;
  std::vector<std::vector<float>> sounds_;
};

/// Recordings that `AddBackgroundNoise` chooses from. Rate and channels are those of the signal where they are added.
template <std::int64_t Rate, std::int64_t Channels = 1>
struct Noises : Recordings {
  Noises() : Recordings(Rate, Channels) {}
  static constexpr std::int64_t rate = Rate, channels = Channels;
};

/// Impulse responses that `ApplyImpulseResponse` chooses from.
template <std::int64_t Rate, std::int64_t Channels = 1>
struct ImpulseResponses : Recordings {
  ImpulseResponses() : Recordings(Rate, Channels) {}
  static constexpr std::int64_t rate = Rate, channels = Channels;
};

/// The sample as it is, room for what a step makes of it, and the user's sounds.
struct SoundWork {
  std::vector<float> x, y;
  const Recordings* noises = nullptr;
  const Recordings* responses = nullptr;
  /// Room for `n` numbers in `y`, and after it was written there, `done` makes it the sample.
  float* room(std::int64_t n) {
    y.resize(static_cast<std::size_t>(n));
    return y.data();
  }
  void done() { x.swap(y); }
};

}  // namespace CINCEL_ISA
}  // namespace cincel::audio
