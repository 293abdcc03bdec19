// expect: JpegCompression<90, 50>: has the least of its qualities above the largest; give the least first
#include <cincel/augment.hpp>
using namespace cincel;
using Policy = Sequence<JpegCompression<90, 50>>;
constexpr auto drawn = Policy::draw(1, 0, 0);
static_assert(sizeof(drawn) > 0);
