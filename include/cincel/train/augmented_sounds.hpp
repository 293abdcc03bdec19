// A feed whose sounds are augmented, and may come out as spectra: another one in each step, made where it is needed.
#pragma once

#include <cincel/augment/augment_error.hpp>

#include <cincel/augment/audio/sound_policy.hpp>
#include <cincel/train/feed.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace cincel {

/// The form of a sound, `Signal<Length, Rate, Channels>`.
template <class S>
concept SoundSignal = audio::detail::IsSignal<S>::value;

inline namespace CINCEL_ISA {

/// The samples of another feed, each a sound of the form S, transformed by a policy: see `augmented`.
template <SoundSignal S, class Policy, class F, class... Sounds>
class AugmentedSounds {
  static_assert(sizeof(Policy) != 0);  // the policy's own sentence, before anything else is said

 public:
  /// How many numbers a sample has when it comes out.
  static constexpr std::size_t sample_size = Policy::template output_size<S>;

  AugmentedSounds(F feed, std::uint64_t seed, const Sounds&... sounds)
      : feed_(std::move(feed)), seed_(seed), sounds_(sounds...) {}

  std::size_t size() const { return static_cast<std::size_t>(feed_.size()); }

  template <class Target>
    requires impl::ViewFeed<F, Target> || impl::FillFeed<F, Target>
  void fill(std::size_t sample, std::span<float> x, std::span<Target> y, RandomStream& random) const {
    check(x.size(), sample_size, "the network takes");
    const std::uint64_t high = random.bits(), low = random.bits();
    const auto drawn = Policy::draw(RandomStream(seed_ ^ (high << 32 | low), Purpose::augment));
    if constexpr (impl::ViewFeed<F, Target>) {
      const SampleView<Target> view = feed_.view(sample);
      check(view.x.size(), S::size, "a sample of the feed has");
      impl::copy_targets(view.y, y, "augmented");
      transform(drawn, view.x.data(), x.data());
    } else {
      std::vector<float> sound(S::size);
      feed_.fill(sample, std::span<float>(sound), y, random);
      transform(drawn, sound.data(), x.data());
    }
  }

 private:
  static void check(std::size_t n, std::size_t needed, const char* who) {
    if (n != needed)
      throw std::invalid_argument(std::string("augmented: ") + who + " " + std::to_string(n) + " numbers, the policy " +
                                  (needed == sample_size && needed != S::size ? "makes " : "expects ") +
                                  std::to_string(needed));
  }
  void transform(const typename Policy::Draw& drawn, const float* from, float* to) const {
    const std::span<const float, S::size> input(from, S::size);
    const std::span<float, sample_size> output(to, sample_size);
    std::apply([&](const auto&... s) { Policy::template apply<S>(drawn, input, output, s...); }, sounds_);
  }

  F feed_;
  std::uint64_t seed_;
  std::tuple<Sounds...> sounds_;
};

/// A feed of the samples of `feed`, sounds of the form S, each transformed by the policy: what is drawn depends on the
/// seed, the step, and the sample's place in it, and on no thread. A policy that ends with a spectrum feeds a network of
/// `Input<frames, bins, channels>`. Validate on a policy of the steps alone that make the spectrum. The user's sounds,
/// which are copied, are further arguments. Throws std::invalid_argument where a sample has another size.
///
///     using Features = AugmentAudio<audio::MelSpectrogram<audio::Mel::librosa(512, 256, 32)>, audio::Decibels<>>;
///     using Sounds = Signal<16000, 16000>;
///     auto feed = augmented<Sounds>(SpanFeed(images, labels), Features{}, 1);
template <SoundSignal S, class F, class Policy, class... Sounds>
AugmentedSounds<S, Policy, F, Sounds...> augmented(F feed, const Policy&, std::uint64_t seed, const Sounds&... sounds) {
  return {std::move(feed), seed, sounds...};
}

}  // namespace CINCEL_ISA
}  // namespace cincel
