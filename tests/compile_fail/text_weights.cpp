// expect: TextOneOf<RandomSwap<0.1, 0>, RandomDeletion<0.1, 0>>: has weights whose sum is 0, so that nothing can be chosen
#include <cincel/augment/text.hpp>
using namespace cincel;
using Policy = TextAugment<TextOneOf<RandomSwap<0.1, 0>, RandomDeletion<0.1, 0>>>;
constexpr TextDraw drawn = Policy::draw(1, 0, 0);
static_assert(Policy::steps == 1);
