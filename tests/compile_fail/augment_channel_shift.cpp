// expect: ChannelShift<-20>: is not a number of at least 0
#include <cincel/augment.hpp>
using namespace cincel;
using Policy = Augment<ChannelShift<-20>>;
constexpr AugmentDraw drawn = Policy::draw(1, 0, 0);
static_assert(Policy::settings.rotation == 0);
