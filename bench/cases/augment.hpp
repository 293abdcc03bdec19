// Augmentation as cases: a sample drawn and transformed, held against reading it and its result once.
#pragma once

#include "../suite.hpp"

#include <cincel/augment.hpp>
#include <cincel/augment/audio.hpp>
#include <cincel/augment/text.hpp>
#include <cincel/data/thesaurus.hpp>
#include <cincel/profile/caches.hpp>
#include <cincel/profile/limits.hpp>

#include <array>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

namespace bench {

/// A row of samples of which each has so many bytes, its result with it.
inline void add_augmentation(const std::string& name, double bytes, std::function<Task(int)> prepare,
                             double units = 1) {
  profile::Work work;
  work.bytes[static_cast<std::size_t>(profile::level_of(bytes, profile::caches()))] = bytes;
  add({"augment/" + name, {work}, units, false, true, std::move(prepare)});
}

/// Uniform numbers of [low, high).
inline std::vector<float> noise(std::size_t n, float low, float high) {
  cincel::RandomStream random(1, cincel::Purpose::self_test);
  std::vector<float> x(n);
  for (float& v : x) v = low + (high - low) * random.uniform();
  return x;
}

/// Those of a sample and of what becomes of it.
struct Numbers {
  std::vector<float> from, to;
};

/// How many numbers a policy makes of a picture `I`: those of `Augment` stay, those of a `Sequence` may be others.
template <class Policy, class I>
constexpr std::size_t numbers_made() {
  return static_cast<std::size_t>(Policy::template output_shape<I>.volume());
}

/// A picture of floats in [0, 1], with what the policy takes besides: a workspace, a matrix.
template <class Policy, class I, class... Given>
Task augmenting_picture(Given... given) {
  constexpr std::size_t made = numbers_made<Policy, I>();
  const auto p = std::make_shared<Numbers>(Numbers{noise(I::size, 0, 1), std::vector<float>(made)});
  Task t;
  t.run = [p, sample = std::uint32_t{0}, given...](int runs) mutable {
    for (int i = 0; i < runs; ++i)
      Policy::template apply<I>(Policy::draw(1, 0, sample++), std::span<const float, I::size>(p->from.data(), I::size),
                                std::span<float, made>(p->to.data(), made), given...);
  };
  return t;
}

/// `bytes` besides those of the picture and of what becomes of it; `prepare` makes the task.
template <class Policy, class I>
void add_picture(const std::string& name, double bytes, std::function<Task()> prepare) {
  add_augmentation(name + '_' + std::to_string(I::height) + 'x' + std::to_string(I::width),
                   sizeof(float) * static_cast<double>(I::size + numbers_made<Policy, I>()) + bytes,
                   [prepare = std::move(prepare)](int) { return prepare(); });
}
template <class Policy, class I>
void add_picture(const std::string& name) {
  if constexpr (requires { typename Policy::Draw; })
    add_picture<Policy, I>(name, 0, [] { return augmenting_picture<Policy, I>(cincel::SequenceWorkspace{}); });
  else
    add_picture<Policy, I>(name, 0, [] { return augmenting_picture<Policy, I>(); });
}

/// A sound `S` of noise, with what the policy mixes in.
template <class Policy, class S, class... Sounds>
Task augmenting_sound(const Sounds&... sounds) {
  constexpr std::size_t made = Policy::template output_size<S>;
  const auto p = std::make_shared<Numbers>(Numbers{noise(S::size, -1, 1), std::vector<float>(made)});
  Task t;
  t.run = [p, sample = std::uint32_t{0}, sounds...](int runs) mutable {
    for (int i = 0; i < runs; ++i)
      Policy::template apply<S>(Policy::draw(1, 0, sample++), std::span<const float, S::size>(p->from.data(), S::size),
                                std::span<float, made>(p->to.data(), made), sounds...);
  };
  return t;
}

/// "augment/sound_gain_16000": a sound of so many samples.
template <class Policy, class S, class... Sounds>
void add_sound(const std::string& name, const Sounds&... sounds) {
  add_augmentation("sound_" + name + '_' + std::to_string(S::length),
                   sizeof(float) * static_cast<double>(S::size + Policy::template output_size<S>),
                   [sounds...](int) { return augmenting_sound<Policy, S>(sounds...); });
}

/// Sentences of everyday length. A time is that of one, the mean of them all.
inline constexpr std::array<std::string_view, 4> sentences{
    "The big dogs didn't bark because the small children were quiet.",
    "Yesterday the teacher opened the old window, and a cold wind moved the papers on her table.",
    "We bought a new house near the river, although it was not cheap.",
    "The committee approved the plan after a long discussion about its price and its use."};

/// Synonyms of words of the sentences.
inline const cincel::Thesaurus& small_thesaurus() {
  static const cincel::Thesaurus thesaurus = [] {
    cincel::Thesaurus t(cincel::Language::english);
    for (const auto& [word, synonym] :
         {std::pair{"big", "large"}, std::pair{"small", "little"}, std::pair{"quiet", "silent"},
          std::pair{"old", "aged"}, std::pair{"cold", "chilly"}, std::pair{"new", "fresh"},
          std::pair{"long", "extended"}})
      t.add(word, synonym, cincel::PartOfSpeech::adjective);
    for (const auto& [word, synonym] :
         {std::pair{"house", "home"}, std::pair{"price", "cost"}, std::pair{"plan", "scheme"},
          std::pair{"discussion", "debate"}, std::pair{"river", "stream"}})
      t.add(word, synonym, cincel::PartOfSpeech::noun);
    return t;
  }();
  return thesaurus;
}

/// What is given to the policy, such as a thesaurus, stays where it is.
template <class Policy, class... Given>
void add_text(const std::string& name, const Given&... given) {
  double letters = 0;
  for (const std::string_view s : sentences) letters += static_cast<double>(s.size());
  const auto prepare = [given = std::tuple<const Given&...>(given...)](int) {
    Task t;
    t.run = [given, sample = std::uint32_t{0}](int runs) mutable {
      std::size_t made = 0;
      for (int i = 0; i < runs; ++i)
        for (const std::string_view s : sentences)
          made += std::apply(
              [&](const auto&... g) { return Policy::apply(Policy::draw(1, 0, sample++), s, g...).size(); }, given);
      if (made == 0) sample = 0;  // what is read cannot be left out
    };
    return t;
  };
  const auto count = static_cast<double>(sentences.size());
  add_augmentation("text_" + name, 2 * letters / count, prepare, count);
}

}  // namespace bench
