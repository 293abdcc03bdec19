// UTF-8, words and marks, lists of words, tokens.
#include <cincel/augment/text/lexicon.hpp>
#include <cincel/augment/text/tokens.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <fstream>
#include <string>

using namespace cincel;

namespace {

std::string from_hex(const std::string& hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes += static_cast<char>(static_cast<unsigned char>(std::stoul(hex.substr(i, 2), nullptr, 16)));
  return bytes;
}

std::vector<std::string> texts_of(std::string_view text) {
  std::vector<std::string> texts;
  for (const Word& w : split_words(text).list) texts.push_back(w.text);
  return texts;
}
using Texts = std::vector<std::string>;

template <std::int64_t Length, std::int64_t Size>
inline constexpr bool allowed = detail::TokensFault<Length, Size>::text.empty();
static_assert(allowed<1, 3> && allowed<(1 << 20), (1 << 24)> && !allowed<0, 100> && !allowed<-1, 100>);
static_assert(!allowed<8, 2> && !allowed<8, (1 << 24) + 1> && !allowed<(1 << 20) + 1, 100>);
static_assert(Tokens<24, 5000>::length == 24 && Tokens<24, 5000>::size == 5000 && Tokens<24, 5000>::shape == Shape{24});

}  // namespace

TEST_CASE("bytes are UTF-8 up to where Python's decoder finds an error") {
  std::ifstream file(CINCEL_REFERENCE "/text/utf8.txt");
  std::string hex;
  std::size_t valid = 0, cases = 0, wrong = 0;
  while (file >> hex >> valid) {
    const std::string bytes = from_hex(hex);
    CAPTURE(hex);
    CHECK(valid_utf8(bytes) == valid);
    if (valid == bytes.size()) CHECK(utf8_of(characters_of(bytes)) == bytes);
    if (valid != bytes.size()) ++wrong;
    ++cases;
  }
  CHECK(cases > 300);
  CHECK(wrong > 100);
}

TEST_CASE("letters change between lower and capital as Python's do, up to U+017F") {
  std::ifstream file(CINCEL_REFERENCE "/text/letters.txt");
  std::uint32_t code = 0, lower = 0, capital = 0, cases = 0;
  while (file >> std::hex >> code >> lower >> capital) {
    CAPTURE(code);
    if (code != 0xB5 && code != 0x130 && code != 0x131 &&
        code != 0x17F) {  // the micro sign, dotless i, long s: no Latin pairs
      CHECK(small_letter(code) == lower);
      CHECK(capital_letter(code) == capital);
    }
    ++cases;
  }
  CHECK(cases == 0x180);
}

TEST_CASE("a text is cut into words, numbers and marks, and joined again byte by byte") {
  CHECK(texts_of("¿Cómo estás?") == Texts{"¿", "Cómo", "estás", "?"});
  CHECK(texts_of("I don't know, mother-in-law isn’t 3.14 or 1,000.") ==
        Texts{"I", "don't", "know", ",", "mother-in-law", "isn’t", "3.14", "or", "1,000", "."});
  CHECK(texts_of("'quoted' -dash- a--b") == Texts{"'", "quoted", "'", "-", "dash", "-", "a", "-", "-", "b"});
  CHECK(texts_of("nin\xCC\x83o ЁЖ 日本 😀") == Texts{"nin\xCC\x83o", "ЁЖ", "日本", "😀"});
  CHECK(split_words("3rd").list[0].kind == WordKind::word);
  CHECK(split_words("3").list[0].kind == WordKind::number);
  CHECK(split_words("...").size() == 3);
  for (const std::string text :
       {"", " ", "  two  spaces\tand a\u00a0hard one \n", "a", "¡Hola!", "don't", "-", "año\n\nnuevo"})
    CHECK(join_words(split_words(text)) == text);
}

TEST_CASE("a text that is no UTF-8 is an error that names the byte") {
  CHECK_THROWS_WITH_AS((void)split_words("a\xF1o nuevo"),
                       "split_words: the text is no UTF-8, byte 1 (241) begins no character, behind \"a\"",
                       std::invalid_argument);
  CHECK_THROWS_AS((void)split_words("\xC3"), std::invalid_argument);
}

TEST_CASE("negations, pronouns and stop words of both languages are known, apostrophes of two kinds") {
  for (const char* word : {"not", "don't", "won’t", "never", "nunca", "jamás", "ningún", "sin", "ni", "cannot"})
    CHECK_MESSAGE(is_negation(word), word);
  for (const char* word : {"dog", "knot", "nor1", "note", "notar", "si", "año"})
    CHECK_MESSAGE(!is_negation(word), word);
  for (const char* word : {"i", "he's", "they’ve", "yo", "tú", "él", "conmigo", "myself"})
    CHECK_MESSAGE(is_pronoun(word), word);
  for (const char* word : {"the", "el", "también", "two", "not"}) CHECK_MESSAGE(is_stop_word(word), word);
  CHECK(!is_stop_word("house"));
  CHECK(!is_pronoun("dog's"));
}

TEST_CASE("capitals are those of the word: none, the first, all, or mixed") {
  CHECK(capitals_of("ñandú") == Capitals::none);
  CHECK(capitals_of("Ñandú") == Capitals::first);
  CHECK(capitals_of("ÑANDÚ") == Capitals::all);
  CHECK(capitals_of("iPhone") == Capitals::mixed);
  CHECK(capitals_of("A") == Capitals::first);
  CHECK(with_capitals("árbol", Capitals::first) == "Árbol");
  CHECK(with_capitals("árbol", Capitals::all) == "ÁRBOL");
}

TEST_CASE("words have the numbers of Keras's TextVectorization: 0 padding, 1 unknown, then the most frequent first") {
  using Form = Tokens<6, 5>;
  Vocabulary<Form> v;
  v.add("the cat the dog the cat ñu");
  v.build();
  CHECK(v.size() == 5);
  CHECK(v.number("the") == 2);
  CHECK(v.number("cat") == 3);
  CHECK(v.number("dog") == 4);
  CHECK(v.number("ñu") == 1);   // no place is left
  CHECK(v.number("The") == 1);  // capitals are kept
  std::array<float, 6> numbers{};
  CHECK(v.encode("the dog, the", numbers) == 0);
  CHECK(numbers == std::array<float, 6>{2, 4, 1, 2, 0, 0});
  CHECK(v.decode(numbers) == "the dog [UNK] the");
  CHECK(v.encode("cat cat cat cat cat cat dog dog", numbers) == 2);
  CHECK(numbers == std::array<float, 6>{3, 3, 3, 3, 3, 3});
  CHECK(v.decode(std::array<float, 3>{-1, 99, 2}) == "[UNK] [UNK] the");
  CHECK_THROWS_AS((void)v.encode("\xff", numbers), std::invalid_argument);
  v.build(2);
  CHECK(v.size() == 4);
}

TEST_CASE("no accent is lost on the way to numbers and back, and folded capitals make one word") {
  using Form = Tokens<4, 10, LetterCase::folded>;
  Vocabulary<Form> v;
  v.add("Árbol árbol ÁRBOL arbol");
  v.build();
  CHECK(v.size() == 4);
  CHECK(v.number("ÁrBoL") == 2);
  CHECK(v.number("arbol") == 3);
  CHECK(v.word(2) == "árbol");
}
