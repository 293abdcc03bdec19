// expect: TextOneOf<>: has no step to choose
#include <cincel/augment/text.hpp>
using namespace cincel;
using Policy = TextAugment<TextOneOf<>>;
constexpr TextDraw drawn = Policy::draw(1, 0, 0);
static_assert(Policy::steps == 1);
