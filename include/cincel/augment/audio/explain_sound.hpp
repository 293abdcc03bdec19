// What a policy for sounds does, as text for people.
#pragma once

#include <cincel/augment/audio/sound_policy.hpp>

#include <cstddef>
#include <string>
#include <type_traits>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl {

template <class Policy, class S>
struct SoundExplanation;

template <class... Step, class S>
struct SoundExplanation<AugmentAudio<Step...>, S> {
  static std::string text() {
    constexpr auto forms = audio::detail::forms_of<S, Step...>();
    std::string out;
    [[maybe_unused]] std::size_t i = 0;
    [[maybe_unused]] const auto line = [&]<class One>(std::type_identity<One>) {
      Text t;
      One::spell(t);
      if (One::probability != 1) t << ", in " << 100 * One::probability << " % of the samples";
      const audio::SoundForm& from = forms[i++];
      if (!(from == forms[i])) t << ": " << from.shape() << " becomes " << forms[i].shape();
      if (from.rate != forms[i].rate) t << " at " << forms[i].rate << " Hz";
      out += t.view();
      out += '\n';
    };
    (line(std::type_identity<Step>{}), ...);
    return out;
  }
};

}  // namespace impl

/// What a policy does to a sound of the form S, step after step, with the shapes that change.
template <class Policy, class S>
std::string explain() {
  static_assert(sizeof(Policy) != 0 && Policy::template output_size<S> != 0);  // the sentence of what is wrong
  return impl::SoundExplanation<Policy, S>::text();
}

}  // namespace CINCEL_ISA
}  // namespace cincel
