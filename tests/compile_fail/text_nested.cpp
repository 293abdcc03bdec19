// expect: chooses among steps, and none of them may be a choice or an option
#include <cincel/augment/text.hpp>
using namespace cincel;
using Policy = TextAugment<TextOneOf<Eda<0.1>, RandomSwap<>>>;
constexpr TextDraw drawn = Policy::draw(1, 0, 0);
static_assert(Policy::steps == 1);
