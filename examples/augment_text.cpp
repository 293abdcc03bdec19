// Names the domain of a WordNet noun from its explanation, with few texts to learn from: without augmentation and with a
// policy, the same number of updates. Usage: augment_text [--data FOLDER] [--seeds N] [--validate] [--preview]
#include <cincel/augment/text.hpp>
#include <cincel/data/wordnet.hpp>
#include <cincel/train/text_feed.hpp>
#include <cincel/training.hpp>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

using namespace cincel;

namespace {

// noun.act, .animal, .artifact, .body, .cognition, .communication, .food, .person, .plant, .substance
constexpr int domains[] = {4, 5, 6, 8, 9, 10, 13, 18, 20, 27};
constexpr std::size_t classes = std::size(domains);
constexpr std::size_t train_each = 40, other_each = 300;  // of a domain: to learn from, to validate and to test

using Form = Tokens<24, 12000, LetterCase::folded>;
using Net = Sequential<Input<Form::length>, Embedding<Form::size, 32>, Conv1D<48, 3, Same>, ReLU, GlobalMaxPooling1D,
                       Dense<classes>, Softmax>;
// Chosen on the validation texts (--validate).
using Policy = TextAugment<RandomSwap<0.2>, RandomDeletion<0.3>, RandomInsertion<0.15>>;

struct Texts {
  std::vector<std::string> texts;
  std::vector<std::uint8_t> labels;
};
struct Split {
  Texts train, validation, test;
};

/// The explanations of each domain, cut before their examples, in an order drawn from the seed.
Split split_of(const std::vector<WordNetSynset>& synsets, std::uint64_t seed) {
  Split split;
  for (std::size_t c = 0; c < classes; ++c) {
    std::vector<std::string> glosses;
    for (const WordNetSynset& s : synsets)
      if (s.domain == domains[c] && !s.is_instance) glosses.push_back(s.gloss.substr(0, s.gloss.find("; \"")));
    RandomStream random(seed, Purpose::shuffle, static_cast<std::uint32_t>(c));
    for (std::size_t i = glosses.size(); i > 1; --i)
      std::swap(glosses[i - 1], glosses[random.below(static_cast<std::uint32_t>(i))]);
    for (std::size_t i = 0; i < train_each + 2 * other_each && i < glosses.size(); ++i) {
      Texts& to = i < train_each ? split.train : i < train_each + other_each ? split.validation : split.test;
      to.texts.push_back(glosses[i]);
      to.labels.push_back(static_cast<std::uint8_t>(c));
    }
  }
  return split;
}

/// The words of the texts to learn from, and those that the policy makes of them.
Vocabulary<Form> vocabulary_of(const Texts& train, const Thesaurus& thesaurus) {
  Vocabulary<Form> vocabulary;
  std::uint32_t sample = 0;
  for (const std::string& text : train.texts) {
    vocabulary.add(text);
    for (std::uint32_t epoch = 0; epoch < 20; ++epoch)
      vocabulary.add(Policy::apply(Policy::draw(1, epoch, sample), text, thesaurus));
    ++sample;
  }
  vocabulary.build();
  return vocabulary;
}

template <class P>
double accuracy_with(const Split& split, const Texts& tested, const Vocabulary<Form>& vocabulary,
                     const Thesaurus& thesaurus, std::uint64_t seed) {
  Model<Net> model(Adam{2e-3f}, {}, {.seed = seed});
  model.fit(text_feed(split.train.texts, split.train.labels, vocabulary, P{}, seed, thesaurus),
            {.batch_size = 32, .epochs = 30, .verbose = false});
  return static_cast<double>(model.evaluate(text_feed(tested.texts, tested.labels, vocabulary)).accuracy());
}

struct Figures {
  std::vector<double> values;
  double mean() const {
    double sum = 0;
    for (const double v : values) sum += v;
    return sum / static_cast<double>(values.size());
  }
  double deviation() const {
    double sum = 0;
    for (const double v : values) sum += (v - mean()) * (v - mean());
    return values.size() < 2 ? 0 : std::sqrt(sum / static_cast<double>(values.size() - 1));
  }
};

int run(const std::string& folder, std::uint64_t seeds, bool validate, bool show) {
  const Thesaurus thesaurus = read_wordnet(folder);
  const std::vector<WordNetSynset> synsets = read_wordnet_synsets(folder + "/data.noun");
  if (show) {
    const std::vector<std::string> texts = split_of(synsets, 1).train.texts;
    preview<Policy>(std::cout, std::span(texts).first(6), 1, 3, thesaurus);
  }
  Figures none, with;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const Split split = split_of(synsets, seed);
    const Texts& tested = validate ? split.validation : split.test;
    const Vocabulary<Form> vocabulary = vocabulary_of(split.train, thesaurus);
    none.values.push_back(accuracy_with<TextAugment<>>(split, tested, vocabulary, thesaurus, seed));
    with.values.push_back(accuracy_with<Policy>(split, tested, vocabulary, thesaurus, seed));
    std::printf("seed %d: %zu texts, %zu words; accuracy without %.4f, with the policy %.4f\n", static_cast<int>(seed),
                split.train.texts.size(), vocabulary.size(), none.values.back(), with.values.back());
    std::fflush(stdout);
  }
  std::printf("without: %.4f ± %.4f; with the policy: %.4f ± %.4f (%s, %d seeds)\n", none.mean(), none.deviation(),
              with.mean(), with.deviation(), validate ? "validation" : "test", static_cast<int>(seeds));
  std::printf("text_none=%.4f text_policy=%.4f\n", none.mean(), with.mean());
  return with.mean() > none.mean() ? 0 : 1;
}

}  // namespace

int main(int count, char** argument) {
  std::string folder = "/usr/share/wordnet";
  std::uint64_t seeds = 5;
  bool validate = false, show = false;
  for (int i = 1; i < count; ++i) {
    const std::string a = argument[i];
    if (a == "--data" && i + 1 < count) {
      folder = argument[++i];
    } else if (a == "--seeds" && i + 1 < count) {
      seeds = std::strtoull(argument[++i], nullptr, 10);
    } else if (a == "--validate" || a == "--preview") {
      (a == "--validate" ? validate : show) = true;
    } else {
      std::fprintf(stderr, "augment_text: unknown option %s; known are --data, --seeds, --validate, --preview\n",
                   a.c_str());
      return 2;
    }
  }
  try {
    if (seeds == 0) throw std::invalid_argument("--seeds is a number of at least 1");
    return run(folder, seeds, validate, show);
  } catch (const std::exception& e) {
    std::fprintf(stderr, "augment_text: %s\n", e.what());
    return 2;
  }
}
