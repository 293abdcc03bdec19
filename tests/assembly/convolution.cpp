// Convolutions whose tiles have several widths: whole and partial groups of channels, few channels, a pooling behind; along
// the width tiles of six to four channels, with strides, and sums of several blocks.
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
using Few = Sequential<Input<32, 32, 1>, Conv2D<6, 5>, Tanh>;
using FewStrided = Sequential<Input<32, 32, 3>, Conv2D<4, 3, Stride<2>>, Force<"conv2d", "width">>;
using FewLong = Sequential<Input<32, 32, 3>, Conv2D<13, 7>, Force<"conv2d", "width">>;
template void run<Pooled>(const Memory<float>&);
template void run<Plain>(const Memory<float>&);
template void run<Few>(const Memory<float>&);
template void run<FewStrided>(const Memory<float>&);
template void run<FewLong>(const Memory<float>&);
