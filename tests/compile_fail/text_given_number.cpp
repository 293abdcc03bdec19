// expect: apply: nothing is done with int; give a thesaurus, a PhraseTable, a model or ProtectedWords
#include <cincel/augment/text.hpp>
using namespace cincel;
using Policy = TextAugment<RandomSwap<0.1>>;
std::string changed(std::string_view text) { return Policy::apply(Policy::draw(1, 0, 0), text, 42); }
