// expect: MedianBlur<4>: needs an odd kernel of 1 to 31 pixels, got 4
#include <cincel/augment.hpp>
using namespace cincel;
using Policy = Sequence<MedianBlur<4>>;
constexpr auto drawn = Policy::draw(1, 0, 0);
static_assert(sizeof(drawn) > 0);
