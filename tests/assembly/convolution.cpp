// Convolutions whose tiles have several widths: whole and partial groups of channels, few channels, a pooling behind.
#include <cincel/inference.hpp>

using namespace cincel;

template <class Net>
void run(const Memory<float>& m) {
  Program<Net, native_pack>::run(m);
}

using Pooled = Sequential<Input<28, 28, 1>, Conv2D<32, 3>, ReLU, MaxPooling2D<2>, Conv2D<64, 3>, ReLU, MaxPooling2D<2>,
                          TightNumbers>;
using Plain = Sequential<Input<56, 56, 64>, Conv2D<64, 3, Same>, ReLU, Conv2D<256, 1>, Conv2D<24, 3, Stride<2>>, ReLU,
                         TightNumbers>;
template void run<Pooled>(const Memory<float>&);
template void run<Plain>(const Memory<float>&);
