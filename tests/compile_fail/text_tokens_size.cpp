// expect: Tokens<16, 2>: a vocabulary has 3 to 16777216 words
#include <cincel/augment/text.hpp>
using namespace cincel;
constexpr auto n = Tokens<16, 2>::length;
static_assert(n == 16);
