// Every step of TextAugment by itself.
#include "augment.hpp"

namespace {

using namespace cincel;

const bench::Registration steps([] {
  bench::add_text<TextAugment<SynonymReplacement<0.1>>>("synonym_replacement", bench::small_thesaurus());
  bench::add_text<TextAugment<RandomInsertion<0.1>>>("random_insertion", bench::small_thesaurus());
  bench::add_text<TextAugment<RandomSwap<0.1>>>("random_swap");
  bench::add_text<TextAugment<RandomDeletion<0.1>>>("random_deletion");
  bench::add_text<TextAugment<KeyboardNoise<0.3, 0.3>>>("keyboard_noise");
  bench::add_text<TextAugment<SpellingNoise<0.3>>>("spelling_noise");
});

}  // namespace
