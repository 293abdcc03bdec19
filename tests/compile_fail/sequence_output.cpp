// expect: apply: the output is 9 float or uint8_t (3x3x1), got an array of 64 float
#include <cincel/augment.hpp>
using namespace cincel;
using Policy = Sequence<Resize<3>>;
std::array<float, Image<8, 8, 1>::size> picture;
std::array<float, 64> changed;
void use() { Policy::apply<Image<8, 8, 1>>(Policy::draw(1, 0, 0), picture, changed); }
