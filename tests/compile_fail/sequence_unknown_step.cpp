// expect: int: is no step of a sequence
#include <cincel/augment.hpp>
using namespace cincel;
using Policy = Sequence<Invert, int>;
constexpr auto drawn = Policy::draw(1, 0, 0);
static_assert(sizeof(drawn) > 0);
