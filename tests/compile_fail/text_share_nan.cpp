// expect: RandomSwap<NaN>: swaps a share of the words, which lies in [0, 1]
#include <cincel/augment/text.hpp>
using namespace cincel;
using Policy = TextAugment<RandomSwap<Real(__builtin_nan(""))>>;
constexpr TextDraw drawn = Policy::draw(1, 0, 0);
static_assert(Policy::steps == 1);
