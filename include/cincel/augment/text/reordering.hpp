// Clauses and times that may stand before or behind: "We stayed because it rained." and "Because it rained, we stayed."
#pragma once

#include <cincel/augment/text/rephrasing.hpp>
#include <cincel/core/synonym.hpp>

#include <array>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl::texts {

inline bool opens_clause(std::string_view lower, Language language) {
  if (language == Language::spanish) return one_of(lower, {"cuando", "si", "aunque", "mientras"});
  return one_of(lower, {"because", "although", "though", "when", "if", "while", "after", "before", "since", "unless",
                        "until", "whenever"});
}
/// WordList on which a clause may hang otherwise: who says, asks or thinks, or a word that belongs to the conjunction.
inline bool holds_clause(std::string_view lower, Language language) {
  if (language == Language::spanish)
    return one_of(
        lower,
        {"que",      "quien",      "sé",        "sabe", "saben",   "sabía", "saber",  "sabemos", "pregunto", "pregunta",
         "preguntó", "preguntaba", "preguntar", "dijo", "dice",    "dime",  "ver",    "vio",     "como",     "y",
         "o",        "pero",       "e",         "ni",   "incluso", "sólo",  "solo",   "aun",     "recuerdo", "recuerda",
         "ignoro",   "ignora",     "creo",      "cree", "duda",    "dudo",  "porque", "desde",   "hasta",    "de"});
  return one_of(
      lower, {"that",     "which",     "who",        "whom",       "whose",  "what",   "how",    "where",   "why",
              "whether",  "and",       "or",         "but",        "so",     "as",     "than",   "said",    "say",
              "says",     "saying",    "tell",       "told",       "tells",  "think",  "thinks", "thought", "believe",
              "believes", "believed",  "know",       "knows",      "knew",   "known",  "ask",    "asks",    "asked",
              "wonder",   "wonders",   "wondered",   "see",        "sees",   "saw",    "check",  "checked", "sure",
              "remember", "remembers", "remembered", "doubt",      "doubts", "forget", "forgot", "decide",  "decided",
              "care",     "cared",     "hope",       "hoped",      "even",   "just",   "only",   "long",    "ever",
              "right",    "soon",      "shortly",    "especially", "partly", "mainly", "simply", "days",    "hours",
              "minutes",  "weeks",     "months",     "years",      "day",    "hour",   "minute", "week",    "month",
              "year",     "moments",   "to",         "wants",      "wanted", "let",    "like",   "it"});
}

/// Pronouns of the third person: what they stand for may have to come first.
inline bool points_back(std::string_view lower, Language language) {
  if (language == Language::spanish)
    return one_of(lower, {"él", "ella", "ellos", "ellas", "su", "sus", "lo", "la", "le", "les", "se"});
  return one_of(lower, {"he", "she", "it", "they", "him", "her", "them", "his", "its", "their", "hers", "theirs",
                        "this", "these", "those"});
}
inline bool any_points_back(const WordList& text, std::size_t first, std::size_t last, Language language) {
  for (std::size_t i = first; i < last; ++i)
    if (points_back(text.lower(i), language)) return true;
  return false;
}

inline void move_clauses(const WordList& text, Language language, std::vector<Rephrasing>& out) {
  std::size_t comma = 0, at = 0, found = 0;
  const std::size_t last = text.size() - (text.size() == 0 ? 0 : 1);
  if (!is_statement(text, comma)) return;
  for (std::size_t i = 0; i < last; ++i)
    if (opens_clause(text.lower(i), language)) {
      at = i;
      ++found;
    }
  if (found != 1) return;
  if (at == 0) {  // Because Y, X. -> X because Y.
    if (comma == last || comma < 3 || last - comma < 3 || has_negation(text, comma, last)) return;
    for (std::size_t i = 1; i < last; ++i)
      if (i != comma && holds_clause(text.lower(i), language) && text.lower(i) != "it" && text.lower(i) != "to") return;
    if (any_points_back(text, comma, last, language) && !any_points_back(text, 1, comma, language)) return;
    if (text.lower(comma + 1) == "then" || one_of(text.lower(comma + 1), {"do", "please", "entonces"})) return;
    out.push_back(
        {"clause", part_of(text, comma + 1, last, true) + " " + part_of(text, 0, comma, false) + "." + text.end});
    return;
  }
  if (comma != last || at < 2 || last - at < 3 || !first_may_move(text) || has_negation(text, 0, at)) return;
  for (std::size_t i = 0; i < at; ++i)
    if (holds_clause(text.lower(i), language) && !(text.lower(i) == "it" && i == 0)) return;
  for (std::size_t i = at + 1; i < last; ++i)
    if (one_of(text.lower(i), {"and", "or", "but", "that", "then", "y", "o", "pero", "que"})) return;
  out.push_back({"clause", part_of(text, at, last, true) + ", " + part_of(text, 0, at, false) + "." + text.end});
}

inline constexpr std::array<std::string_view, 19> english_times{
    "yesterday",  "today",      "tomorrow",      "tonight",    "last night",   "last week", "last month",
    "last year",  "next week",  "next month",    "next year",  "this morning", "this week", "every day",
    "every week", "every year", "every morning", "these days", "last summer"};
inline constexpr std::array<std::string_view, 15> spanish_times{"ayer",
                                                                "hoy",
                                                                "mañana",
                                                                "anoche",
                                                                "esta mañana",
                                                                "esta noche",
                                                                "esta tarde",
                                                                "la semana pasada",
                                                                "el año pasado",
                                                                "el mes pasado",
                                                                "el mes próximo",
                                                                "todos los días",
                                                                "todas las semanas",
                                                                "esta semana",
                                                                "el año próximo"};

/// Whether a sentence is one clause, whose time belongs to its only verb.
inline bool is_one_clause(const WordList& text, std::size_t first, std::size_t last, Language language) {
  for (std::size_t i = first; i < last; ++i) {
    const std::string w = text.lower(i);
    if (!text.is_word(i) || opens_clause(w, language) || is_negation(w)) return false;
    if (language == Language::spanish
            ? one_of(w, {"que", "y", "o", "pero", "e", "quien", "donde", "dijo", "dice", "para", "desde", "hasta", "de",
                         "por", "como", "cada"})
            : one_of(w, {"to",   "and",   "or",   "but", "that", "which",  "who",   "where", "what", "said",  "says",
                         "told", "so",    "than", "as",  "from", "about",  "for",   "of",    "by",   "until", "than",
                         "like", "until", "how",  "why", "let",  "please", "there", "was",   "is"}))
      return false;
  }
  return true;
}

template <std::size_t N>
void move_times(const WordList& text, Language language, const std::array<std::string_view, N>& times,
                std::vector<Rephrasing>& out) {
  std::size_t comma = 0;
  if (!is_statement(text, comma)) return;
  const std::size_t last = text.size() - 1;
  for (const std::string_view time : times) {
    const auto n = static_cast<std::size_t>(std::count(time.begin(), time.end(), ' ')) + 1;
    if (last < n + 2) continue;
    if (small_phrase(text, last - n, n) == time && comma == last && is_one_clause(text, 0, last - n, language)) {
      // English has a subject first, whose kind says that this is no order; before mañana may stand "la".
      const bool subject = language == Language::spanish
                               ? text.lower(last - n - 1) != "la" && text.lower(last - n - 1) != "una"
                               : is_pronoun(text.lower(0)) || one_of(text.lower(0), {"the", "a", "an", "our", "my"});
      if (subject && first_may_move(text) &&
          !one_of(text.lower(last - n - 1), {"the", "until", "only", "in", "on", "at", "en"}))
        out.push_back(
            {"time", part_of(text, last - n, last, true) + " " + part_of(text, 0, last - n, false) + "." + text.end});
    }
    const std::size_t rest = comma == n ? n + 1 : n;
    if (small_phrase(text, 0, n) == time && (comma == n || comma == last) &&
        is_one_clause(text, rest, last, language)) {
      const bool verb_first = language == Language::english && !is_pronoun(text.lower(rest)) &&
                              !one_of(text.lower(rest), {"the", "a", "an", "our", "my"});
      if (!verb_first && rest + 2 <= last)
        out.push_back({"time", part_of(text, rest, last, true) + " " + part_of(text, 0, n, false) + "." + text.end});
    }
  }
}

}  // namespace impl::texts
}  // namespace CINCEL_ISA
}  // namespace cincel
