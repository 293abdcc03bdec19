// `cincel augment`: steps on texts, as a policy does by the same numbers; and which step a command line means.
#include "../../../tools/augment_any.hpp"
#include "../says.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <sstream>

using namespace cincel;

namespace {

const std::string folder = std::filesystem::temp_directory_path().string() + "/cincel_augment_texts";
constexpr const char* sentence = "The quick brown foxes jumped over several lazy dogs, and nobody was surprised.";

void write_text(const std::string& name, const std::string& text) {
  std::filesystem::create_directories(folder);
  NewFile file(folder + "/" + name);
  file.write(std::as_bytes(std::span(text)));
  file.commit();
}
std::string changed(const std::string& step, const std::string& params, const std::string& text = sentence) {
  const NamedTextStep* found = find_text_step(step);
  REQUIRE(found != nullptr);
  return augment_text(*found, params, text);
}
/// What a policy of one step makes of the sentence by the key 5.
template <class Step, class... Given>
std::string by_policy(const Given&... given) {
  const std::string s = TextAugment<Step>::apply(TextDraw{.key = 5, .chosen = 1}, sentence, given...);
  CHECK(s != sentence);
  return s;
}
std::string reason(const std::string& step, const std::string& params, const std::string& text = sentence) {
  return reason_of([&] { changed(step, params, text); });
}
/// What a command line prints, or the reason why it fails.
std::string done(const AugmentCommand& c) {
  std::ostringstream out;
  try {
    augment(c, out);
  } catch (const std::exception& e) {
    return e.what();
  }
  return out.str();
}

}  // namespace

TEST_CASE("cincel augment runs steps on texts as a policy does by the same numbers") {
  CHECK(changed("random_swap", R"({"share": 0.3, "seed": 5})") == by_policy<RandomSwap<0.3>>());
  CHECK(changed("random_deletion", R"({"probability": 0.4, "seed": 5})") == by_policy<RandomDeletion<0.4>>());
  CHECK(changed("keyboard_noise", R"({"words": 0.5, "letters": 0.3, "seed": 5})") ==
        by_policy<KeyboardNoise<0.5, 0.3>>());
  CHECK(changed("keyboard_noise", R"({"words": 0.5, "letters": 0.3, "seed": 5, "layout": "spanish"})") ==
        by_policy<KeyboardNoise<0.5, 0.3, Keyboard::spanish>>());
  CHECK(changed("spelling_noise", R"({"words": 0.5, "seed": 5, "language": "spanish"})") ==
        by_policy<SpellingNoise<0.5, Language::spanish>>());
  CHECK(changed("paraphrase", "{}", "We didn't go.") == "We did not go.");
  CHECK(changed("random_deletion", R"({"probability": 1, "protect": 1})", "I never sing") == "I never");
  CHECK(split_words(changed("random_deletion", R"({"probability": 1, "protect": 0})", "I never sing")).count() == 1);
}

TEST_CASE("cincel augment reads a thesaurus") {
  write_text("words.txt", "quick|rapid\nlazy|idle\nbrown|tan\n");
  const Thesaurus thesaurus = read_thesaurus(folder + "/words.txt", Language::english);
  const std::string params = "{\"share\": 0.3, \"seed\": 5, \"thesaurus\": \"" + folder + "/words.txt\"}";
  CHECK(changed("synonym_replacement", params) == by_policy<SynonymReplacement<0.3>>(thesaurus));
  CHECK(changed("random_insertion", params) == by_policy<RandomInsertion<0.3>>(thesaurus));
  check_says(reason("random_insertion", R"({"share": 0.3, "thesaurus": "none.txt"})"), "none.txt: cannot be opened");
  check_says(reason("random_insertion", R"({"share": 0.3})"), "needs the parameter \"thesaurus\", a name");
  check_says(reason("random_insertion", R"({"share": 0.3, "thesaurus": "none.txt", "format": "csv"})"),
             "must be one of list, mythes, wordnet");
  std::filesystem::remove_all(folder);
}

TEST_CASE("each line is a text with numbers of its own, and its end stays") {
  const std::string line = sentence, params = R"({"share": 0.5, "seed": 5})";
  const std::string all = changed("random_swap", params, line + "\n\n" + line + "\n");
  CHECK(all.substr(0, line.size() + 2) == changed("random_swap", params) + "\n\n");
  const std::string third = all.substr(line.size() + 2);
  CHECK(third.size() == line.size() + 1);
  CHECK(third.back() == '\n');
  CHECK(third != changed("random_swap", params) + "\n");
  CHECK(changed("random_swap", params, "").empty());
  CHECK(changed("random_swap", R"({"share": 0})", "ni\xC3\xB1o, \n x") == "ni\xC3\xB1o, \n x");
}

TEST_CASE("cincel augment says what is wrong with texts and their parameters") {
  check_says(reason("random_swap", "{}"), "augment random_swap: needs the parameter \"share\", a number from 0 to 1");
  check_says(reason("random_swap", R"({"share": 2})"), "\"share\" is 2, but must be a number from 0 to 1");
  check_says(reason("random_swap", R"({"share": 1, "words": 1})"), "has no parameter \"words\"");
  check_says(reason("random_swap", R"({"share": 1, "seed": 0.5})"), "must be a whole number");
  check_says(reason("paraphrase", R"({"language": "latin"})"), "must be one of english, spanish");
  check_says(reason("paraphrase", "[]"), "is no JSON object");
  check_says(reason("random_swap", R"({"share": 1})", "a \xFF"), "the text is no UTF-8, byte 2");
}

TEST_CASE("a command line finds its step among those on pictures, sounds and texts") {
  write_text("x.txt", "We didn't go.\n");
  const std::string x = folder + "/x.txt", y = folder + "/y.txt";
  CHECK(done({.policy = "paraphrase", .text = "We didn't go."}) == "We did not go.\n");
  CHECK(done({.policy = "paraphrase", .input = x}) == "We did not go.\n");
  CHECK(done({.policy = "paraphrase", .input = x, .output = y}).empty());
  CHECK(read_text(y) == "We did not go.\n");
  write_text("bad.txt", "ab\n\xFF");
  check_says(done({.policy = "paraphrase", .input = folder + "/bad.txt"}), "bad.txt, byte 3: is no UTF-8");
  check_says(done({.policy = "paraphrase"}), "needs either --input, a file of text, or --text");
  check_says(done({.policy = "paraphrase", .input = x, .text = "a"}), "needs either --input");
  check_says(done({.policy = "paraphrase", .text = "a", .rate = 8000}), "takes no --rate");

  const std::string in = folder + "/x.npy", out = folder + "/y.npy";
  write_npy(in, {{0.5f, 1, 0, 0.25f}, {2, 2}, false});
  CHECK(done({.policy = "flip_horizontal", .input = in, .output = out}).empty());
  CHECK(read_npy(out, npy_picture).numbers == std::vector<float>{1, 0.5f, 0.25f, 0});
  CHECK(done({.policy = "polarity_inversion", .input = in, .output = out, .rate = 8000}).empty());
  CHECK(read_npy(out, npy_sound).numbers == std::vector<float>{-0.5f, -1, 0, -0.25f});
  check_says(done({.policy = "polarity_inversion", .input = in, .output = out}), "needs --rate");
  check_says(done({.policy = "flip_horizontal", .input = in, .output = out, .rate = 8000}), "takes no --rate");
  check_says(done({.policy = "flip_horizontal", .input = in, .output = out, .text = "a"}), "takes no --text");
  check_says(done({.policy = "flip_horizontal", .input = in}), "needs --input and --output");
  check_says(done({.policy = "flipped", .input = in, .output = out}), "augment flipped: there is no such step");
  check_says(done({}), "needs --policy, --input and --output, or --list");
  std::filesystem::remove_all(folder);
}

TEST_CASE("no two steps of cincel augment have one name, and the list has all of them") {
  std::ostringstream listed;
  list_all_steps(listed);
  std::set<std::string> names;
  const auto take = [&](const char* name) {
    CHECK(names.insert(name).second);
    const std::string line = std::string("\n") + name;
    CHECK((listed.str().find(line + ":") != std::string::npos || listed.str().find(line + "\n") != std::string::npos));
  };
  for (const NamedStep& s : named_steps) take(s.name);
  for (const NamedSoundStep& s : named_sound_steps) take(s.name);
  for (const NamedTextStep& s : named_text_steps) take(s.name);
}
