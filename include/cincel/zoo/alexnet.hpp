// AlexNet (Krizhevsky, "One weird trick for parallelizing convolutional neural networks", 2014), as torchvision has it,
// and with the local response normalisation of the original (Krizhevsky et al. 2012).
#pragma once

#include <cincel/zoo/blocks.hpp>

namespace cincel::zoo {

/// `Width` is the number of filters of the first layer.
template <int Classes = 1000, int Size = 224, int Channels = 3, int Width = 64>
using AlexNet = typename Published<
    Sequential<Input<Size, Size, Channels>, Conv2D<Width, 11, Stride<4>, Padding<2>>, ReLU, MaxPooling2D<3, Stride<2>>,
               Conv2D<3 * Width, 5, Padding<2>>, ReLU, MaxPooling2D<3, Stride<2>>, Conv2D<6 * Width, 3, Padding<1>>,
               ReLU, Conv2D<4 * Width, 3, Padding<1>>, ReLU, Conv2D<4 * Width, 3, Padding<1>>, ReLU,
               MaxPooling2D<3, Stride<2>>, Flatten, Dropout<0.5f>, Dense<64 * Width>, ReLU, Dropout<0.5f>,
               Dense<64 * Width>, ReLU, Dense<Classes>, Softmax>,
    (Classes == 1000 && Size == 224 && Channels == 3 && Width == 64) ? 61'100'840 : 0>::type;

/// Two towers as groups, and local response normalisation, of the network that won in 2012.
using AlexNet2012 =
    Sequential<Input<227, 227, 3>, Conv2D<96, 11, Stride<4>>, ReLU, LocalResponseNormalization<5, 1e-4f, 0.75f, 2.0f>,
               MaxPooling2D<3, Stride<2>>, Conv2D<256, 5, Padding<2>, Groups<2>>, ReLU,
               LocalResponseNormalization<5, 1e-4f, 0.75f, 2.0f>, MaxPooling2D<3, Stride<2>>,
               Conv2D<384, 3, Padding<1>>, ReLU, Conv2D<384, 3, Padding<1>, Groups<2>>, ReLU,
               Conv2D<256, 3, Padding<1>, Groups<2>>, ReLU, MaxPooling2D<3, Stride<2>>, Flatten, Dense<4096>, ReLU,
               Dropout<0.5f>, Dense<4096>, ReLU, Dropout<0.5f>, Dense<1000>, Softmax>;

static_assert(AlexNet2012::parameter_count == 60'965'224);  // Caffe's bvlc_reference_caffenet and alexnet

}  // namespace cincel::zoo
