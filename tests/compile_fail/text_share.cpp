// expect: SynonymReplacement<1.5>: replaces a share of the words, which lies in [0, 1]
#include <cincel/augment/text.hpp>
using namespace cincel;
using Policy = TextAugment<SynonymReplacement<1.5>>;
constexpr TextDraw drawn = Policy::draw(1, 0, 0);
static_assert(Policy::steps == 1);
