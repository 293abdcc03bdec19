// The synonyms that may stand in a word's place as it is written there: the same form, the same capitals, and agreeing
// with what is around it. None where that is not sure.
#pragma once

#include <cincel/augment/text/context.hpp>
#include <cincel/augment/text/inflection.hpp>

#include <algorithm>

namespace cincel {

/// A source of synonyms that knows the irregular forms of its language too: `irregular_bases("went")` is {"go"},
/// `irregular_forms("go")` are {"went", "gone"}.
template <class S>
concept IrregularSource = requires(const S& s, std::string_view word) {
  { s.irregular_bases(word) } -> std::convertible_to<std::span<const std::string>>;
  { s.irregular_forms(word) } -> std::convertible_to<std::span<const std::string>>;
};

inline namespace CINCEL_ISA {
namespace impl::texts {

template <class S>
std::span<const std::string> irregular_forms(const S& source, std::string_view base) {
  if constexpr (IrregularSource<S>)
    return source.irregular_forms(base);
  else
    return {};
}

/// A form of an English word: the regular one, or the only irregular one that can be it; empty where neither is sure.
template <class S>
std::string english_form_by(const S& source, std::string_view base, WordForm form) {
  if (form == WordForm::base) return std::string(base);
  const std::string_view end = form == WordForm::s ? "s" : form == WordForm::past ? "ed" : "ing";
  const std::span<const std::string> irregular = irregular_forms(source, base);
  std::string found;
  std::size_t others = 0;
  for (const std::string& f : irregular) {
    if (f.ends_with(end)) {
      if (!found.empty() && found != f) return "";
      found = f;
    } else if (form == WordForm::gerund || !f.ends_with("ing")) {
      ++others;
    }
  }
  if (form == WordForm::gerund) return found.empty() ? english_form(base, form) : found;
  if (others != 0) return "";  // men, gone: which of them is meant, nobody says
  return found.empty() ? english_form(base, form) : found;
}

/// The base form of an English word that the source knows. None if the word may be an irregular form of another one:
/// saw, left, found.
template <class S>
BaseForm english_base(const S& source, std::string_view word) {
  if constexpr (IrregularSource<S>) {
    const std::span<const std::string> bases = source.irregular_bases(word);
    if (!bases.empty()) {
      const WordForm form = word.ends_with("ing")  ? WordForm::gerund
                            : word.ends_with("ed") ? WordForm::past
                            : word.ends_with("s")  ? WordForm::s
                                                   : WordForm::base;
      if (bases.size() != 1 || form == WordForm::base || !source.synonyms(word).empty()) return {};
      return {bases[0], form};
    }
  }
  for (const BaseForm& b : english_bases(word))
    if (!source.synonyms(b.base).empty()) return b;
  return {};
}

/// Whether a part of speech has a form; the base form of a verb is not taken, since nothing says whose person it is.
constexpr bool has_form(PartOfSpeech part, WordForm form) {
  if (part == PartOfSpeech::unknown || form == WordForm::base) return form == WordForm::base;
  return part == PartOfSpeech::verb || (part == PartOfSpeech::noun && form == WordForm::s);
}

template <class S>
void english_synonyms(const S& source, const std::string& word, std::vector<std::string>& out) {
  const BaseForm from = english_base(source, word);
  if (from.base.empty()) return;
  const std::span<const Synonym> all = source.synonyms(from.base);
  const auto first =
      std::find_if(all.begin(), all.end(), [&](const Synonym& s) { return has_form(s.part, from.form); });
  for (auto s = first; s != all.end(); ++s) {
    if (s->part != first->part) continue;  // of another part of speech than the likeliest one
    if (from.form != WordForm::base && s->part == PartOfSpeech::verb && s->text.find(' ') != std::string::npos)
      continue;
    std::string form = english_form_by(source, s->text, from.form);
    if (!form.empty() && form != word) out.push_back(std::move(form));
  }
}

template <class S>
void spanish_synonyms(const S& source, const std::string& word, std::vector<std::string>& out) {
  for (const BaseForm& from : spanish_bases(word)) {
    const std::span<const Synonym> all = source.synonyms(from.base);
    if (all.empty()) continue;
    const SpanishKind kind = spanish_kind(from.base);
    if (kind == SpanishKind::unsure) return;
    for (const Synonym& s : all) {
      if (s.text.find(' ') != std::string::npos || spanish_kind(s.text) != kind) continue;
      std::string form = from.form == WordForm::s ? spanish_plural(s.text) : s.text;
      if (!form.empty() && form != word) out.push_back(std::move(form));
    }
    return;
  }
}

/// Whether an article a or an stands before word i, and a word beginning as `other` does would want the other one.
inline bool breaks_article(const WordList& text, std::size_t i, std::string_view other) {
  if (i == 0) return false;
  const std::string before = text.lower(i - 1);
  if (before != "a" && before != "an") return false;
  const auto begins = [](std::string_view s) { return !s.empty() && is_vowel(s[0]); };
  // An hour, a unit: where letter and sound differ, which the letter alone does not say.
  const bool unsure =
      other.starts_with('h') || other.starts_with('u') || other.starts_with("eu") || other.starts_with("on");
  return unsure || begins(other) != (before == "an");
}

/// What may stand in the place of word i, capitals and form kept, in an order that depends on nothing else.
template <class S>
std::vector<std::string> synonyms_in_place(const S& source, const WordList& text, std::size_t i) {
  std::vector<std::string> out;
  const std::string word = text.lower(i);
  const Capitals capitals = capitals_of(text.list[i].text);
  if (capitals == Capitals::mixed || (capitals == Capitals::first && !begins_sentence(text, i))) return out;  // a name
  const Language language = source.language();
  if (language == Language::english) {
    english_synonyms(source, word, out);
    std::erase_if(out, [&](const std::string& s) { return breaks_article(text, i, s); });
  } else if (language == Language::spanish) {
    spanish_synonyms(source, word, out);
  } else {
    for (const Synonym& s : source.synonyms(word)) out.push_back(s.text);
  }
  for (std::string& s : out) s = with_capitals(s, capitals);
  return out;
}

}  // namespace impl::texts
}  // namespace CINCEL_ISA
}  // namespace cincel
