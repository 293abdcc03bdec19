// expect: Brightness<-1, 1>: has a factor that is not a number of at least 0
#include <cincel/augment.hpp>
using namespace cincel;
using Policy = Augment<Brightness<-1, 1>>;
constexpr AugmentDraw drawn = Policy::draw(1, 0, 0);
static_assert(Policy::settings.rotation == 0);
