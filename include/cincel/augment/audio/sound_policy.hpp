// AugmentAudio<...>: a policy of augmentation for sounds, as a type. Its steps run in the order in which they are written.
#pragma once

#include <cincel/augment/audio/recordings.hpp>
#include <cincel/augment/audio/sound_check.hpp>
#include <cincel/augment/augment_error.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <tuple>
#include <type_traits>
#include <utility>

namespace cincel {
namespace audio::detail {

/// What is wrong with apply<S>(draw, in, out, sounds...).
template <class S, class In, class Out, class Sounds, class... Step>
struct ApplyFault;
template <class S, class In, class Out, class... Sounds, class... Step>
struct ApplyFault<S, In, Out, std::tuple<Sounds...>, Step...> {
  static constexpr Text make() {
    Text t;
    if constexpr (policy_fault<Step...>().empty() && signal_fault<S, Step...>().empty()) {
      constexpr auto forms = forms_of<S, Step...>();
      [[maybe_unused]] std::size_t i = 0;
      [[maybe_unused]] const auto lists = [&]<class One>(std::type_identity<One>) {
        if constexpr (uses_noises<One>) check_list<One, Noises, Sounds...>(t, forms[i], "Noises");
        if constexpr (uses_responses<One>)
          check_list<One, ImpulseResponses, Sounds...>(t, forms[i], "ImpulseResponses");
        ++i;
      };
      (lists(std::type_identity<Step>{}), ...);
      check_numbers<In>(t, "input", forms[0]);
      check_numbers<Out>(t, "output", forms[sizeof...(Step)]);
      using Written = typename cincel::detail::ArrayOf<Out>::type;
      if (t.empty() && std::is_const_v<Written>) t << "apply: the output cannot be written, it is const";
    }
    return t;
  }
  static constexpr Text text = make();
};

}  // namespace audio::detail

inline namespace CINCEL_ISA {

/// A policy of augmentation for sounds: steps of `cincel::audio` in the order in which they run, checked by the compiler.
/// It has no state; what a sample is transformed by is drawn from a counter.
///
///     using Policy = AugmentAudio<audio::Gain<-6, 6>, audio::Shift<0.1>, audio::AddGaussianSNR<10, 40>>;
///     std::array<float, 16000> sound{}, changed;
///     const auto drawn = Policy::draw(/*seed*/ 1, /*epoch*/ 0, /*sample*/ 42);
///     Policy::apply<Signal<16000, 16000>>(drawn, sound, changed);
template <class... Step>
class AugmentAudio {
  static_assert(sizeof(detail::augment_error_of<audio::detail::PolicyFault<Step...>>) != 0);
  static constexpr bool is_right = audio::detail::PolicyFault<Step...>::text.empty();
  static constexpr std::size_t steps = sizeof...(Step);

  /// What comes out of a signal; of a wrong one nothing. Who asks for it checks `Checked<S>`, whose sentence then has one
  /// level of templates around it.
  template <class S>
  static constexpr audio::SoundForm form_behind() {
    if constexpr (is_right && audio::detail::SignalFault<S, Step...>::text.empty())
      return audio::detail::forms_of<S, Step...>()[steps];
    else
      return {};
  }
  template <class S>
  using Checked = detail::augment_error_of<audio::detail::SignalFault<S, Step...>>;

 public:
  using Draw = audio::SoundDraw<steps>;

  /// What one sample is transformed by: a function of the key of the stream alone, whatever was read from it before.
  static constexpr Draw draw(const RandomStream& stream) {
    Draw d;
    if constexpr (is_right) draw_steps(d, stream);
    return d;
  }
  /// The same for a seed, an epoch or step, and the number of a sample.
  static constexpr Draw draw(std::uint64_t seed, std::uint32_t step, std::uint32_t sample) {
    return draw(RandomStream(seed, Purpose::augment, 0, step, sample));
  }

  /// The form of what comes out of a signal S: samples or frames, bins, channels, rate.
  template <class S>
  static constexpr audio::SoundForm output_form = sizeof(Checked<S>) != 0 ? form_behind<S>() : audio::SoundForm{};
  template <class S>
  static constexpr std::int64_t output_length = sizeof(Checked<S>) != 0 ? form_behind<S>().length : 0;
  /// {length, channels} of a sound, {frames, bins, channels} of a spectrum.
  template <class S>
  static constexpr Shape output_shape = sizeof(Checked<S>) != 0 ? form_behind<S>().shape() : Shape{};
  /// How many numbers come out.
  template <class S>
  static constexpr std::size_t output_size =
      sizeof(Checked<S>) != 0 ? static_cast<std::size_t>(form_behind<S>().size()) : 0;

  /// Transforms a sound of the form S by drawn numbers. Input and output are arrays or spans of static size of float. A
  /// step that mixes in sounds of the user's takes `audio::Noises` or `audio::ImpulseResponses` as further arguments. The
  /// sample's room is on the heap. A NaN of the input makes the result NaN where it depends on it. Anything that does not
  /// fit is a sentence.
  template <class S, class In, class Out, class... Sounds>
  static void apply(const Draw& drawn, const In& input, Out&& output, const Sounds&... sounds) {
    using Target = std::remove_reference_t<Out>;
    using Signals = audio::detail::SignalFault<S, Step...>;
    using Given = audio::detail::ApplyFault<S, const In, Target, std::tuple<Sounds...>, Step...>;
    static_assert(sizeof(detail::augment_error_of<Signals>) + sizeof(detail::augment_error_of<Given>) != 0);
    if constexpr (is_right && Signals::text.empty() && Given::text.empty()) {
      audio::SoundWork work;
      (set_sounds(work, sounds), ...);
      work.x.assign(std::data(input), std::data(input) + S::size);
      run_steps<S>(drawn, work, std::make_index_sequence<steps>{});
      std::copy_n(work.x.data(), output_size<S>, std::data(output));
    }
  }

 private:
  static constexpr void draw_steps([[maybe_unused]] Draw& d, [[maybe_unused]] const RandomStream& stream) {
    constexpr std::array<audio::StepKind, steps + 1> kinds{Step::kind...};
    [[maybe_unused]] std::size_t i = 0;
    [[maybe_unused]] const auto one = [&]<class One>(std::type_identity<One>) {
      std::uint32_t turn = 0;
      for (std::size_t j = 0; j < i; ++j) turn += kinds[j] == One::kind ? 1u : 0u;
      const audio::StepRandom random(stream, One::kind, turn);
      d.step[i].applied = random.use < One::probability;
      One::draw(d.step[i], random);
      ++i;
    };
    (one(std::type_identity<Step>{}), ...);
  }
  template <class S, std::size_t... I>
  static void run_steps([[maybe_unused]] const Draw& d, [[maybe_unused]] audio::SoundWork& work,
                        std::index_sequence<I...>) {
    [[maybe_unused]] static constexpr auto forms = audio::detail::forms_of<S, Step...>();
    ((d.step[I].applied || Step::probability == 1 ? Step::run(d.step[I], forms[I], work) : void()), ...);
  }
  template <class Sounds>
  static void set_sounds([[maybe_unused]] audio::SoundWork& work, [[maybe_unused]] const Sounds& sounds) {
    if constexpr (audio::detail::IsList<audio::Noises, Sounds>::value) work.noises = &sounds;
    if constexpr (audio::detail::IsList<audio::ImpulseResponses, Sounds>::value) work.responses = &sounds;
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel
