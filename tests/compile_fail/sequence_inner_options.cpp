// expect: has options, which belong to the outermost sequence
#include <cincel/augment.hpp>
using namespace cincel;
using Policy = Sequence<Sequence<Invert, SmoothMasks>, Equalize>;
constexpr auto drawn = Policy::draw(1, 0, 0);
static_assert(sizeof(drawn) > 0);
