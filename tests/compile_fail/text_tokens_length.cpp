// expect: Tokens<0, 100>: a text has a length of 1 to 1048576 tokens
#include <cincel/augment/text.hpp>
using namespace cincel;
constexpr auto n = Tokens<0, 100>::length;
static_assert(n == 0);
