// expect: RandomResizedCrop<32, 32>: has the least of its shares of the area above the largest
#include <cincel/augment.hpp>
using namespace cincel;
using Policy = Sequence<RandomResizedCrop<32, 32, 0.9, 0.5>>;
constexpr auto drawn = Policy::draw(1, 0, 0);
static_assert(sizeof(drawn) > 0);
