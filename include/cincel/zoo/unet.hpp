// U-Net (Ronneberger et al., "U-Net: convolutional networks for biomedical image segmentation", 2015).
#pragma once

#include <cincel/zoo/blocks.hpp>

namespace cincel::zoo {

namespace unet {

/// Two 3x3 convolutions without padding, as in the paper, or with, as is common now.
template <int Filters, class PaddingOption>
using Twice =
    Sequential<Conv2D<Filters, 3, PaddingOption, HeNormal>, ReLU, Conv2D<Filters, 3, PaddingOption, HeNormal>, ReLU>;

/// One level: `Inner` stands between the pooling and the transposed convolution; what the way down made is cut by
/// `Crop` on each side and put in front of what comes up.
template <int Filters, class PaddingOption, int Crop, class Inner>
using Level =
    Sequential<Twice<Filters, PaddingOption>,
               Concat<Cropping2D<Crop>, Sequential<MaxPooling2D<2>, Inner, Conv2DTranspose<Filters, 2, Stride<2>>>>,
               Twice<Filters, PaddingOption>>;
template <int W, class P, int C1, int C2, int C3, int C4>
using Levels = Level<W, P, C1, Level<2 * W, P, C2, Level<4 * W, P, C3, Level<8 * W, P, C4, Twice<16 * W, P>>>>>;

}  // namespace unet

/// U-Net with padded convolutions: the output has the size of the input, which 16 divides. `Width` is the number of
/// filters of the first level.
template <int Classes = 2, int Size = 256, int Channels = 1, int Width = 64>
using UNet = typename Published<
    Sequential<Input<Size, Size, Channels>, unet::Levels<Width, Same, 0, 0, 0, 0>, Conv2D<Classes, 1>, Softmax>,
    (Classes == 2 && Size == 256 && Channels == 1 && Width == 64) ? 31'030'658 : 0>::type;

/// As in the paper: 572x572 pixels in, 388x388 out.
using UNet2015 = Sequential<Input<572, 572, 1>, unet::Levels<64, Valid, 88, 40, 16, 4>, Conv2D<2, 1>, Softmax>;

// The paper gives no count; one class makes the 31,030,593 that Keras prints for these layers.
static_assert(UNet<1>::parameter_count == 31'030'593);
static_assert(UNet2015::parameter_count == 31'030'658);
static_assert(UNet2015::output_shape == Shape(388, 388, 2));

}  // namespace cincel::zoo
