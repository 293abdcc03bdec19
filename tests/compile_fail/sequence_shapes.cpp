// expect: would give different shapes, 3x3x1 and 4x4x1
#include <cincel/augment.hpp>
using namespace cincel;
using Policy = Sequence<OneOf<Resize<3>, RandomCrop<4>>>;
std::array<float, Image<8, 8, 1>::size> picture;
std::array<float, 9> changed;
void use() { Policy::apply<Image<8, 8, 1>>(Policy::draw(1, 0, 0), picture, changed); }
