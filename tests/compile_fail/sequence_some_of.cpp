// expect: SomeOf<3, Invert, Equalize>: is to choose 3 of 2
#include <cincel/augment.hpp>
using namespace cincel;
using Policy = Sequence<SomeOf<3, Invert, Equalize>>;
constexpr auto drawn = Policy::draw(1, 0, 0);
static_assert(sizeof(drawn) > 0);
