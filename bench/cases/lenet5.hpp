// LeNet-5 on images of 32x32.
#pragma once

#include <cincel/inference.hpp>

namespace bench {

using LeNet5 = cincel::Sequential<cincel::Input<32, 32, 1>, cincel::Conv2D<6, 5>, cincel::Tanh,
                                  cincel::AveragePooling2D<2>, cincel::Conv2D<16, 5>, cincel::Tanh,
                                  cincel::AveragePooling2D<2>, cincel::Conv2D<120, 5>, cincel::Tanh, cincel::Flatten,
                                  cincel::Dense<84>, cincel::Tanh, cincel::Dense<10>, cincel::Softmax>;

}  // namespace bench
