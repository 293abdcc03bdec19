// VGG (Simonyan and Zisserman, "Very deep convolutional networks for large-scale image recognition", 2015).
#pragma once

#include <cincel/zoo/blocks.hpp>

namespace cincel::zoo {

namespace vgg {

template <int Filters>
using Plain = Sequential<Conv2D<Filters, 3, Padding<1>, HeNormal>, ReLU>;
template <int Filters>
using Normed = Sequential<Conv2D<Filters, 3, Padding<1>, HeNormal>, BatchNorm, ReLU>;

template <template <int> class Conv, int N, int Filters>
using Stage = Sequential<Repeat<N, Conv<Filters>>, MaxPooling2D<2>>;

/// `Deep` convolutions in each of the last three stages.
template <template <int> class Conv, int Deep, int Classes, int Size, int Channels, int Width>
using Net =
    Sequential<Input<Size, Size, Channels>, Named<"stage1", Stage<Conv, 2, Width>>,
               Named<"stage2", Stage<Conv, 2, 2 * Width>>, Named<"stage3", Stage<Conv, Deep, 4 * Width>>,
               Named<"stage4", Stage<Conv, Deep, 8 * Width>>, Named<"stage5", Stage<Conv, Deep, 8 * Width>>, Flatten,
               Dense<64 * Width>, ReLU, Dropout<0.5f>, Dense<64 * Width>, ReLU, Dropout<0.5f>, Dense<Classes>, Softmax>;

}  // namespace vgg

/// Configurations D and E; `Width` is the number of filters of the first stage. Counts: torchvision vgg16, vgg19,
/// vgg16_bn, vgg19_bn.
template <int Classes = 1000, int Size = 224, int Channels = 3, int Width = 64>
using VGG16 =
    typename Published<vgg::Net<vgg::Plain, 3, Classes, Size, Channels, Width>,
                       (Classes == 1000 && Size == 224 && Channels == 3 && Width == 64) ? 138'357'544 : 0>::type;
template <int Classes = 1000, int Size = 224, int Channels = 3, int Width = 64>
using VGG19 =
    typename Published<vgg::Net<vgg::Plain, 4, Classes, Size, Channels, Width>,
                       (Classes == 1000 && Size == 224 && Channels == 3 && Width == 64) ? 143'667'240 : 0>::type;
/// With batch normalisation behind each convolution.
template <int Classes = 1000, int Size = 224, int Channels = 3, int Width = 64>
using VGG16BN =
    typename Published<vgg::Net<vgg::Normed, 3, Classes, Size, Channels, Width>,
                       (Classes == 1000 && Size == 224 && Channels == 3 && Width == 64) ? 138'365'992 : 0>::type;
template <int Classes = 1000, int Size = 224, int Channels = 3, int Width = 64>
using VGG19BN =
    typename Published<vgg::Net<vgg::Normed, 4, Classes, Size, Channels, Width>,
                       (Classes == 1000 && Size == 224 && Channels == 3 && Width == 64) ? 143'678'248 : 0>::type;

}  // namespace cincel::zoo
