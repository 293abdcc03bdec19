// expect: RandomSwap<0.1, 1.5>: has a probability outside [0, 1]
#include <cincel/augment/text.hpp>
using namespace cincel;
using Policy = TextAugment<RandomSwap<0.1, 1.5>>;
constexpr TextDraw drawn = Policy::draw(1, 0, 0);
static_assert(Policy::steps == 1);
