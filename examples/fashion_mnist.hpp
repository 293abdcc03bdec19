// The network of the Fashion-MNIST example.
#pragma once

#include <cincel/graph/wiring_error.hpp>

#include <cincel/layers/layers.hpp>

using FashionNet =
    cincel::Sequential<cincel::Input<28, 28, 1>, cincel::Conv2D<32, 3>, cincel::ReLU, cincel::MaxPooling2D<2>,
                       cincel::Conv2D<64, 3>, cincel::ReLU, cincel::MaxPooling2D<2>, cincel::Flatten,
                       cincel::Dropout<0.5f>, cincel::Dense<10>, cincel::Softmax>;
