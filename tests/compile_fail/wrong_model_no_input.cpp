// expect: layer 0, Conv2D<4, 3>: has no Input before it, begin the network with Input<height, width, channels>
#include <cincel/training.hpp>
using namespace cincel;
using Net = Sequential<Conv2D<4, 3>, Flatten, Dense<10>, Softmax>;
void f(const std::vector<float>& x, const std::vector<std::uint8_t>& y) { Model<Net> model; model.fit(x, y); }
