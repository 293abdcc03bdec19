// Made by make_fixed.py.
#include "fixed.hpp"

namespace {
using namespace cincel;
using Net_10196 =
    Sequential<Add<Sequential<Input<9, 8, 31>, Conv2DTranspose<3, 1, OutputPadding<Size(0, 1)>, Stride<3>>,
                              DepthwiseConv2D<5, Stride<3>, Dilation<3>>>,
                   Sequential<Input<3>, Embedding<11, 31>, Conv1D<31, 3>,
                              Conv1DTranspose<12, 2, Same, Stride<3>, NoBias>, Flatten, Dense<60>, Reshape<5, 4, 3>>>,
               Conv2D<2, 4, NoBias, Stride<3>>, Softmax>;
using Net_9554 = Sequential<
    Input<7, 8, 1>, CenterCrop<6, 2>, Normalization<Mean<0.5f>, Variance<0.25f>>,
    Concat<Sequential<Softplus, UpSampling2D<3, Nearest>>,
           Sequential<MaxPooling2D<1, Same, Stride<3>>, Resizing<18, 6>>,
           Sequential<DepthwiseConv2D<4, Stride<1>, NoBias, HeUniform, Same>, ZeroPadding2D<Pads{6, 3, 6, 1}>>>,
    Named<"n1", ChannelPadding<2>>, LogSoftmax, GlobalMaxPooling2D, Dense<7>, Softmax>;
using Net_9519 = Sequential<
    Input<3, 13, 3>,
    Average<Auxiliary<"n1", AveragePooling2D<1, Same, Stride<3>>, Conv2DTranspose<4, 4, Same>, ReLU, Softmax>,
            Sequential<DepthwiseConv2D<1, GlorotUniform, Padding<Pads{1, 0, 2, 0}>>, Resizing<3, 13>>>,
    SeparableConv2D<6, Size(2, 1), Stride<Size(1, 1)>, Same>, GlobalAveragePooling2D, Dense<2>, Flatten>;
using Net_9050 =
    Sequential<Input<3, 1>, Shared<"n1", BatchNormalization<Momentum<0.5f>, NoCenter, Epsilon<0.009999999776482582f>>>,
               RMSNormalization<NoScale>>;
using Net_9393 = Sequential<Input<7, 32>, LeakyReLU<0.30000001192092896f>,
                            Shared<"n1", ReLU6, LayerNormalization<NoScale, NoCenter>>,
                            Conv1D<8, 3, Stride<1>, Groups<8>>, ZeroPadding1D<1>, UpSampling1D<3>,
                            MaxPooling1D<2, Stride<3>>, GlobalAveragePooling1D, Dense<2>, Sigmoid>;
using Net_10060 = Sequential<
    Input<2, 13, 2>, Conv2D<2, Size(1, 5), Same, Groups<2>>,
    Auxiliary<"n1",
              Conv2D<6, Size(4, 2), Stride<Size(1, 3)>, Dilation<Size(1, 3)>, Groups<2>, Padding<Pads{1, 0, 2, 0}>>,
              Tap<"n2">, AverageWith<"n2">, GlobalMaxPooling2D, Dense<7>>,
    Sigmoid>;
using Net_9793 =
    Sequential<Input<6, 4>, Shared<"n1", Conv1D<11, 3, NoBias, Stride<3>, Dilation<3>, Same>>, Tap<"n2">,
               Multiply<MultiHeadAttention<1, 0, Causal>,
                        Sequential<MultiplyWith<"n2">,
                                   Repeat<2, Sequential<MultiHeadAttention<4, 3>, PReLU, Tap<"n3">, AddWith<"n3">>>>,
                        Identity>,
               Conv1D<11, 1, NoBias, Stride<1>>, Conv1DTranspose<4, 3, Padding<2>, Dilation<3>>, Flatten, Dense<10>,
               Sigmoid>;
template <int I>
using Net_9149_Block0 = Sequential<Conv1D<2 + 3 * I, 3, Same>, HardSwish>;
using Net_9149 = Sequential<Input<13, 5>, Tap<"n1">, RepeatWith<1, Net_9149_Block0>, ConcatWith<"n1">,
                            InstanceNormalization<NoScale, NoCenter>, LeakyReLU<0.30000001192092896f>>;
using Net_10170 =
    Sequential<Input<9, 1, 6>,
               Conv2DTranspose<7, Size(2, 4), Stride<Size(2, 2)>, Dilation<3>, Padding<Pads{2, 2, 1, 2}>, LecunNormal>,
               GlobalMaxPooling2D, Dense<7>, Sigmoid>;
using Net_10477 =
    Sequential<ByteInput<2, 2, 1>, Rescaling<0.003921568859368563f, 0.0f>, Rescaling<0.5f, -1.0f>,
               DepthwiseConv2D<4, DepthMultiplier<2>, Stride<Size(3, 1)>, Dilation<Size(2, 1)>, NoBias, Same>, Sigmoid>;
using Net_9455 = Sequential<Input<6, 16>, LocalResponseNormalization<5>, GroupNormalization<2, Epsilon<0.5f>, NoCenter>,
                            LocalResponseNormalization<3, 0.5f, 0.75f, 2.0f>>;
using Net_10087 = Sequential<Input<6, 24>, AveragePooling1D<3, Padding<Pads{0, 1, 0, 1}>, CeilMode>,
                             GlobalAveragePooling1D, Dense<7>>;

TEST_CASE("network 10196 is PyTorch's") { differential::equals_pytorch<Net_10196, true>("10196"); }
TEST_CASE("network 9554 is PyTorch's") { differential::equals_pytorch<Net_9554, true>("9554"); }
TEST_CASE("network 9519 is PyTorch's") { differential::equals_pytorch<Net_9519, true>("9519"); }
TEST_CASE("network 9050 is PyTorch's") { differential::equals_pytorch<Net_9050, false>("9050"); }
TEST_CASE("network 9393 is PyTorch's") { differential::equals_pytorch<Net_9393, false>("9393"); }
TEST_CASE("network 10060 is PyTorch's") { differential::equals_pytorch<Net_10060, true>("10060"); }
TEST_CASE("network 9793 is PyTorch's") { differential::equals_pytorch<Net_9793, true>("9793"); }
TEST_CASE("network 9149 is PyTorch's") { differential::equals_pytorch<Net_9149, true>("9149"); }
TEST_CASE("network 10170 is PyTorch's") { differential::equals_pytorch<Net_10170, true>("10170"); }
TEST_CASE("network 10477 is PyTorch's") { differential::equals_pytorch<Net_10477, true>("10477"); }
TEST_CASE("network 9455 is PyTorch's") { differential::equals_pytorch<Net_9455, true>("9455"); }
TEST_CASE("network 10087 is PyTorch's") { differential::equals_pytorch<Net_10087, true>("10087"); }
}  // namespace
