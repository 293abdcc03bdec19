// WordList that steps treat apart: negations and pronouns, which are protected unless a policy says otherwise, and stop
// words, which have no synonym worth the name. English and Spanish at once: a word of either is one.
#pragma once

#include <cincel/core/isa.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace cincel {
namespace detail {

/// The words of a text between single spaces, in order of their bytes.
template <std::size_t N>
consteval std::array<std::string_view, N> sorted_words(std::string_view text) {
  std::array<std::string_view, N> words{};
  for (std::size_t i = 0; i < N; ++i) {
    const std::size_t end = (std::min)(text.find(' '), text.size());
    words[i] = text.substr(0, end);
    text.remove_prefix((std::min)(end + 1, text.size()));
  }
  std::sort(words.begin(), words.end());
  return words;
}
consteval std::size_t count_words(std::string_view text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), ' ')) + 1;
}

inline constexpr std::string_view negation_text =
    "not no never none nobody nothing nowhere neither nor cannot without hardly scarcely barely rarely seldom "
    "nunca jamás nada nadie ningún ninguno ninguna ningunos ningunas ni tampoco sin apenas";
inline constexpr std::string_view pronoun_text =
    "i me my mine myself you your yours yourself yourselves he him his himself she her hers herself it its itself we "
    "us "
    "our ours ourselves they them their theirs themselves who whom whose which what that this these those one someone "
    "somebody something anyone anybody anything everyone everybody everything "
    "yo mí mi mis conmigo tú tu tus ti te contigo él ella ello ellos ellas nosotros nosotras vosotros vosotras usted "
    "ustedes se sí consigo nos os lo la los las le les su sus nuestro nuestra nuestros nuestras vuestro vuestra "
    "vuestros "
    "vuestras mío mía míos mías tuyo tuya tuyos tuyas suyo suya suyos suyas este esta estos estas esto ese esa esos "
    "esas "
    "eso aquel aquella aquellos aquellas aquello éste ésta ése ésa aquél aquélla que qué quien quién quienes quiénes "
    "cuyo "
    "cuya cual cuál alguien algo todo todos todas uno una";
inline constexpr std::string_view stop_text =
    "a an the and or but if because as until while of at by for with about against between into through during before "
    "after above below to from up down in out on off over under again further then once here there when where why how "
    "all any both each few more most other some such only own same so than too very can will just should now am is are "
    "was were be been being have has had having do does did doing would could may might must shall ought i'm you're "
    "he's "
    "she's it's we're they're i've you've we've they've i'd you'd he'd she'd we'd they'd i'll you'll he'll she'll "
    "we'll "
    "they'll that's there's here's what's let's also yet still even two three four five six seven eight nine ten "
    "eleven "
    "twelve hundred thousand million first second third half dozen "
    "el un unos unas de del al y e o u pero sino si porque como hasta mientras en por para con contra entre desde "
    "durante antes después sobre bajo tras hacia más menos muy ya también cuando donde cuándo dónde cómo cuanto cuánto "
    "otro otra otros otras mismo misma mismos mismas tan tanto así aquí allí ahora entonces luego cada poco mucho "
    "mucha "
    "muchos muchas es son era eran fue fueron ser sido siendo está están estaba estaban estar estado ha han había "
    "habían "
    "haber he hemos has hay soy eres somos sois estoy estás estamos tengo tiene tienen tenía tener a "
    "dos tres cuatro cinco seis siete ocho nueve diez once doce cien ciento mil millón millones primero primera "
    "segundo "
    "segunda tercero tercera primer tercer medio media docena";

inline constexpr auto negations = sorted_words<count_words(negation_text)>(negation_text);
inline constexpr auto pronouns = sorted_words<count_words(pronoun_text)>(pronoun_text);
inline constexpr auto stop_words = sorted_words<count_words(stop_text)>(stop_text);

}  // namespace detail

inline namespace CINCEL_ISA {
namespace impl::texts {

template <std::size_t N>
constexpr bool has_word(const std::array<std::string_view, N>& sorted, std::string_view word) {
  return std::binary_search(sorted.begin(), sorted.end(), word);
}

}  // namespace impl::texts

/// Whether a word in small letters says no, in English or Spanish: not, never, don't, sin, ningún.
constexpr bool is_negation(std::string_view lower) {
  return impl::texts::has_word(detail::negations, lower) || lower.ends_with("n't") || lower.ends_with("n’t");
}
/// Whether a word in small letters is a pronoun or a possessive, in English or Spanish; contractions such as he's are.
constexpr bool is_pronoun(std::string_view lower) {
  if (impl::texts::has_word(detail::pronouns, lower)) return true;
  const std::size_t apostrophe = (std::min)(lower.find('\''), lower.find("’"));
  return apostrophe != lower.npos && impl::texts::has_word(detail::pronouns, lower.substr(0, apostrophe));
}
/// Whether a word in small letters carries little meaning of its own: articles, prepositions, auxiliaries, and all that
/// is a negation or a pronoun.
constexpr bool is_stop_word(std::string_view lower) {
  return impl::texts::has_word(detail::stop_words, lower) || is_negation(lower) || is_pronoun(lower);
}

}  // namespace CINCEL_ISA
}  // namespace cincel
