// expect: ModelParaphrase<1>: needs a model behind the text: a function of (std::string_view, RandomStream&) that returns a text
#include <cincel/augment/text.hpp>
using namespace cincel;
using Policy = TextAugment<ModelParaphrase<>>;
std::string changed(std::string_view text) { return Policy::apply(Policy::draw(1, 0, 0), text); }
