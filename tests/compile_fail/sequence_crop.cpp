// expect: RandomCrop<6, 6>: cuts more than there is: the picture has 5x5 pixels here
#include <cincel/augment.hpp>
using namespace cincel;
using Policy = Sequence<CropCenter<5>, RandomCrop<6>>;
std::array<float, Image<8, 8, 3>::size> picture;
std::array<float, 108> changed;
void use() { Policy::apply<Image<8, 8, 3>>(Policy::draw(1, 0, 0), picture, changed); }
