// expect: Sometimes<1.5, Invert>: has a probability outside [0, 1]
#include <cincel/augment.hpp>
using namespace cincel;
using Policy = Sequence<Sometimes<1.5, Invert>>;
constexpr auto drawn = Policy::draw(1, 0, 0);
static_assert(sizeof(drawn) > 0);
