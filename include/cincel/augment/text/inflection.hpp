// The form that a word stands in, and the same form of another word: plurals, third persons, pasts, gerunds of English;
// plurals and genders of Spanish. By rule; what a rule cannot know is left alone.
#pragma once

#include <cincel/core/synonym.hpp>
#include <cincel/core/utf8.hpp>

#include <array>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cincel {

/// A form of a word: its base, one that ends in s (houses, gives), the past, the gerund.
enum class WordForm : unsigned char { base, s, past, gerund };

/// A base form that a word may have come from.
struct BaseForm {
  std::string base;
  WordForm form = WordForm::base;
  friend bool operator==(const BaseForm&, const BaseForm&) = default;
};

inline namespace CINCEL_ISA {
namespace impl::texts {

constexpr bool is_vowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'; }
constexpr bool is_consonant(char c) { return c >= 'a' && c <= 'z' && !is_vowel(c); }
inline bool ends_with_any(std::string_view s, std::initializer_list<std::string_view> ends) {
  for (const std::string_view e : ends)
    if (s.ends_with(e)) return true;
  return false;
}
inline std::string without(std::string_view s, std::size_t n, std::string_view end = "") {
  return std::string(s.substr(0, s.size() - n)).append(end);
}
/// A word of one syllable that ends in one consonant behind one vowel: its last letter is doubled, stop -> stopped.
inline bool doubles_last(std::string_view w) {
  const std::size_t n = w.size();
  if (n < 3 || !is_consonant(w[n - 1]) || !is_vowel(w[n - 2]) || !is_consonant(w[n - 3])) return false;
  if (w[n - 1] == 'w' || w[n - 1] == 'x' || w[n - 1] == 'y') return false;
  int vowels = 0;
  for (const char c : w) vowels += is_vowel(c) || c == 'y' ? 1 : 0;
  return vowels == 1;
}

/// The English form of a base word, by the regular rules.
inline std::string english_form(std::string_view w, WordForm form) {
  if (w.size() < 2 || form == WordForm::base) return std::string(w);
  const bool y = w.back() == 'y' && is_consonant(w[w.size() - 2]);
  if (form == WordForm::s) {
    if (y) return without(w, 1, "ies");
    return std::string(w).append(ends_with_any(w, {"s", "x", "z", "ch", "sh"}) ? "es" : "s");
  }
  const std::string stem = doubles_last(w) ? std::string(w) + w.back() : std::string(w);
  if (form == WordForm::past) {
    if (y) return without(w, 1, "ied");
    return w.back() == 'e' ? std::string(w) + "d" : stem + "ed";
  }
  if (w.ends_with("ie")) return without(w, 2, "ying");
  const bool silent = w.back() == 'e' && !ends_with_any(w, {"ee", "oe", "ye"});
  return silent ? without(w, 1, "ing") : stem + "ing";
}

/// Base forms from which a word may have come by the regular rules of English, the word itself first.
inline std::vector<BaseForm> english_bases(std::string_view w) {
  std::vector<BaseForm> bases{{std::string(w), WordForm::base}};
  const auto add = [&](std::string base, WordForm form) {
    if (base.size() >= 2 && english_form(base, form) == w) bases.push_back({std::move(base), form});
  };
  if (w.size() < 4) return bases;
  const char before = w[w.size() - 2];
  if (w.ends_with("ies")) add(without(w, 3, "y"), WordForm::s);
  if (w.ends_with("es")) add(without(w, 2), WordForm::s);
  if (w.back() == 's' && before != 's' && before != 'u' && before != 'i') add(without(w, 1), WordForm::s);
  for (const auto form : {WordForm::past, WordForm::gerund}) {
    const std::size_t n = form == WordForm::past ? 2 : 3;
    if (w.size() < n + 2 || !w.ends_with(form == WordForm::past ? "ed" : "ing")) continue;
    if (form == WordForm::past && w.ends_with("ied")) add(without(w, 3, "y"), form);
    add(without(w, n), form);
    add(without(w, n, "e"), form);
    if (w[w.size() - n - 1] == w[w.size() - n - 2]) add(without(w, n + 1), form);
  }
  return bases;
}

/// Kinds of Spanish words whose members agree with the same words around them.
enum class SpanishKind : unsigned char { unsure, feminine, masculine, infinitive, adverb };

/// The kind of a Spanish word in its base form, by its ending.
inline SpanishKind spanish_kind(std::string_view w) {
  for (const std::string_view odd :
       {"mano",  "foto",    "moto",    "radio",    "día",    "mapa",  "planeta", "poeta", "sofá",  "flor",
        "labor", "modelo",  "testigo", "mar",      "lugar",  "hogar", "bar",     "par",   "mujer", "ayer",
        "poder", "alfiler", "taller",  "carácter", "placer", "deber", "agua",    "alma",  "arma"})
    if (w == odd)
      return odd == "hogar" || odd == "lugar" || odd == "taller" ? SpanishKind::masculine : SpanishKind::unsure;
  if (w.ends_with("mente")) return SpanishKind::adverb;
  if (w.size() > 3 && ends_with_any(w, {"ar", "er", "ir", "ír"})) return SpanishKind::infinitive;
  if (ends_with_any(w, {"ma", "ta", "sta", "pa"})) return SpanishKind::unsure;  // el problema, el poeta, el artista
  if (ends_with_any(w, {"ción", "sión", "dad", "tad", "tud", "a", "ía"})) return SpanishKind::feminine;
  if (ends_with_any(w, {"o", "or", "aje", "miento"})) return SpanishKind::masculine;
  return SpanishKind::unsure;
}
/// The plural of a Spanish word: empty where no rule is sure.
inline std::string spanish_plural(std::string_view w) {
  if (w.empty()) return "";
  if (w.ends_with("z")) return without(w, 1, "ces");
  if (w.ends_with("ción") || w.ends_with("sión")) return without(w, 3, "ones");
  if (is_vowel(w.back())) return std::string(w) + "s";
  return ends_with_any(w, {"d", "l", "r"}) ? std::string(w) + "es" : "";
}
/// Base forms from which a Spanish word may have come, the word itself first.
inline std::vector<BaseForm> spanish_bases(std::string_view w) {
  std::vector<BaseForm> bases{{std::string(w), WordForm::base}};
  const auto add = [&](std::string base) {
    if (base.size() >= 2 && spanish_plural(base) == w) bases.push_back({std::move(base), WordForm::s});
  };
  if (w.size() < 4 || w.back() != 's') return bases;
  add(without(w, 1));
  if (w.ends_with("es")) add(without(w, 2));
  if (w.ends_with("ces")) add(without(w, 3, "z"));
  if (w.ends_with("ones")) add(without(w, 4, "ón"));
  return bases;
}

}  // namespace impl::texts
}  // namespace CINCEL_ISA
}  // namespace cincel
