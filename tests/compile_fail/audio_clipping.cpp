// expect: ClippingDistortion<0, 140>: needs two numbers from 0 to 100 percent
#include <cincel/augment/audio.hpp>
using namespace cincel;
constexpr auto drawn = AugmentAudio<audio::ClippingDistortion<0, 140>>::draw(1, 0, 0);
