// expect: Protect<"No">: holds words, each without spaces and in small letters
#include <cincel/augment/text.hpp>
using namespace cincel;
using Policy = TextAugment<Protect<"No">>;
constexpr TextDraw drawn = Policy::draw(1, 0, 0);
static_assert(Policy::steps == 1);
