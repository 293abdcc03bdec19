// Rules that say a sentence otherwise, against a table of sentences of both languages, written by hand.
#include <cincel/augment/text.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <set>
#include <string>
#include <vector>

using namespace cincel;

namespace {

struct Sentence {
  Language language;
  std::string text;
  std::vector<std::string> right;
};

std::vector<Sentence> table() {
  std::ifstream file("tests/augment/text/paraphrases.txt");
  std::vector<Sentence> sentences;
  std::string line;
  while (std::getline(file, line)) {
    if (line.starts_with('#')) continue;
    std::vector<std::string> cells{""};
    for (const char c : line)
      if (c == '|')
        cells.emplace_back();
      else
        cells.back() += c;
    const Language language = cells[0] == "es" ? Language::spanish : Language::english;
    sentences.push_back({language, cells[1], {cells.begin() + 2, cells.end()}});
  }
  return sentences;
}

}  // namespace

TEST_CASE(
    "of what the rules make of the table's sentences at least 97 % is right in each language, and most that can be is "
    "made") {
  for (const Language language : {Language::english, Language::spanish}) {
    int made = 0, right = 0, wanted = 0, found = 0, sentences = 0;
    TextSafety safety;
    for (const Sentence& s : table()) {
      if (s.language != language) continue;
      ++sentences;
      wanted += s.right.empty() ? 0 : 1;
      bool any = false;
      for (const Rephrasing& r : rephrasings(s.text, language)) {
        ++made;
        safety.add(s.text, r.text);
        const bool good = std::find(s.right.begin(), s.right.end(), r.text) != s.right.end();
        right += good ? 1 : 0;
        any = any || good;
        if (!good) std::printf("wrong, by %s: %s -> %s\n", std::string(r.rule).c_str(), s.text.c_str(), r.text.c_str());
      }
      if (!any && !s.right.empty()) std::printf("not found: %s\n", s.text.c_str());
      found += any ? 1 : 0;
    }
    std::printf("%s: %d sentences, %d rephrasings, precision %.3f; %d of %d sentences that can be rephrased are\n",
                language == Language::english ? "English" : "Spanish", sentences, made,
                made == 0 ? 0.0 : double(right) / made, found, wanted);
    CHECK(sentences >= 50);
    CHECK(right * 100 >= made * 97);
    CHECK(found * 100 >= wanted * 80);
    CHECK(safety.negations == 0);
  }
}

TEST_CASE("a policy takes one of what fits, and keeps a sentence that no rule fits") {
  using Policy = TextAugment<Paraphrase<Language::english>>;
  std::set<std::string> made;
  const std::string text = "You will fail if you do not study.";
  for (std::uint32_t i = 0; i < 50; ++i) made.insert(Policy::apply(Policy::draw(1, 0, i), text));
  CHECK(made == std::set<std::string>{"If you do not study, you will fail.", "You'll fail if you do not study.",
                                      "You will fail if you don't study."});
  CHECK(Policy::apply(Policy::draw(1, 0, 0), "Green ideas sleep?") == "Green ideas sleep?");
  CHECK(rephrasings("We stayed because it rained.", Language::other).empty());
}

TEST_CASE("a table of phrases is used, with the capitals of the place, but not across a name that is protected") {
  PhraseTable table;
  table.add("in the end", "finally");
  CHECK(rephrasings("In the end, we won!", Language::other, table)[0].text == "Finally, we won!");
  CHECK(rephrasings("We won in the end!", Language::other, table)[0].text == "We won finally!");
  CHECK(rephrasings("In, the end!", Language::other, table).empty());
  table.add("big apple", "city of New York");
  using Policy = TextAugment<Paraphrase<Language::other>, Protect<"apple">>;
  CHECK(Policy::apply(Policy::draw(1, 0, 0), "The big apple!", table) == "The big apple!");
  CHECK(TextAugment<Paraphrase<Language::other>>::apply(Policy::draw(1, 0, 0), "The big apple!", table) ==
        "The city of New York!");
}

TEST_CASE("a user's model is asked, and what it says is taken unless it loses a negation, a name, or is no text") {
  using Policy = TextAugment<ModelParaphrase<>, Protect<"rome">>;
  const TextDraw drawn = Policy::draw(1, 0, 0);
  const auto says = [&](const char* answer) {
    return Policy::apply(drawn, "He did not see Rome.",
                         [&](std::string_view, RandomStream&) { return std::string(answer); });
  };
  CHECK(says("Rome he didn't see.") == "Rome he didn't see.");
  for (const char* answer : {"He saw Rome.", "He did not see Paris.", "", "...", "not Rome \xff"})
    CHECK(says(answer) == "He did not see Rome.");
}
