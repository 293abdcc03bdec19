// Made by make_fixed.py.
#include "fixed.hpp"

namespace {
using namespace cincel;
template <int I>
using Net_9579_Block0 = Sequential<Conv2D<1 + 5 * I, 3, Same>, SiLU>;
using Net_9579 =
    Sequential<Input<4, 11, 19>, LpPooling2D<3, Power<3>, CeilMode>, MaxPooling2D<1, Stride<Size(1, 3)>, Same>,
               RepeatWith<1, Net_9579_Block0>,
               Auxiliary<"n1", SeparableConv2D<16, Size(2, 1), DepthMultiplier<1>, Same, GlorotNormal, Stride<1>>,
                         LocalResponseNormalization<3, 0.5f, 0.75f, 2.0f>, GlobalAveragePooling2D, Dense<2>, Softmax>,
               Shared<"n2", Conv2D<13, Size(4, 2), Padding<Pads{1, 2, 1, 2}>>, Permute<3, 2, 1>>>;
using Net_10477 =
    Sequential<ByteInput<2, 2, 1>, Rescaling<0.003921568859368563f, 0.0f>, Rescaling<0.5f, -1.0f>,
               DepthwiseConv2D<4, DepthMultiplier<2>, Stride<Size(3, 1)>, Dilation<Size(2, 1)>, NoBias, Same>, Sigmoid>;
using Net_9739 = Sequential<Input<13, 1, 1>, LogSoftmax, Conv2DTranspose<4, 1, OutputPadding<Size(1, 0)>, Stride<2>>,
                            Conv2D<2, 4, Groups<2>, Same, NoBias, Stride<2>>>;
using Net_10030 =
    Sequential<Concat<Sequential<Input<5, 6>, PositionalEmbedding>,
                      Sequential<ByteInput<4, 2, 3>, Rescaling<0.003921568859368563f, 0.0f>,
                                 Normalization<Mean<0.30000001192092896f, 0.30000001192092896f, 0.25f>,
                                               Variance<0.25f, 0.30000001192092896f, 0.30000001192092896f>>,
                                 GlobalMaxPooling2D, Dense<30>, Reshape<5, 6>>>,
               GroupNormalization<4, NoScale, Epsilon<0.5f>>, Conv1D<7, 1>,
               Conv1DTranspose<12, 1, Padding<Pads{0, 2, 0, 0}>, GlorotUniform, NoBias, Stride<2>>, Reshape<12, 1, 7>,
               Softmax>;
using Net_9690 = Sequential<Input<7, 13>, LpPooling1D<4, CeilMode, Power<1>, Padding<Pads{0, 2, 0, 1}>>,
                            Named<"n1", Cropping1D<1>>, MultiHeadAttention<1, 3>, GlobalAveragePooling1D, Dense<3>>;
using Net_9926 = Sequential<
    Input<8, 23>,
    Multiply<Sequential<Conv1DTranspose<12, 2, Same>, MultiHeadAttention<3, 4, NoBias>, Conv1D<13, 3, NoBias, Same>>,
             Sequential<Add<Identity, Sequential<LayerScale, Tap<"n1">, InstanceNormalization<NoScale>>>,
                        Conv1D<23, 3, Groups<23>, Dilation<2>, Same>, Dense<13>>,
             Dense<13>>,
    ConcatWith<"n1">, Flatten, Named<"forced", Dense<7>>, Force<"forced", "plain">, DenseWeights<"bfloat16">>;
using Net_9050 =
    Sequential<Input<3, 1>, Shared<"n1", BatchNormalization<Momentum<0.5f>, NoCenter, Epsilon<0.009999999776482582f>>>,
               RMSNormalization<NoScale>>;
using Net_9488 = Sequential<Input<2>, Embedding<10, 24>, MaxPooling1D<1, Same, Stride<3>>>;
using Net_9519 = Sequential<
    Input<3, 13, 3>,
    Average<Auxiliary<"n1", AveragePooling2D<1, Same, Stride<3>>, Conv2DTranspose<4, 4, Same>, ReLU, Softmax>,
            Sequential<DepthwiseConv2D<1, GlorotUniform, Padding<Pads{1, 0, 2, 0}>>, Resizing<3, 13>>>,
    SeparableConv2D<6, Size(2, 1), Stride<Size(1, 1)>, Same>, GlobalAveragePooling2D, Dense<2>, Flatten>;
using Net_10170 =
    Sequential<Input<9, 1, 6>,
               Conv2DTranspose<7, Size(2, 4), Stride<Size(2, 2)>, Dilation<3>, Padding<Pads{2, 2, 1, 2}>, LecunNormal>,
               GlobalMaxPooling2D, Dense<7>, Sigmoid>;
using Net_10087 = Sequential<Input<6, 24>, AveragePooling1D<3, Padding<Pads{0, 1, 0, 1}>, CeilMode>,
                             GlobalAveragePooling1D, Dense<7>>;
template <int I>
using Net_9393_Block0 = Sequential<Conv1D<3 + 5 * I, 3, Same>, Mish>;
using Net_9393 =
    Sequential<Input<7, 32>, LeakyReLU<0.30000001192092896f>,
               Shared<"n1", ReLU6, LayerNormalization<NoScale, NoCenter>>, Conv1D<8, 3, Stride<1>, Groups<8>>,
               ZeroPadding1D<0, 0>, Conv1DTranspose<23, 2, Same, Dilation<3>>,
               Concat<RepeatWith<2, Net_9393_Block0>, Identity, PositionalEmbedding>, Flatten, Dense<10>, Softmax>;

TEST_CASE("network 9579 is PyTorch's") { differential::equals_pytorch<Net_9579, true>("9579"); }
TEST_CASE("network 10477 is PyTorch's") { differential::equals_pytorch<Net_10477, true>("10477"); }
TEST_CASE("network 9739 is PyTorch's") { differential::equals_pytorch<Net_9739, true>("9739"); }
TEST_CASE("network 10030 is PyTorch's") { differential::equals_pytorch<Net_10030, true>("10030"); }
TEST_CASE("network 9690 is PyTorch's") { differential::equals_pytorch<Net_9690, true>("9690"); }
TEST_CASE("network 9926 is PyTorch's") { differential::equals_pytorch<Net_9926, true>("9926"); }
TEST_CASE("network 9050 is PyTorch's") { differential::equals_pytorch<Net_9050, false>("9050"); }
TEST_CASE("network 9488 is PyTorch's") { differential::equals_pytorch<Net_9488, false>("9488"); }
TEST_CASE("network 9519 is PyTorch's") { differential::equals_pytorch<Net_9519, true>("9519"); }
TEST_CASE("network 10170 is PyTorch's") { differential::equals_pytorch<Net_10170, true>("10170"); }
TEST_CASE("network 10087 is PyTorch's") { differential::equals_pytorch<Net_10087, true>("10087"); }
TEST_CASE("network 9393 is PyTorch's") { differential::equals_pytorch<Net_9393, false>("9393"); }
}  // namespace
