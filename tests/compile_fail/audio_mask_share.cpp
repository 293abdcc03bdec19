// expect: TimeMasking<10, 1.5>: needs a largest share of the frames above 0 and up to 1
#include <cincel/augment/audio.hpp>
using namespace cincel;
constexpr auto drawn = AugmentAudio<audio::TimeMasking<10, 1.5>>::draw(1, 0, 0);
