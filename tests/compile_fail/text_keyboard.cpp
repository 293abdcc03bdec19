// expect: KeyboardNoise<0.3, 1.2>: changes a share of the letters of a word, which lies in [0, 1]
#include <cincel/augment/text.hpp>
using namespace cincel;
using Policy = TextAugment<KeyboardNoise<0.3, 1.2>>;
constexpr TextDraw drawn = Policy::draw(1, 0, 0);
static_assert(Policy::steps == 1);
