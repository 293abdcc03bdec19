// `cincel augment` on texts: one step of augmentation with given numbers on each line of a file, or on one text.
#pragma once

#include "step_parameters.hpp"

#include <cincel/augment/text.hpp>
#include <cincel/core/file.hpp>
#include <cincel/core/utf8.hpp>
#include <cincel/data/thesaurus.hpp>
#include <cincel/data/wordnet.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>

namespace cincel {

/// What a step does to the words of a text, by random numbers.
using TextChange = std::function<void(WordList&, RandomStream&)>;

/// A step on texts that the tool knows, with the names of its parameters, and what makes a change of them.
struct NamedTextStep {
  const char *name, *parameters;
  TextChange (*make)(StepParameters&);
};

namespace tool {

namespace texts = impl::texts;

inline Language language(StepParameters& p) {
  return p.word("language", {"english", "spanish"}) == 0 ? Language::english : Language::spanish;
}
/// Whether negations and pronouns are left alone.
inline bool protects(StepParameters& p) { return p.whole("protect", 0, 1, 1) != 0; }
inline texts::TextContext<> plain_context(bool protects) { return {protects, {}}; }

/// The thesaurus that a step is given: a list of the user's own, a file of MyThes, or WordNet's folder.
inline std::shared_ptr<const Thesaurus> thesaurus(StepParameters& p) {
  const std::string path = p.name("thesaurus");
  const int format = p.word("format", {"list", "mythes", "wordnet"});
  if (format == 2) return std::make_shared<const Thesaurus>(read_wordnet(path));
  const Language spoken = language(p);
  return std::make_shared<const Thesaurus>(format == 0 ? read_thesaurus(path, spoken) : read_mythes(path, spoken));
}
/// A step that reads a thesaurus.
template <class Run>
TextChange with_synonyms(StepParameters& p, Run run) {
  return [run, share = p.number("share", 0, 1), keeps = protects(p), words = thesaurus(p)](WordList& text,
                                                                                           RandomStream& random) {
    run(text, share, random, texts::TextContext<Thesaurus>(keeps, {}, *words));
  };
}
inline TextChange swap(StepParameters& p) {
  return [share = p.number("share", 0, 1), keeps = protects(p)](WordList& text, RandomStream& random) {
    texts::swap_words(text, share, random, plain_context(keeps));
  };
}
inline TextChange deletion(StepParameters& p) {
  return [share = p.number("probability", 0, 1), keeps = protects(p)](WordList& text, RandomStream& random) {
    texts::delete_words(text, share, random, plain_context(keeps));
  };
}
inline TextChange keyboard(StepParameters& p) {
  const double words = p.number("words", 0, 1), letters = p.number("letters", 0, 1);
  const Keyboard layout = p.word("layout", {"english", "spanish"}) == 0 ? Keyboard::english : Keyboard::spanish;
  return [=, keeps = protects(p)](WordList& text, RandomStream& random) {
    texts::change_words(text, words, random, plain_context(keeps), [&](std::u32string& word, RandomStream& r) {
      return texts::hit_keys_beside(word, letters, layout, r);
    });
  };
}
inline TextChange spelling(StepParameters& p) {
  return [share = p.number("words", 0, 1), spoken = language(p), keeps = protects(p)](WordList& text,
                                                                                      RandomStream& random) {
    texts::change_words(text, share, random, plain_context(keeps),
                        [&](std::u32string& word, RandomStream& r) { return texts::misspell(word, spoken, r); });
  };
}
inline TextChange paraphrase(StepParameters& p) {
  return [spoken = language(p), keeps = protects(p)](WordList& text, RandomStream& random) {
    if (spoken == Language::english)
      Paraphrase<Language::english>::run(text, random, plain_context(keeps));
    else
      Paraphrase<Language::spanish>::run(text, random, plain_context(keeps));
  };
}

}  // namespace tool

inline constexpr NamedTextStep named_text_steps[] = {
    {"synonym_replacement", "share thesaurus format language",
     [](StepParameters& p) {
       return tool::with_synonyms(p, [](WordList& t, double share, RandomStream& r, const auto& context) {
         tool::texts::replace_by_synonyms(t, share, r, context);
       });
     }},
    {"random_insertion", "share thesaurus format language",
     [](StepParameters& p) {
       return tool::with_synonyms(p, [](WordList& t, double share, RandomStream& r, const auto& context) {
         tool::texts::insert_synonyms(t, share, r, context);
       });
     }},
    {"random_swap", "share", tool::swap},
    {"random_deletion", "probability", tool::deletion},
    {"keyboard_noise", "words letters layout", tool::keyboard},
    {"spelling_noise", "words language", tool::spelling},
    {"paraphrase", "language", tool::paraphrase},
};

/// The step on texts of this name, or null.
inline const NamedTextStep* find_text_step(const std::string& name) {
  const auto* step = std::find_if(std::begin(named_text_steps), std::end(named_text_steps),
                                  [&](const NamedTextStep& s) { return name == s.name; });
  return step == std::end(named_text_steps) ? nullptr : step;
}

/// The names of all steps on texts with their parameters.
inline void list_text_steps(std::ostream& out) {
  for (const NamedTextStep& s : named_text_steps) out << s.name << ": " << s.parameters << '\n';
  out << "each of them also takes: seed, protect (1: negations and pronouns stay, 0: they are words like others)\n";
}

/// Each line of `text` changed by a step with the JSON object `json`; line i by the numbers of the seed and i, the first
/// as a policy of the step alone by a `TextDraw` with the seed as key. Throws std::invalid_argument or FileError with the
/// parameter or file and the reason.
inline std::string augment_text(const NamedTextStep& step, const std::string& json, std::string_view text) {
  StepParameters p(step.name, json);
  const auto seed = static_cast<std::uint64_t>(p.whole("seed", 0, std::int64_t{1} << 53, 0));
  const TextChange change = step.make(p);
  p.finish();
  if (const std::size_t valid = valid_utf8(text); valid != text.size())
    p.fail("the text is no UTF-8, byte " + std::to_string(valid));
  std::string out;
  std::uint32_t number = 0;
  for (std::size_t at = 0; at < text.size(); ++number) {
    const std::size_t end = (std::min)(text.find('\n', at), text.size());
    WordList words = split_words(text.substr(at, end - at));
    RandomStream random(seed, Purpose::augment, 1, 0, number);
    change(words, random);
    out += join_words(words);
    if (end < text.size()) out += '\n';
    at = end + 1;
  }
  return out;
}

/// The text in a file of at most 256 MiB. Throws FileError.
inline std::string read_text(const std::string& path) {
  const auto bytes = read_file(path, std::uint64_t{1} << 28);
  std::string text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (const std::size_t valid = valid_utf8(text); valid != text.size()) throw FileError(path, valid, "is no UTF-8");
  return text;
}

}  // namespace cincel
