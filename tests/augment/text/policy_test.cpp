// Policies of texts: what EDA's operations and noise do, what they leave alone, draws that replay, errors, safety.
#include <cincel/augment/text.hpp>
#include <cincel/data/thesaurus.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <set>
#include <sstream>
#include <string>
#include <vector>

using namespace cincel;

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
template <class... Step>
inline constexpr bool allowed = detail::TextPolicyFault<Step...>::text.empty();
template <class Step, class... Given>
inline constexpr bool runs_with =
    detail::TextApplyFault<detail::list_of_steps<Step>, detail::list_of_steps<Given...>>::text.empty();

static_assert(allowed<> && allowed<SynonymReplacement<0>> && allowed<SynonymReplacement<1>> && allowed<Eda<0.1>>);
static_assert(!allowed<SynonymReplacement<1.01>> && !allowed<SynonymReplacement<-0.1>> &&
              !allowed<SynonymReplacement<nan>>);
static_assert(!allowed<RandomInsertion<2>> && !allowed<RandomSwap<-1>> && !allowed<RandomDeletion<nan>>);
static_assert(allowed<RandomSwap<0.1, 0>> && allowed<RandomSwap<0.1, 1>> && !allowed<RandomSwap<0.1, 1.5>>);
static_assert(!allowed<KeyboardNoise<1.1>> && !allowed<KeyboardNoise<0.3, -0.1>> && !allowed<SpellingNoise<2>>);
static_assert(!allowed<KeyboardNoise<0.3, 0.3, Keyboard::english, nan>>);
static_assert(allowed<TextOneOf<RandomSwap<>, RandomDeletion<0.1, 0.5>>> && !allowed<TextOneOf<>> && !allowed<int>);
static_assert(!allowed<TextOneOf<RandomSwap<0.1, 0>>> && !allowed<TextOneOf<Eda<>>> &&
              !allowed<TextOneOf<Protect<"a">>>);
static_assert(!allowed<TextOneOf<RandomSwap<3>>>);
static_assert(allowed<Protect<"año">> && !allowed<Protect<"Año">> && !allowed<Protect<"two words">> &&
              !allowed<Protect<"">>);
static_assert(runs_with<SynonymReplacement<>, Thesaurus> && !runs_with<SynonymReplacement<>> && !runs_with<Eda<>>);
static_assert(runs_with<RandomSwap<>, ProtectedWords> && !runs_with<RandomSwap<>, int> && runs_with<RandomSwap<>>);

Thesaurus english() {
  Thesaurus t(Language::english);
  t.add("car", "auto", PartOfSpeech::noun);
  t.add("big", "large", PartOfSpeech::adjective);
  t.add("begin", "start", PartOfSpeech::verb);
  t.add("start", "begin", PartOfSpeech::verb);
  t.add("carry", "ferry", PartOfSpeech::verb);
  t.add("stop", "halt", PartOfSpeech::verb);
  t.add("house", "apartment", PartOfSpeech::noun);
  t.add("see", "notice", PartOfSpeech::verb);
  t.add("saw", "blade", PartOfSpeech::noun);
  t.add("city", "town", PartOfSpeech::noun);
  t.add("hope", "wish", PartOfSpeech::verb);
  for (const char* form : {"began", "begun", "beginning"}) t.add_irregular(form, "begin");
  for (const char* form : {"saw", "seen"}) t.add_irregular(form, "see");
  for (const char* form : {"stopped", "stopping"}) t.add_irregular(form, "stop");
  return t;
}
Thesaurus spanish() {
  Thesaurus t(Language::spanish);
  for (const char* s : {"vivienda", "hogar", "edificio"}) t.add("casa", s);
  t.add("camino", "sendero");
  t.add("camino", "vía");
  t.add("comprar", "adquirir");
  t.add("problema", "dificultad");
  t.add("canción", "tonada");
  t.add("voz", "palabra");
  t.add("rápidamente", "velozmente");
  return t;
}

/// All that a policy makes of a text in many draws.
template <class Policy, class... Given>
std::set<std::string> all_of(std::string_view text, const Given&... given) {
  std::set<std::string> made;
  for (std::uint32_t sample = 0; sample < 200; ++sample)
    made.insert(Policy::apply(Policy::draw(7, 0, sample), text, given...));
  return made;
}
using Texts = std::set<std::string>;
using Replace = TextAugment<SynonymReplacement<1>>;

const std::string long_text =
    "The committee didn't approve the new plan, because nobody had read it carefully. We should never trust large "
    "numbers "
    "without asking who counted them; María's answer was “no”.";

}  // namespace

TEST_CASE("a synonym takes the form and the capitals of the word: plurals, pasts, gerunds, doubled letters") {
  const Thesaurus t = english();
  const auto once = [&](const char* text) { return Replace::apply(Replace::draw(1, 0, 0), text, t); };
  CHECK(once("Cars stopped.") == "Autos halted.");
  CHECK(once("CITIES") == "TOWNS");
  CHECK(once("She carried the car") == "She ferried the auto");
  CHECK(once("They started hoping") == "They started wishing");  // began or begun: nobody says which
  CHECK(once("starting") == "beginning");
  CHECK(once("He begins") == "He starts");
  CHECK(once("Big house") == "Large apartment");
}

TEST_CASE("what is not sure stays: names, ambiguous forms, an article that would be wrong, mixed capitals") {
  const Thesaurus t = english();
  for (const char* text : {"we met Car there", "he saw it", "iCar", "began", "xyzzy", "the the the", "", "?!", "3 4"})
    CHECK(all_of<Replace>(text, t) == Texts{text});
  CHECK(all_of<Replace>("a house", t) == Texts{"a house"});  // not "a apartment"
  CHECK(all_of<Replace>("the house", t) == Texts{"the apartment"});
  CHECK(all_of<Replace>("a car", t) == Texts{"a car"});  // not "a auto"
}

TEST_CASE("Spanish synonyms agree in gender and number, or the word stays; accents are kept") {
  const Thesaurus t = spanish();
  CHECK(all_of<Replace>("Las casas y el camino", t) == Texts{"Las viviendas y el sendero"});
  CHECK(all_of<Replace>("comprar rápidamente", t) == Texts{"adquirir velozmente"});
  CHECK(all_of<Replace>("Las canciones", t) == Texts{"Las tonadas"});
  CHECK(all_of<Replace>("el problema, las voces", t) == Texts{"el problema, las voces"});
}

TEST_CASE("n = max(1, floor(alpha l)) words are replaced, as in the paper; a share of 0 does nothing") {
  const Thesaurus t = english();
  const std::string text = "car car car car car car car car car car car car";  // l = 12
  const auto replaced = [&]<class Policy>(Policy) {
    const std::string s = Policy::apply(Policy::draw(3, 0, 0), text, t);
    std::size_t n = 0;
    for (std::size_t at = s.find("auto"); at != s.npos; at = s.find("auto", at + 1)) ++n;
    return n;
  };
  CHECK(replaced(TextAugment<SynonymReplacement<0>>{}) == 0);
  CHECK(replaced(TextAugment<SynonymReplacement<0.01>>{}) == 1);
  CHECK(replaced(TextAugment<SynonymReplacement<0.24>>{}) == 2);  // not every occurrence, as the paper's code has it
  CHECK(replaced(TextAugment<SynonymReplacement<0.25>>{}) == 3);
  CHECK(replaced(TextAugment<SynonymReplacement<1>>{}) == 12);
  CHECK(replaced(TextAugment<RandomInsertion<0.25>>{}) == 3);
}

TEST_CASE(
    "an insertion adds a synonym between two words, never behind a negation, an article or the sentence's beginning") {
  const Thesaurus t = english();
  CHECK(all_of<TextAugment<RandomInsertion<0.1>>>("the big tree grew", t) ==
        Texts{"the large big tree grew", "the big large tree grew", "the big tree large grew"});
  CHECK(all_of<TextAugment<RandomInsertion<0.1>>>("not big", t) == Texts{"not big"});
  CHECK(all_of<TextAugment<RandomInsertion<0.1>>>("green tree", t) == Texts{"green tree"});  // no synonym to insert
}

TEST_CASE("a swap stays between marks, negations and contrasts, keeps protected words, and the sentence's capital") {
  using Swap = TextAugment<RandomSwap<0.1>>;
  const Thesaurus t = english();
  CHECK(all_of<Swap>("red green blue") == Texts{"green red blue", "blue green red", "red blue green"});
  CHECK(all_of<Swap>("good, bad") == Texts{"good, bad"});
  CHECK(all_of<Swap>("good not bad") == Texts{"good not bad"});
  CHECK(all_of<Swap>("bueno pero malo") == Texts{"bueno pero malo"});
  CHECK(all_of<Swap>("he runs") == Texts{"he runs"});
  CHECK(all_of<Swap>("The car stops", t) == Texts{"Car the stops", "The stops car", "Stops car the"});
  CHECK(all_of<Swap>("Madrid grande") == Texts{"Grande Madrid"});  // a name keeps its capital
}

TEST_CASE("a deletion goes by its probability, leaves one word at least, and never takes a negation or a pronoun") {
  using Delete = TextAugment<RandomDeletion<0.3>>;
  std::string text;
  for (int i = 0; i < 50; ++i) text += "word ";
  double words = 0;
  for (std::uint32_t sample = 0; sample < 400; ++sample)
    words += static_cast<double>(split_words(Delete::apply(Delete::draw(1, 0, sample), text)).count());
  CHECK(words / (400 * 50) == doctest::Approx(0.7).epsilon(0.02));  // four deviations: 4 sqrt(0.21 / 20000) = 0.013
  using All = TextAugment<RandomDeletion<1>>;
  CHECK(all_of<All>("red green blue") == Texts{"red", "green", "blue"});
  CHECK(all_of<All>("One") == Texts{"One"});
  CHECK(all_of<All>("The plan is not good") == Texts{"Not"});
  CHECK(all_of<All>("Red cars, yes!") == Texts{"Red,!", "Cars,!", ", yes!"});
  CHECK(all_of<TextAugment<RandomDeletion<1>, NoProtection>>("it is not") == Texts{"it", "is", "not"});
}

TEST_CASE("keys beside a key are those that touch it on a keyboard of staggered rows") {
  const auto near = [](char32_t c, Keyboard k) {
    std::u32string keys = keys_beside(c, k);
    std::sort(keys.begin(), keys.end());
    return utf8_of(keys);
  };
  CHECK(near(U's', Keyboard::english) == "adewxz");
  CHECK(near(U'g', Keyboard::english) == "bfhtvy");
  CHECK(near(U'q', Keyboard::english) == "aw");
  CHECK(near(U'l', Keyboard::english) == "kop");
  CHECK(near(U'l', Keyboard::spanish) == "kopñ");
  CHECK(near(U'ñ', Keyboard::spanish) == "lp");
  CHECK(near(U'á', Keyboard::spanish).empty());
  for (const Keyboard k : {Keyboard::english, Keyboard::spanish})
    for (char32_t c = U'a'; c <= U'z'; ++c)
      for (const char32_t d : keys_beside(c, k)) CHECK(keys_beside(d, k).find(c) != std::u32string::npos);
}

TEST_CASE("keyboard noise hits as many letters of as many words as nlpaug counts, keys beside the right ones") {
  using Noise = TextAugment<KeyboardNoise<0.3, 0.3>>;
  const std::string text =
      "Number seven windows yellow tables SILVER";  // ceil(0.3 * 6) = 2 words, ceil(0.3 * 6..7) letters
  for (std::uint32_t sample = 0; sample < 100; ++sample) {
    const WordList before = split_words(text), after = split_words(Noise::apply(Noise::draw(1, 0, sample), text));
    std::size_t words = 0;
    for (std::size_t i = 0; i < before.size(); ++i) {
      const std::u32string a = characters_of(before.list[i].text), b = characters_of(after.list[i].text);
      REQUIRE(a.size() == b.size());
      std::size_t letters = 0;
      for (std::size_t k = 0; k < a.size(); ++k) {
        if (a[k] == b[k]) continue;
        ++letters;
        CHECK(keys_beside(small_letter(a[k]), Keyboard::english).find(small_letter(b[k])) != std::u32string::npos);
        CHECK((small_letter(a[k]) == a[k]) == (small_letter(b[k]) == b[k]));
      }
      if (letters == 0) continue;
      ++words;
      CHECK(letters == (a.size() * 3 + 9) / 10);
    }
    CHECK(words == 2);
  }
}

TEST_CASE("noise loses no accent, leaves short and protected words, and makes no stop word") {
  using Noise = TextAugment<KeyboardNoise<1, 1, Keyboard::spanish>, SpellingNoise<1, Language::spanish>>;
  for (const std::string& s : all_of<Noise>("Él nunca añadió más azúcar")) {
    CHECK(s.starts_with("Él nunca "));
    CHECK(s.find("ó") != s.npos);
    CHECK(s.find("á") != s.npos);
    CHECK(s.find("ú") != s.npos);
    CHECK(valid_utf8(s) == s.size());
  }
  CHECK(all_of<TextAugment<KeyboardNoise<1, 1>>>("a cat sat") == Texts{"a cat sat"});
  for (const std::string& s : all_of<TextAugment<SpellingNoise<1>>>("noot")) CHECK(!is_stop_word(s));  // not, no
}

TEST_CASE("a spelling mistake is one edit behind the first letter, or letters that sound alike") {
  CHECK(all_of<TextAugment<SpellingNoise<1>>>("Abcd") ==
        Texts{"Acbd", "Abdc", "Acd", "Abd", "Abc", "Abbcd", "Abccd", "Abcdd"});
  CHECK(all_of<TextAugment<SpellingNoise<1>>>("field").contains("feild"));
  CHECK(all_of<TextAugment<SpellingNoise<1, Language::spanish>>>("caballo").contains("cavallo"));
  CHECK(all_of<TextAugment<SpellingNoise<1, Language::spanish>>>("caballo").contains("cabayo"));
}

TEST_CASE(
    "protected words are never touched, those of the policy, of the user, and negations and pronouns by default") {
  using Rough =
      TextAugment<RandomDeletion<0.5>, RandomSwap<0.5>, KeyboardNoise<1, 1>, SpellingNoise<1>, Protect<"committee">>;
  const ProtectedWords names{"María's", "PLAN"};
  TextSafety safety;
  for (const std::string& s : all_of<Rough>(long_text, names)) {
    safety.add(long_text, s);
    CHECK(s.find("ommittee") != s.npos);
    CHECK(s.find("plan") != s.npos);
    CHECK(s.find("María's") != s.npos);
  }
  CHECK(safety.texts > 150);
  CHECK(safety.changed == safety.texts);
  CHECK(safety.negations == 0);
  CHECK(safety.pronouns == 0);
  CHECK(safety.emptied == 0);
}

TEST_CASE("the report counts what an unprotected policy does to negations") {
  TextSafety safety;
  safety.add("It is not good.", "It is good.");
  safety.add("I don't know.", "I do not know.");
  safety.add("He's here", "she is here");
  safety.add("Same.", "Same.");
  safety.add("gone", "");
  CHECK(safety.report() ==
        "5 texts, 11 words before, 11 after\n4 (80.00 %) changed\n1 (20.00 %) with a negation touched\n"
        "1 (20.00 %) with a pronoun touched\n1 (20.00 %) left without words\n");
  CHECK(TextSafety().report().find("0 (0.00 %) changed") != std::string::npos);
  TextSafety bare;
  for (const std::string& s : all_of<TextAugment<RandomDeletion<0.5>, NoProtection>>(long_text)) bare.add(long_text, s);
  CHECK(bare.negations > bare.texts / 2);
}

TEST_CASE("label safety counts what a policy's epochs do to negations, without a table") {
  const std::vector<std::string> texts{"It is not good.", "We never go there."};
  const TextSafety kept = label_safety<TextAugment<RandomDeletion<0.5>>>(texts, 1, 200);
  CHECK((kept.texts == 400 && kept.negations == 0 && kept.changed > 200));
  const TextSafety bare = label_safety<TextAugment<RandomDeletion<0.5>, NoProtection>>(texts, 1, 200);
  CHECK((bare.negations > 160 && bare.negations < 240));
}

TEST_CASE("a draw is a function of seed, epoch and sample, its outcomes can be read and set, and it replays") {
  using Policy =
      TextAugment<RandomSwap<0.1, 0.5>, TextOneOf<RandomDeletion<0.2>, SpellingNoise<0.3, Language::english, 3.0 / 9>>>;
  constexpr TextDraw drawn = Policy::draw(1, 2, 3);
  static_assert(drawn == Policy::draw(1, 2, 3) && drawn.key != Policy::draw(1, 2, 4).key &&
                drawn.key != Policy::draw(1, 3, 3).key && drawn.key != Policy::draw(2, 2, 3).key);
  CHECK(Policy::apply(drawn, long_text) == Policy::apply(drawn, long_text));
  int swaps = 0, first = 0;
  for (std::uint32_t i = 0; i < 4000; ++i) {
    const TextDraw d = Policy::draw(5, 0, i);
    swaps += (d.chosen & 1u) != 0 ? 1 : 0;
    first += d.child[1] == 0 ? 1 : 0;
    CHECK((d.chosen & 2u) != 0);
  }
  CHECK(swaps / 4000.0 == doctest::Approx(0.5).epsilon(0.07));   // four deviations are 0.032
  CHECK(first / 4000.0 == doctest::Approx(0.75).epsilon(0.04));  // weights 1 and 1/3; four deviations are 0.027
  TextDraw nothing = drawn;
  nothing.chosen = 0;
  CHECK(Policy::apply(nothing, long_text) == long_text);
  RandomStream stream(1, Purpose::augment, 0, 2, 3);
  stream.bits();
  CHECK(Policy::draw(stream) == drawn);  // what was read before makes no difference
}

TEST_CASE("a text without words, or of one, comes back whole; one that is no UTF-8 is an error") {
  const Thesaurus t = english();
  using All = TextAugment<SynonymReplacement<>, RandomInsertion<>, RandomSwap<>, RandomDeletion<0.9>, KeyboardNoise<>,
                          SpellingNoise<>>;
  for (const char* text : {"", " ", "...", "a", "¿?", "  42  "}) CHECK(all_of<All>(text, t) == Texts{text});
  CHECK_THROWS_AS((void)All::apply(All::draw(1, 0, 0), "\xff", t), std::invalid_argument);
}

TEST_CASE("a preview shows each text and what becomes of it, and the report") {
  std::ostringstream out;
  preview<TextAugment<RandomDeletion<1>>>(out, std::vector<std::string>{"not good", "one"}, 1, 1);
  CHECK(out.str() ==
        "   | not good\n 0 > not\n   | one\n 0 = one\n2 texts, 3 words before, 2 after\n1 (50.00 %) changed\n"
        "0 (0.00 %) with a negation touched\n0 (0.00 %) with a pronoun touched\n0 (0.00 %) left without words\n");
}
