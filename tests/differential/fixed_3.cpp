// Made by make_fixed.py.
#include "fixed.hpp"

namespace {
using namespace cincel;
using Net_9209 = Sequential<
    Input<9, 7>, Reshape<1, 7, 9>, Shared<"n1", DepthwiseConv2D<1, Same, Stride<Size(1, 1)>>>, LeakyReLU<>,
    Add<Sequential<Shared<"n2", Conv2D<23, 4, Same>, Slice<3, 0, 7, 2>>, ChannelPadding<0, 5>,
                   Shared<"n2", Conv2D<23, 4, Same>, Slice<3, 0, 7, 2>>>,
        Slice<3, 4, 8>, Sequential<Conv2DTranspose<13, 4, NoBias, Dilation<2>>, Resizing<1, 7>, Conv2D<4, 1, Same>>>,
    GlobalMaxPooling2D, Dense<10>, Flatten>;
using Net_9221 = Sequential<Input<31>, Dense<9, GlorotNormal>, Dense<10>, Flatten>;
using Net_9528 =
    Sequential<Input<1>, Embedding<3, 6>, LocalResponseNormalization<7, 0.5f, 0.75f, 2.0f>, Dense<11, GlorotUniform>>;
using Net_9975 = Sequential<
    Input<4, 9>, LocalResponseNormalization<3, 0.5f, 0.5f, 2.0f>,
    Concat<Sequential<Named<"n1", GroupNormalization<1>>, Shared<"n2", UpSampling1D<1>, ClippedReLU<1.0f>>, PReLU>,
           Sequential<PositionalEmbedding, Shared<"n2", UpSampling1D<1>, ClippedReLU<1.0f>>>>,
    Cropping1D<0, 2>, Auxiliary<"n3", Cropping1D<0, 1>, Flatten, Dense<5>>, LocalResponseNormalization<1>, Sigmoid>;
using Net_10150 =
    Sequential<Input<13, 1>, MultiHeadAttention<3, 8, Causal, NoBias>,
               Auxiliary<"n1", Conv1D<2, 2, Same, Stride<1>>, Conv1D<24, 1, Stride<1>, GlorotNormal, Same>,
                         ClippedReLU<0.5f>, Flatten, Dense<3>, Flatten>,
               ClippedReLU<0.5f>, Flatten, Dense<1>>;
using Net_9289 = Sequential<
    ByteInput<9, 2, 2>, Rescaling<0.003921568859368563f, -0.5f>,
    Maximum<Identity, Sequential<Shared<"n1", GELU, ZeroPadding2D<0>>, Shared<"n1", GELU, ZeroPadding2D<0>>>>,
    Tap<"n2">, ConcatWith<"n2">, Flatten>;
using Net_9397 =
    Sequential<Input<3, 8, 17>, InstanceNormalization<NoScale, Epsilon<0.009999999776482582f>>,
               LayerNormalization<NoScale, Epsilon<9.999999747378752e-06f>>, LeakyReLU<0.0f>,
               Auxiliary<"n1", LeakyReLU<>, DepthwiseConv2D<Size(3, 5), GlorotNormal, Same, Stride<1>, NoBias>, Flatten,
                         Dense<1>, Softmax>,
               GlobalMaxPooling2D, Dense<10>, Softmax>;
using Net_9526 = Sequential<Input<4, 4, 7>, SpatialDropout2D<0.0f>, Flatten, Dense<10>, Softmax>;
using Net_9891 =
    Sequential<Input<9, 1, 4>, Resizing<5, 4>, Rescaling<0.5f, 0.25f>,
               Normalization<Mean<0.5f, 0.30000001192092896f, 0.75f, 0.25f>, Variance<0.25f, 0.75f, 0.5f, 0.5f>>,
               PixelShuffle<2>>;
template <int I>
using Net_9848_Block0 = Sequential<Conv1D<8 + 3 * I, 3, Same>, SELU>;
using Net_9848 =
    Sequential<Input<11>, Embedding<3, 7>, RepeatWith<2, Net_9848_Block0>, Flatten,
               Auxiliary<"n1", Tap<"n2">, GaussianDropout<0.5f>, HardSwish, ConcatAfter<"n2">, Dense<5>, Sigmoid>,
               Dense<1>, Sigmoid>;
using Net_9344 = Sequential<Input<3, 1, 12>, Conv2D<33, 1, Same, LecunNormal>,
                            AveragePooling2D<Size(2, 4), Stride<2>, Same>, GlobalMaxPooling2D, Dense<3>, Flatten>;
using Net_9435 = Sequential<Input<8, 31>, Shared<"n1", Conv1D<62, 5, LecunNormal, Stride<2>, Groups<31>>>, Flatten,
                            Dense<5>, Flatten>;

TEST_CASE("network 9209 is PyTorch's") { differential::equals_pytorch<Net_9209, true>("9209"); }
TEST_CASE("network 9221 is PyTorch's") { differential::equals_pytorch<Net_9221, true>("9221"); }
TEST_CASE("network 9528 is PyTorch's") { differential::equals_pytorch<Net_9528, true>("9528"); }
TEST_CASE("network 9975 is PyTorch's") { differential::equals_pytorch<Net_9975, true>("9975"); }
TEST_CASE("network 10150 is PyTorch's") { differential::equals_pytorch<Net_10150, true>("10150"); }
TEST_CASE("network 9289 is PyTorch's") { differential::equals_pytorch<Net_9289, false>("9289"); }
TEST_CASE("network 9397 is PyTorch's") { differential::equals_pytorch<Net_9397, true>("9397"); }
TEST_CASE("network 9526 is PyTorch's") { differential::equals_pytorch<Net_9526, true>("9526"); }
TEST_CASE("network 9891 is PyTorch's") { differential::equals_pytorch<Net_9891, true>("9891"); }
TEST_CASE("network 9848 is PyTorch's") { differential::equals_pytorch<Net_9848, false>("9848"); }
TEST_CASE("network 9344 is PyTorch's") { differential::equals_pytorch<Net_9344, true>("9344"); }
TEST_CASE("network 9435 is PyTorch's") { differential::equals_pytorch<Net_9435, true>("9435"); }
}  // namespace
