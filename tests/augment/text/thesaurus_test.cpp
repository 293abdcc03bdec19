// Files of synonyms: what stands in them, and what is wrong with them.
#include <cincel/data/wordnet.hpp>

#include "../../files.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <string>

using namespace cincel;

namespace {

const std::string excerpt = CINCEL_REFERENCE "/text/wordnet";

void put(const std::string& path, const std::string& bytes) { std::ofstream(path, std::ios::binary) << bytes; }

using Texts = std::set<std::string>;
Texts synonyms_of(const Thesaurus& t, std::string_view word, PartOfSpeech part) {
  Texts texts;
  for (const Synonym& s : t.synonyms(word))
    if (s.part == part) texts.insert(s.text);
  return texts;
}

}  // namespace

TEST_CASE(
    "synonyms of nouns, verbs and adverbs are those that the program wn shows for their first sense, names left out") {
  const Thesaurus t = read_wordnet(excerpt);
  CHECK(t.language() == Language::english);
  std::ifstream file(CINCEL_REFERENCE "/text/wn.txt");
  std::string line;
  int cases = 0;
  while (std::getline(file, line)) {
    std::string_view rest = line;
    const std::string_view letter = impl::take_until(rest, '|'), word = impl::take_until(rest, '|');
    if (word == "gamin" || word == "peeing") continue;  // below
    Texts expected;
    while (!rest.empty()) expected.emplace(impl::take_until(rest, '|'));
    std::erase_if(expected, [&](const std::string& s) { return s == word || small_letters(s) != s; });
    const PartOfSpeech part = letter == "n"   ? PartOfSpeech::noun
                              : letter == "v" ? PartOfSpeech::verb
                                              : PartOfSpeech::adverb;
    CAPTURE(line);
    if (word == "let" && letter == "n") expected.clear();  // an instance: Lashkar-e-Taiba
    CHECK(synonyms_of(t, word, part) == expected);
    ++cases;
  }
  CHECK(cases > 50);
}

TEST_CASE("names of single things and words that WordNet marks as rude are no synonyms") {
  const Thesaurus t = read_wordnet(excerpt, {.senses = 3});
  CHECK(t.synonyms("paris").empty());
  CHECK(synonyms_of(t, "let", PartOfSpeech::noun).empty() == false);  // its second meaning is no name
  CHECK(synonyms_of(t, "gamin", PartOfSpeech::noun).empty());         // disparaging, all of them
  CHECK(synonyms_of(t, "peeing", PartOfSpeech::noun).empty());        // obscene, all of them
}

TEST_CASE("of a meaning only the words that WordNet marks as rude are left out") {
  const TemporaryFolder folder;
  const std::string rude = "00000000 10 n 01 obscenity 0 000 | x\n";
  put(folder / "data.noun", rude + "00000037 10 n 03 plain 0 mild 0 coarse 0 001 ;u 00000000 n 0300 | y\n");
  put(folder / "index.noun", "plain n 1 1 ;u 1 0 00000037\n");
  for (const char* name : {"data.verb", "data.adj", "data.adv", "index.verb", "index.adj", "index.adv", "noun.exc",
                           "verb.exc", "cntlist.rev"})
    put(folder / name, "");
  CHECK(synonyms_of(read_wordnet(folder.path()), "plain", PartOfSpeech::noun) == Texts{"mild"});
}

TEST_CASE("the part of speech that a word is met as most often comes first, and more senses give more words") {
  const Thesaurus t = read_wordnet(excerpt), more = read_wordnet(excerpt, {.senses = 3});
  CHECK(t.synonyms("dog")[0] == Synonym{"domestic dog", PartOfSpeech::noun});  // 42 to 2
  CHECK(t.synonyms("stop")[0].part == PartOfSpeech::verb);
  CHECK(more.synonyms("dog").size() > t.synonyms("dog").size());
  CHECK(t.irregular_bases("began").size() == 1);
  CHECK(t.irregular_bases("began")[0] == "begin");
  CHECK(t.irregular_forms("go").size() > 1);
}

TEST_CASE("a meaning has its domain and its explanation") {
  const std::vector<WordNetSynset> synsets = read_wordnet_synsets(excerpt + "/data.noun");
  const auto dog = std::find_if(synsets.begin(), synsets.end(), [](const auto& s) { return s.words[0] == "dog"; });
  REQUIRE(dog != synsets.end());
  CHECK(dog->domain == 5);
  CHECK(dog->part == PartOfSpeech::noun);
  CHECK(dog->words == std::vector<std::string>{"dog", "domestic dog", "Canis familiaris"});
  CHECK(dog->gloss.starts_with("a member of the genus Canis"));
}

TEST_CASE("a dictionary whose numbers do not hold is refused with file, offset and reason") {
  const TemporaryFolder folder;
  const std::string path = folder / "data.noun";
  const auto refused = [&](const std::string& line, const std::string& why) {
    put(path, line);
    CHECK(error_of([&] { read_wordnet_synsets(path); }) == path + ", byte " + why);
  };
  const std::string good = "00000000 05 n 02 dog 0 hound 1 001 @ 00000000 n 0000 | barks\n";
  put(path, good);
  CHECK(read_wordnet_synsets(path)[0].words.size() == 2);
  refused("00000007" + good.substr(8), "0: its offset says that it stands at byte 7");
  refused("00000000 45 n 02 dog 0", "0: its lexicographer file is 45; 0 to 44 are known");
  refused("00000000 05 x 02 dog 0", "12: its type is expected, and not \"x\"");
  refused("00000000 05 n ff dog 0", "14: its number of words is 255, more than the line can hold");
  refused("00000000 05 n 02 dog 0", "23: the line ends before its word");
  refused("00000000 05 n 01 dog 0 999 @", "23: its number of pointers is 999, more than the line can hold");
  refused("00000000 05 n 01 dog 0 001 @ x n 0000", "29: its pointer's offset is expected, and not \"x\"");
  refused("00000000 05 n 01 d\xff 0 000", "18: is no UTF-8");
  refused("nonsense", "0: its offset is expected, and not \"nonsense\"");
}

TEST_CASE("an index that points to where no meaning stands is refused") {
  const TemporaryFolder folder;
  for (const auto& entry : std::filesystem::directory_iterator(excerpt))
    std::filesystem::copy(entry.path(), folder / entry.path().filename().string());
  CHECK(read_wordnet(folder.path()).size() == read_wordnet(excerpt).size());
  put(folder / "index.adv", "often r 1 1 ! 1 1 00000003\n");
  CHECK(error_of([&] { read_wordnet(folder.path()); }) ==
        folder / "index.adv" + ": often has a meaning at byte 3 of data.adv, where there is none");
  std::filesystem::remove(folder / "index.adv");
  CHECK(has(error_of([&] { read_wordnet(folder.path()); }), "index.adv: cannot be opened"));
}

TEST_CASE("a MyThes file is read in UTF-8 and in ISO8859-1, to the same words") {
  const TemporaryFolder folder;
  put(folder / "u", "UTF-8\naño|1\n-|período|curso (generic term)|Años\nrápido|2\n(adj)|veloz\n(adv)|deprisa|rápido\n");
  put(folder / "l",
      "ISO8859-1\na\xF1o|1\n-|per\xEDodo|curso (generic "
      "term)|A\xF1os\nr\xE1pido|2\n(adj)|veloz\n(adv)|deprisa|r\xE1pido\n");
  for (const char* name : {"u", "l"}) {
    const Thesaurus t = read_mythes(folder / name, Language::spanish);
    CHECK(t.size() == 2);
    CHECK(synonyms_of(t, "año", PartOfSpeech::unknown) == Texts{"período"});
    CHECK(t.synonyms("rápido")[0] == Synonym{"veloz", PartOfSpeech::adjective});
    CHECK(t.synonyms("rápido").size() == 2);
  }
}

TEST_CASE("a MyThes file that is cut, in another character set or without counts is refused") {
  const TemporaryFolder folder;
  const std::string path = folder / "f";
  const auto refused = [&](const std::string& text, const std::string& why) {
    put(path, text);
    CHECK(error_of([&] { read_mythes(path, Language::other); }) == path + why);
  };
  refused("", ": is empty; a MyThes file begins with its character set");
  refused("KOI8-R\n", ", byte 0: has the character set \"KOI8-R\"; UTF-8 and ISO8859-1 are read");
  refused("UTF-8\nhouse\n", ", byte 6: a word and the number of its meanings are expected, as in house|2");
  refused("UTF-8\nhouse|2\n-|home\n", ", byte 14: says that it has 2 meanings, and the file ends");
  refused("UTF-8\na\xF1o|1\n-|x\n", ", byte 7: is no UTF-8");
}

TEST_CASE("a user's own lists are read: remarks, spaces, capitals, the mark of some editors") {
  const TemporaryFolder folder;
  const std::string path = folder / "f";
  put(path, "\xEF\xBB\xBFgrande | enorme| amplio \r\n# a remark\n\nÁrbol|planta\n");
  const Thesaurus t = read_thesaurus(path, Language::spanish);
  CHECK(synonyms_of(t, "grande", PartOfSpeech::unknown) == Texts{"enorme", "amplio"});
  CHECK(t.synonyms("árbol").size() == 1);
  put(path, "In order to|to|so as to\n");
  const PhraseTable phrases = read_phrases(path);
  CHECK(phrases.longest() == 3);
  CHECK(phrases.phrases("in order to").size() == 2);
  for (const std::string wrong : {"big\n", "big|\n", "|large\n"}) {
    put(path, "good|fine\n" + wrong);
    CHECK(error_of([&] { read_thesaurus(path, Language::english); }) ==
          path + ", byte 10: a word and what may stand for it are expected, as in big|large");
  }
}
