// expect: RandomInsertion<-0.1>: inserts a share of the words
#include <cincel/augment/text.hpp>
using namespace cincel;
using Policy = TextAugment<RandomInsertion<-0.1>>;
constexpr TextDraw drawn = Policy::draw(1, 0, 0);
static_assert(Policy::steps == 1);
