// expect: SynonymReplacement<0.1>: needs a thesaurus behind the text, as in apply(draw, text, read_wordnet(folder))
#include <cincel/augment/text.hpp>
using namespace cincel;
using Policy = TextAugment<Eda<0.1>>;
std::string changed(std::string_view text) { return Policy::apply(Policy::draw(1, 0, 0), text); }
