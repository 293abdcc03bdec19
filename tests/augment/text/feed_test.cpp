// The feed of texts: tokens of what the policy makes of them, a function of the stream alone.
#include <cincel/augment/text.hpp>
#include <cincel/train/text_feed.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

using namespace cincel;

namespace {

using Form = Tokens<6, 20>;
const std::vector<std::string> texts{"red green blue", "uno dos tres cuatro cinco seis siete"};
const std::vector<std::uint8_t> kinds{4, 7};

Vocabulary<Form> vocabulary_of_texts() {
  Vocabulary<Form> v;
  for (const std::string& t : texts) v.add(t);
  v.build();
  return v;
}
template <class F>
std::array<float, 6> filled(const F& feed, std::size_t sample, std::uint32_t step, std::uint8_t& kind) {
  std::array<float, 6> x{};
  RandomStream random(1, Purpose::feed, 0, step, static_cast<std::uint32_t>(sample));
  feed.fill(sample, std::span<float>(x), std::span<std::uint8_t>(&kind, 1), random);
  return x;
}

}  // namespace

TEST_CASE("without a policy a feed has the tokens of its texts and their targets") {
  const Vocabulary<Form> v = vocabulary_of_texts();
  const auto feed = text_feed(texts, kinds, v);
  static_assert(Feed<decltype(feed), std::uint8_t>);
  CHECK(feed.size() == 2);
  std::uint8_t kind = 0;
  CHECK(v.decode(filled(feed, 0, 0, kind)) == "red green blue");
  CHECK(kind == 4);
  CHECK(v.decode(filled(feed, 1, 5, kind)) == "uno dos tres cuatro cinco seis");
  CHECK(kind == 7);
}

TEST_CASE(
    "with a policy another text comes in each step, the same for the same stream and seed, another for another seed") {
  const Vocabulary<Form> v = vocabulary_of_texts();
  const ProtectedWords names{"green"};
  using Policy = TextAugment<RandomDeletion<0.5>>;
  const auto feed = text_feed(texts, kinds, v, Policy{}, 1, names),
             other = text_feed(texts, kinds, v, Policy{}, 2, names);
  std::uint8_t kind = 0;
  std::set<std::string> made;
  int same = 0;
  for (std::uint32_t step = 0; step < 60; ++step) {
    const auto x = filled(feed, 0, step, kind);
    CHECK(x == filled(feed, 0, step, kind));
    CHECK(v.decode(x).find("green") != std::string::npos);
    made.insert(v.decode(x));
    same += x == filled(other, 0, step, kind) ? 1 : 0;
  }
  CHECK(made == std::set<std::string>{"red green blue", "red green", "green blue", "green"});
  CHECK(same < 40);
}

TEST_CASE("as many targets as texts, a network of the form's length, and UTF-8 are needed") {
  const Vocabulary<Form> v = vocabulary_of_texts();
  const std::vector<std::uint8_t> one{1};
  CHECK_THROWS_WITH_AS(text_feed(texts, one, v), "text_feed: there are 2 texts and 1 targets", std::invalid_argument);
  std::array<float, 5> x{};
  RandomStream random(1, Purpose::feed);
  CHECK_THROWS_WITH_AS(text_feed(texts, kinds, v).fill(0, std::span<float>(x), std::span<std::uint8_t>(), random),
                       "text_feed: a text has 6 tokens, the network reads 5 numbers", std::invalid_argument);
  const std::vector<std::string> wrong{"\xff"};
  std::uint8_t kind = 0;
  CHECK_THROWS_AS(filled(text_feed(wrong, one, v), 0, 0, kind), std::invalid_argument);
}
