// Active and passive of simple sentences in the past: "The dog chased the cat." and "The cat was chased by the dog." Both
// sides are an article and one or two words, or a pronoun; the verb is one of a list that says that it takes an object.
#pragma once

#include <cincel/augment/text/rephrasing.hpp>
#include <cincel/core/synonym.hpp>

#include <array>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl::texts {

/// A verb in its past and as a participle; of Spanish the past for one and for several, and the masculine participle.
struct PastVerb {
  std::string_view past, plural, participle;
};
inline constexpr std::array<PastVerb, 44> english_verbs{{{"chased", "", "chased"},
                                                         {"opened", "", "opened"},
                                                         {"closed", "", "closed"},
                                                         {"painted", "", "painted"},
                                                         {"repaired", "", "repaired"},
                                                         {"cleaned", "", "cleaned"},
                                                         {"washed", "", "washed"},
                                                         {"cooked", "", "cooked"},
                                                         {"destroyed", "", "destroyed"},
                                                         {"invented", "", "invented"},
                                                         {"discovered", "", "discovered"},
                                                         {"published", "", "published"},
                                                         {"visited", "", "visited"},
                                                         {"attacked", "", "attacked"},
                                                         {"arrested", "", "arrested"},
                                                         {"rescued", "", "rescued"},
                                                         {"designed", "", "designed"},
                                                         {"produced", "", "produced"},
                                                         {"rejected", "", "rejected"},
                                                         {"approved", "", "approved"},
                                                         {"signed", "", "signed"},
                                                         {"solved", "", "solved"},
                                                         {"built", "", "built"},
                                                         {"wrote", "", "written"},
                                                         {"broke", "", "broken"},
                                                         {"stole", "", "stolen"},
                                                         {"ate", "", "eaten"},
                                                         {"drew", "", "drawn"},
                                                         {"won", "", "won"},
                                                         {"found", "", "found"},
                                                         {"sold", "", "sold"},
                                                         {"bought", "", "bought"},
                                                         {"caught", "", "caught"},
                                                         {"drove", "", "driven"},
                                                         {"bit", "", "bitten"},
                                                         {"sent", "", "sent"},
                                                         {"killed", "", "killed"},
                                                         {"described", "", "described"},
                                                         {"planted", "", "planted"},
                                                         {"baked", "", "baked"},
                                                         {"fixed", "", "fixed"},
                                                         {"praised", "", "praised"},
                                                         {"criticized", "", "criticized"},
                                                         {"taught", "", "taught"}}};
inline constexpr std::array<PastVerb, 24> spanish_verbs{{{"escribió", "escribieron", "escrito"},
                                                         {"abrió", "abrieron", "abierto"},
                                                         {"cerró", "cerraron", "cerrado"},
                                                         {"pintó", "pintaron", "pintado"},
                                                         {"construyó", "construyeron", "construido"},
                                                         {"destruyó", "destruyeron", "destruido"},
                                                         {"descubrió", "descubrieron", "descubierto"},
                                                         {"publicó", "publicaron", "publicado"},
                                                         {"reparó", "repararon", "reparado"},
                                                         {"limpió", "limpiaron", "limpiado"},
                                                         {"compró", "compraron", "comprado"},
                                                         {"vendió", "vendieron", "vendido"},
                                                         {"robó", "robaron", "robado"},
                                                         {"rompió", "rompieron", "roto"},
                                                         {"resolvió", "resolvieron", "resuelto"},
                                                         {"firmó", "firmaron", "firmado"},
                                                         {"aprobó", "aprobaron", "aprobado"},
                                                         {"rechazó", "rechazaron", "rechazado"},
                                                         {"diseñó", "diseñaron", "diseñado"},
                                                         {"inventó", "inventaron", "inventado"},
                                                         {"preparó", "prepararon", "preparado"},
                                                         {"organizó", "organizaron", "organizado"},
                                                         {"tradujo", "tradujeron", "traducido"},
                                                         {"ganó", "ganaron", "ganado"}}};

/// A noun with its article, or a pronoun, at words first … last - 1.
struct NounPhrase {
  std::size_t first = 0, last = 0;
  bool plural = false, feminine = false;
  std::string_view pronoun;  // its other case, if it is one
};

/// The other case of an English pronoun, as subject or object; empty for what is none.
inline std::string_view other_case(std::string_view lower, bool is_subject) {
  constexpr std::array<std::array<std::string_view, 2>, 6> cases{
      {{"i", "me"}, {"he", "him"}, {"she", "her"}, {"we", "us"}, {"they", "them"}, {"it", "it"}}};
  for (const auto& c : cases)
    if (lower == c[is_subject ? 0 : 1]) return c[is_subject ? 1 : 0];
  return "";
}

inline bool english_plural(std::string_view noun, std::string_view article) {
  if (one_of(article, {"a", "an", "this", "that"})) return false;
  if (one_of(article, {"these", "those"}) ||
      one_of(noun, {"children", "men", "women", "people", "mice", "feet", "teeth", "police", "geese"}))
    return true;
  return noun.ends_with('s') && !noun.ends_with("ss") && !noun.ends_with("us") && !noun.ends_with("is") &&
         noun != "news" && noun != "gas";
}

/// Reads a phrase that fills the words from `first` to before `last`; false if it may be none.
inline bool read_phrase(const WordList& text, std::size_t first, std::size_t last, bool subject, Language language,
                        NounPhrase& p) {
  if (first >= last) return false;
  const std::string article = text.lower(first);
  p = {first, last, false, false, ""};
  for (std::size_t i = first; i < last; ++i)
    if (!text.is_word(i) || is_negation(text.lower(i))) return false;
  if (language == Language::english && last - first == 1) {
    p.pronoun = other_case(article, subject);
    p.plural = one_of(article, {"we", "us", "they", "them"});
    return !p.pronoun.empty();
  }
  if (last - first < 2 || last - first > 3) return false;
  for (std::size_t i = first + 1; i < last; ++i)
    if (is_stop_word(text.lower(i)) || text.lower(i).ends_with("ly")) return false;
  const std::string noun = text.lower(last - 1);
  if (language == Language::english) {
    p.plural = english_plural(noun, article);
    return one_of(article, {"the", "a", "an", "this", "that", "these", "those", "my", "your", "our"});
  }
  if (one_of(noun, {"mañana", "tarde", "noche", "semana", "año", "mes", "día", "momento"}) && !subject)
    return false;  // por la mañana: when, and not by whom
  p.plural = one_of(article, {"los", "las", "unos", "unas"});
  p.feminine = one_of(article, {"la", "las", "una", "unas"});
  // El agua is feminine, whatever its article says; behind a Spanish noun an adjective may stand, which changes nothing.
  if (one_of(text.lower(first + 1), {"agua", "arma", "alma", "aula", "águila", "hacha", "área", "hambre"}))
    return false;
  return p.plural || p.feminine || one_of(article, {"el", "un"});
}

/// The phrase as a text, in the other case if it is a pronoun.
inline std::string phrase_text(const WordList& text, const NounPhrase& p, bool capital) {
  if (!p.pronoun.empty()) return capital ? capitalized(p.pronoun) : p.pronoun == "i" ? "I" : std::string(p.pronoun);
  return part_of(text, p.first, p.last, capital);
}

inline std::string participle_of(std::string_view masculine, const NounPhrase& p) {
  std::string s(masculine);
  if (p.feminine) s.back() = 'a';
  return p.plural ? s + "s" : s;
}

template <std::size_t N>
void to_passive(const WordList& text, Language language, const std::array<PastVerb, N>& verbs,
                std::vector<Rephrasing>& out) {
  const std::size_t last = text.size() - 1;
  for (std::size_t i = 1; i + 1 < last; ++i)
    for (const PastVerb& v : verbs) {
      NounPhrase subject, object;
      const bool spanish = language == Language::spanish;
      if (text.lower(i) != v.past && (!spanish || text.lower(i) != v.plural)) continue;
      if (!read_phrase(text, 0, i, true, language, subject) || !read_phrase(text, i + 1, last, false, language, object))
        continue;
      if (spanish && (text.lower(i) == v.plural) != subject.plural) continue;
      const std::string verb =
          spanish ? std::string(object.plural ? "fueron " : "fue ") + participle_of(v.participle, object)
                  : std::string(object.plural ? "were " : "was ").append(v.participle);
      const std::string agent = phrase_text(text, subject, false);
      out.push_back({"passive", phrase_text(text, object, true) + " " + verb + (spanish ? " por " : " by ") + agent +
                                    "." + text.end});
    }
}

template <std::size_t N>
void to_active(const WordList& text, Language language, const std::array<PastVerb, N>& verbs,
               std::vector<Rephrasing>& out) {
  const std::size_t last = text.size() - 1;
  const bool spanish = language == Language::spanish;
  for (std::size_t i = 1; i + 3 < last; ++i) {
    if (!one_of(text.lower(i), {"was", "were", "fue", "fueron"}) || text.lower(i + 2) != (spanish ? "por" : "by"))
      continue;
    for (const PastVerb& v : verbs) {
      NounPhrase object, agent;
      if (!read_phrase(text, 0, i, true, language, object) || !read_phrase(text, i + 3, last, false, language, agent))
        continue;
      if (text.lower(i + 1) != (spanish ? participle_of(v.participle, object) : std::string(v.participle))) continue;
      if (!one_of(text.lower(i), {spanish ? (object.plural ? "fueron" : "fue") : (object.plural ? "were" : "was")}))
        continue;
      const std::string verb(spanish && agent.plural ? v.plural : v.past);
      out.push_back({"active", phrase_text(text, agent, true) + " " + verb + " " + phrase_text(text, object, false) +
                                   "." + text.end});
    }
  }
}

inline void change_voice(const WordList& text, Language language, std::vector<Rephrasing>& out) {
  std::size_t comma = 0;
  if (!is_statement(text, comma) || comma + 1 != text.size()) return;
  if (language == Language::spanish) {
    to_passive(text, language, spanish_verbs, out);
    to_active(text, language, spanish_verbs, out);
  } else {
    to_passive(text, language, english_verbs, out);
    to_active(text, language, english_verbs, out);
  }
}

}  // namespace impl::texts
}  // namespace CINCEL_ISA
}  // namespace cincel
