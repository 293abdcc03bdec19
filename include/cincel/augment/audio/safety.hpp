// How safe the labels of sounds are under a policy: how often a sound clips, falls silent or breaks.
#pragma once

#include <cincel/augment/audio/sound_policy.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace cincel {
inline namespace CINCEL_ISA {

/// How often a policy made a sound that leaves [-1, 1], or of which nothing is left.
struct SoundSafety {
  std::size_t sounds = 0;          // that were made
  std::size_t clipped_sounds = 0;  // of these, those with a number beyond ±1
  std::size_t clipped = 0;         // such numbers, NaN among them
  std::size_t silent = 0;          // sounds of which nothing is left, though the source was none
  std::size_t broken = 0;          // sounds with a number that is not finite

  /// Compares a sound with what was made of it.
  void add(std::span<const float> source, std::span<const float> made) {
    std::size_t beyond = 0;
    bool finite = true;
    for (const float v : made) {
      beyond += !(v >= -1 && v <= 1) ? 1u : 0u;
      finite = finite && std::isfinite(v);
    }
    ++sounds;
    clipped += beyond;
    clipped_sounds += beyond != 0 ? 1u : 0u;
    broken += finite ? 0u : 1u;
    silent += is_silent(made) && !is_silent(source) ? 1u : 0u;
  }

 private:
  static bool is_silent(std::span<const float> x) {
    for (const float v : x)
      if (v != 0) return false;
    return true;
  }
};

namespace impl {

/// The steps of a policy that leave a sound a sound: those before a spectrum is made. They draw what the policy draws.
template <class Policy, class S>
struct WavePart;
template <class... Step, class S>
struct WavePart<AugmentAudio<Step...>, S> {
  static constexpr std::size_t count = [] {
    constexpr auto forms = audio::detail::forms_of<S, Step...>();
    std::size_t n = 0;
    while (n < sizeof...(Step) && forms[n + 1].is_wave()) ++n;
    return n;
  }();
  template <std::size_t... I>
  static AugmentAudio<std::tuple_element_t<I, std::tuple<Step...>>...> take(std::index_sequence<I...>);
  using type = decltype(take(std::make_index_sequence<count>{}));
};

}  // namespace impl

/// What becomes of a sound of the form S in draws of the samples 0 … draws - 1 of a seed: of a policy that makes a
/// spectrum, the sound that it is made from. The user's sounds are further arguments.
///
///     std::array<float, 8000> word{};
///     const SoundSafety heard = label_safety<AugmentAudio<audio::Gain<-6, 12>>, Signal<8000, 8000>>(word, 1, 100);
template <class Policy, class S, class Sound, class... Sounds>
  requires(audio::detail::IsSignal<S>::value)
SoundSafety label_safety(const Sound& sound, std::uint64_t seed, std::uint32_t draws, const Sounds&... sounds) {
  static_assert(Policy::template output_size<S> != 0);  // the sentence of what is wrong
  using Wave = typename impl::WavePart<Policy, S>::type;
  constexpr std::size_t size = Wave::template output_size<S>;
  const std::span<const float, S::size> source(std::data(sound), S::size);
  std::vector<float> made(size);
  SoundSafety report;
  for (std::uint32_t i = 0; i < draws; ++i) {
    Wave::template apply<S>(Wave::draw(seed, 0, i), source, std::span<float, size>(made.data(), size), sounds...);
    report.add(source, made);
  }
  return report;
}

}  // namespace CINCEL_ISA
}  // namespace cincel
