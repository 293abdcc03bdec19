// expect: RandomDeletion<2>: deletes a word with a probability, which lies in [0, 1]
#include <cincel/augment/text.hpp>
using namespace cincel;
using Policy = TextAugment<RandomDeletion<2>>;
constexpr TextDraw drawn = Policy::draw(1, 0, 0);
static_assert(Policy::steps == 1);
