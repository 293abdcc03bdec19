// What is wrong with a policy for sounds, with a signal for it, with what `apply` is given: one sentence each, empty if
// nothing is.
#pragma once

#include <cincel/augment/audio/step_check.hpp>
#include <cincel/augment/image.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace cincel::audio::detail {

/// A step of a policy for sounds.
template <class T>
concept SoundStep = requires(Text& t, const SoundForm& f, StepDraw& d) {
  { T::kind } -> std::convertible_to<StepKind>;
  T::spell(t);
  T::check(t);
  T::check_form(t, f);
  T::output(f);
};

template <class Step>
constexpr void spell_step(Text& t) {
  if constexpr (SoundStep<Step>)
    Step::spell(t);
  else
    t << type_name<Step>();
}
/// "Gain<12, -12>: needs …", if `says` has anything to say of this step.
template <class Step>
constexpr void blame(Text& fault, const Text& says) {
  if (!fault.empty() || says.empty()) return;
  spell_step<Step>(fault);
  fault << ": " << says;
}
template <class Step>
constexpr void check_step(Text& fault) {
  Text says;
  if constexpr (SoundStep<Step>) {
    Step::check(says);
    need_probability(says, Step::probability);
  } else {
    says << "is no step for sounds, which are such as audio::Gain<-12, 12> or audio::PitchShift<-4, 4>";
  }
  blame<Step>(fault, says);
}
template <class... Step>
constexpr Text policy_fault() {
  Text fault;
  (check_step<Step>(fault), ...);
  return fault;
}
template <class... Step>
struct PolicyFault {
  static constexpr Text text = policy_fault<Step...>();
};

/// The forms of a sample before each step, and behind the last; they stay as they are behind a step that is wrong.
template <class S, class... Step>
constexpr std::array<SoundForm, sizeof...(Step) + 1> forms_of() {
  std::array<SoundForm, sizeof...(Step) + 1> forms{form_of<S>()};
  [[maybe_unused]] std::size_t i = 0;
  [[maybe_unused]] bool right = true;
  [[maybe_unused]] const auto next = [&]<class One>(std::type_identity<One>) {
    Text says;
    One::check_form(says, forms[i]);
    right = right && says.empty();
    forms[i + 1] = right ? One::output(forms[i]) : forms[i];
    ++i;
  };
  (next(std::type_identity<Step>{}), ...);
  return forms;
}

template <class S, class... Step>
constexpr void check_forms(Text& fault) {
  constexpr auto forms = forms_of<S, Step...>();
  [[maybe_unused]] std::size_t i = 0;
  [[maybe_unused]] const auto check = [&]<class One>(std::type_identity<One>) {
    Text says;
    One::check_form(says, forms[i++]);
    blame<One>(fault, says);
  };
  (check(std::type_identity<Step>{}), ...);
}

/// Whether a type is a user's list of sounds of one use: it says for which rate and number of channels.
template <template <std::int64_t, std::int64_t> class List, class T>
struct IsList : std::false_type {};
template <template <std::int64_t, std::int64_t> class List, std::int64_t R, std::int64_t C>
struct IsList<List, List<R, C>> : std::true_type {};

template <class Step>
constexpr bool uses_noises = requires { Step::needs_noises; };
template <class Step>
constexpr bool uses_responses = requires { Step::needs_responses; };

/// The list of sounds that a step wants, against those that are given.
template <class Step, template <std::int64_t, std::int64_t> class List, class... Sounds>
constexpr void check_list(Text& fault, const SoundForm& f, const char* name) {
  Text says;
  int given = 0;
  [[maybe_unused]] const auto look = [&]<class One>(std::type_identity<One>) {
    if constexpr (IsList<List, One>::value) {
      ++given;
      if (says.empty() && (One::rate != f.rate || One::channels != f.channels))
        says << "the " << name << '<' << One::rate << ", " << One::channels << "> do not fit a signal of " << f.channels
             << " channels at " << f.rate << " Hz, give audio::" << name << '<' << f.rate << ", " << f.channels << '>';
    }
  };
  (look(std::type_identity<Sounds>{}), ...);
  if (given != 1) {
    says = Text{};
    says << "needs one audio::" << name << '<' << f.rate << ", " << f.channels << "> as a further argument of apply";
  }
  blame<Step>(fault, says);
}

/// "an array of 12 float", or the type.
template <class T>
constexpr void spell_numbers(Text& t) {
  using A = cincel::detail::ArrayOf<T>;
  if constexpr (A::size != 0)
    t << static_cast<std::int64_t>(A::size) << ' ' << type_name<std::remove_cv_t<typename A::type>>();
  else
    t << type_name<std::remove_cv_t<T>>();
}
template <class T>
constexpr void check_numbers(Text& t, const char* name, const SoundForm& f) {
  using A = cincel::detail::ArrayOf<T>;
  const bool floats = std::is_same_v<std::remove_cv_t<typename A::type>, float>;
  if (!t.empty() || (floats && A::size == static_cast<std::size_t>(f.size()))) return;
  t << "apply: the " << name << " is " << f.size() << " float (" << f.shape() << "), got ";
  spell_numbers<T>(t);
  if (A::size == 0) t << ", whose size is not known to the compiler; give a span of that size";
}

/// A signal that is none, or that a step cannot work on.
template <class S, class... Step>
constexpr Text signal_fault() {
  Text t;
  if constexpr (!IsSignal<S>::value) {
    t << "needs the form of the sounds, as in apply<Signal<16000, 16000, 1>>(draw, input, output), got ";
    return t << type_name<S>();
  } else if constexpr (!S::is_possible) {
    t << "Signal<" << S::length << ", " << S::rate << ", " << S::channels << ">: needs 1 to " << largest_signal
      << " numbers, a rate of 1 to " << largest_rate << " and 1 to " << largest_signal_channels;
    return t << " channels, written in the order length, rate, channels";
  } else {
    check_forms<S, Step...>(t);
    return t;
  }
}
template <class S, class... Step>
struct SignalFault {
  static constexpr Text text = policy_fault<Step...>().empty() ? signal_fault<S, Step...>() : Text{};
};

}  // namespace cincel::audio::detail
