// The static shape of a sound, and what a sample of it is between two steps of a policy.
#pragma once

#include <cincel/core/shape.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace cincel {

/// Lengths, rates and channels that are taken.
inline constexpr std::int64_t largest_signal = std::int64_t{1} << 26, largest_rate = 1'000'000,
                              largest_signal_channels = 64;

/// A sound of Length samples at Rate samples a second, of Channels channels: floats, usually in [-1, 1], the channels of
/// a moment side by side (as libsndfile reads them). They are given and taken as arrays or spans of that many float.
template <std::int64_t Length, std::int64_t Rate, std::int64_t Channels = 1>
struct Signal {
  static constexpr std::int64_t length = Length, rate = Rate, channels = Channels;
  static constexpr bool is_possible = Length > 0 && Rate > 0 && Channels > 0 &&
                                      Length <= largest_signal&& Rate <= largest_rate&& Channels <=
                                          largest_signal_channels&& Length* Channels <= largest_signal;
  static constexpr Shape shape{Length, Channels};
  /// Numbers of it; 1 for a shape that no sound has.
  static constexpr std::size_t size = is_possible ? static_cast<std::size_t>(Length * Channels) : 1;
};

namespace audio {

/// What a sample is: samples of a sound, or frames of a spectrum. A sound lies as [length][channels], a spectrum as
/// [length][bins][channels].
struct SoundForm {
  enum class Unit : unsigned char {
    wave,       // samples
    magnitude,  // |X|
    power,      // |X|²
    decibel,    // 10·log10 of a power
    logarithm,  // natural logarithm
    cepstrum,   // coefficients of a cosine transform
    numbers     // normalised
  };
  Unit unit = Unit::wave;
  std::int64_t length = 0;  // samples or frames
  std::int64_t bins = 1;    // of a frame
  std::int64_t channels = 1;
  std::int64_t rate = 0;  // samples a second, of a spectrum those of the sound that it was made from

  constexpr std::int64_t size() const { return length * bins * channels; }
  constexpr bool is_wave() const { return unit == Unit::wave; }
  constexpr Shape shape() const { return is_wave() ? Shape{length, channels} : Shape{length, bins, channels}; }
  friend constexpr bool operator==(const SoundForm&, const SoundForm&) = default;
};

namespace detail {

template <class T>
struct IsSignal : std::false_type {};
template <std::int64_t L, std::int64_t R, std::int64_t C>
struct IsSignal<Signal<L, R, C>> : std::true_type {};

template <class S>
constexpr SoundForm form_of() {
  return {SoundForm::Unit::wave, S::length, 1, S::channels, S::rate};
}

}  // namespace detail
}  // namespace audio
}  // namespace cincel
