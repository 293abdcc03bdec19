// expect: GaussianBlur<3, 0, 1>: needs deviations from 0.001 to 1000, got 0 to 1
#include <cincel/augment.hpp>
using namespace cincel;
using Policy = Sequence<OneOf<Invert, GaussianBlur<3, 0, 1>>>;
constexpr auto drawn = Policy::draw(1, 0, 0);
static_assert(sizeof(drawn) > 0);
