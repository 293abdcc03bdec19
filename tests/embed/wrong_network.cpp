// A generator for a network that the weights file does not belong to: must refuse it.
#include <cincel/io/embed.hpp>
#include <cincel/layers/layers.hpp>

using Other = cincel::Sequential<cincel::Input<28, 28, 1>, cincel::Conv2D<32, 3>, cincel::Sigmoid,
                                 cincel::MaxPooling2D<2>, cincel::Conv2D<64, 3>, cincel::ReLU, cincel::MaxPooling2D<2>,
                                 cincel::Flatten, cincel::Dense<10>, cincel::Softmax>;

int main(int n, char** a) { return cincel::embed_main<Other>(n, a); }
