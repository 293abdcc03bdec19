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
template <int I>
using Net_9264_Block0 = Sequential<Dense<3 + 3 * I>, HardSigmoid>;
using Net_9264 = Sequential<Input<1>, RepeatWith<2, Net_9264_Block0>>;
using Net_9791 = Sequential<Input<1, 4, 8>, SpatialDropout2D<0.5f>, Flatten, Dense<1>>;
using Net_9913 = Sequential<Input<3, 11, 4>, Resizing<2, 5>,
                            Normalization<Mean<0.25f, 0.75f, 0.30000001192092896f, 0.30000001192092896f>,
                                          Variance<0.25f, 0.30000001192092896f, 0.25f, 0.25f>>,
                            DepthToSpace<1>>;
using Net_9921 = Sequential<Input<7, 33>, GaussianDropout<0.0f>, Flatten, Dense<5>>;
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
using Net_9138 = Sequential<Input<7, 8, 1>, SELU, Flatten, Dense<10>, Sigmoid>;
using Net_9151 = Sequential<Input<6, 9, 4>, Conv2D<12, 2, Stride<3>, Groups<4>, LecunNormal, Dilation<3>>,
                            GlobalAveragePooling2D, Dense<7>, Softmax>;

TEST_CASE("network 9209 is PyTorch's") { differential::equals_pytorch<Net_9209, true>("9209"); }
TEST_CASE("network 9221 is PyTorch's") { differential::equals_pytorch<Net_9221, true>("9221"); }
TEST_CASE("network 9264 is PyTorch's") { differential::equals_pytorch<Net_9264, true>("9264"); }
TEST_CASE("network 9791 is PyTorch's") { differential::equals_pytorch<Net_9791, false>("9791"); }
TEST_CASE("network 9913 is PyTorch's") { differential::equals_pytorch<Net_9913, true>("9913"); }
TEST_CASE("network 9921 is PyTorch's") { differential::equals_pytorch<Net_9921, true>("9921"); }
TEST_CASE("network 9975 is PyTorch's") { differential::equals_pytorch<Net_9975, true>("9975"); }
TEST_CASE("network 10150 is PyTorch's") { differential::equals_pytorch<Net_10150, true>("10150"); }
TEST_CASE("network 9289 is PyTorch's") { differential::equals_pytorch<Net_9289, false>("9289"); }
TEST_CASE("network 9397 is PyTorch's") { differential::equals_pytorch<Net_9397, true>("9397"); }
TEST_CASE("network 9138 is PyTorch's") { differential::equals_pytorch<Net_9138, true>("9138"); }
TEST_CASE("network 9151 is PyTorch's") { differential::equals_pytorch<Net_9151, true>("9151"); }
}  // namespace
