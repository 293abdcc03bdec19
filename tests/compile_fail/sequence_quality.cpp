// expect: JpegCompression<0, 90>: needs qualities from 1 to 100, got 0 to 90
#include <cincel/augment.hpp>
using namespace cincel;
using Policy = Sequence<JpegCompression<0, 90>>;
constexpr auto drawn = Policy::draw(1, 0, 0);
static_assert(sizeof(drawn) > 0);
