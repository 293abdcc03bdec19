// expect: Invert: takes pictures of 1, 3 or 4 channels (the fourth is alpha, which stays), got 8x8x2
#include <cincel/augment.hpp>
using namespace cincel;
using Policy = Sequence<Invert>;
std::array<float, Image<8, 8, 2>::size> picture;
std::array<float, 128> changed;
void use() { Policy::apply<Image<8, 8, 2>>(Policy::draw(1, 0, 0), picture, changed); }
