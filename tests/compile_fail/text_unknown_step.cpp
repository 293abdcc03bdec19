// expect: int: is no step of a text policy, which has steps such as RandomSwap<0.1>
#include <cincel/augment/text.hpp>
using namespace cincel;
using Policy = TextAugment<int>;
constexpr TextDraw drawn = Policy::draw(1, 0, 0);
static_assert(Policy::steps == 1);
