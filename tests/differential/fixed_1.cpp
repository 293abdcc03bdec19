// Made by make_fixed.py.
#include "fixed.hpp"

namespace {
using namespace cincel;
using Net_9348 = Sequential<Input<6, 2, 1>, Shared<"n1", ClippedReLU<1.0f>>, Tap<"n2">,
                            LpPooling2D<2, Power<2>, Padding<Pads{1, 1, 1, 0}>>, ZeroPadding2D<Pads{2, 0, 0, 1}>,
                            AddWith<"n2">, Flatten, Dense<3>>;
using Net_9804 = Sequential<Input<2, 9, 3>, LpPooling2D<Size(3, 2), Same, Stride<3>>, UpSampling2D<3, Nearest>,
                            Exponential, Flatten, Dense<7>, Flatten>;
using Net_9085 = Sequential<Input<11, 9, 2>, ChannelPadding<3, 0>,
                            Shared<"n1", SeparableConv2D<32, 3, Dilation<3>, Padding<Pads{0, 0, 2, 2}>, NoBias>>,
                            DepthwiseConv2D<4, NoBias, DepthMultiplier<1>, Same, Dilation<2>, GlorotUniform>,
                            GlobalMaxPooling2D, Dense<7>, Sigmoid>;
using Net_10118 = Sequential<
    Input<4, 2, 24>,
    Maximum<Identity, Sequential<Conv2D<33, Size(1, 3), NoBias, Same, GlorotNormal>, Conv2D<24, 3, Same>>, Identity>,
    AveragePooling2D<2, Padding<0>, Stride<3>, CeilMode>, Flatten>;
template <int I>
using Net_10094_Block0 = Sequential<Conv1D<2 + 2 * I, 3, Same>, Softmax>;
using Net_10094 =
    Sequential<Input<3, 17>, RepeatWith<3, Net_10094_Block0>, GroupNormalization<6>,
               MaxPooling1D<3, Padding<0>, CeilMode>,
               Residual<Sequential<ZeroPadding1D<1, 0>, Shared<"n1", Conv1D<33, 2>, LpPooling1D<1, Same, Stride<3>>>>,
                        Sequential<ELU<0.5f>, Dense<33>>>>;
using Net_9752 =
    Sequential<Input<4, 1, 3>, Shared<"n1", AlphaDropout<0.0f>, Resizing<8, 2, Nearest>>, GaussianNoise<0.0f>>;
using Net_9787 =
    Sequential<Input<2, 6, 5>, PReLU, Slice<1, 0, 0, 1>, Shared<"n1", Tanh>, Tap<"n2">,
               Conv2DTranspose<6, Size(1, 1), Same>, Named<"forced", Conv2D<13, 5, NoBias, Same, Dilation<Size(2, 2)>>>,
               Force<"forced", "direct">, DenseWeights<"bfloat16">, Slice<3, 6, 11>, MultiplyWith<"n2">, Sigmoid>;
using Net_9867 = Sequential<Input<13, 33>, Tap<"n1">, Conv1D<3, 1, Padding<Pads{0, 0, 0, 0}>, Dilation<2>>, Dense<33>,
                            MaximumWith<"n1">, LayerScale, GlobalMaxPooling1D, Dense<7>>;
using Net_9865 =
    Sequential<ByteInput<7, 11, 3>, Rescaling<0.003921568859368563f, -0.5f>, CenterCrop<1, 3>, Rescaling<2.0f, 0.25f>,
               BatchNormalization<NoScale, Momentum<0.5f>, Epsilon<0.009999999776482582f>>, Softsign>;
using Net_9175 = Sequential<Input<2, 1, 1>, InstanceNormalization<NoScale, NoCenter, Epsilon<0.5f>>, Permute<3, 2, 1>,
                            Tap<"n1">, AverageWith<"n1">, Flatten, Dense<1>>;
using Net_9230 = Sequential<Input<48>, Concat<Sequential<Dense<5, NoBias>, GELU>, GELUTanh>, Identity, Dense<1>>;
using Net_9454 = Sequential<Input<7>, Embedding<11, 6>, MultiHeadAttention<1, 3>, Normalization<>,
                            AveragePooling1D<3, Stride<3>, Same, CountPadding>, Softmax, Flatten,
                            Named<"forced", Dense<5>>, Force<"forced", "plain">, TightNumbers>;

TEST_CASE("network 9348 is PyTorch's") { differential::equals_pytorch<Net_9348, true>("9348"); }
TEST_CASE("network 9804 is PyTorch's") { differential::equals_pytorch<Net_9804, true>("9804"); }
TEST_CASE("network 9085 is PyTorch's") { differential::equals_pytorch<Net_9085, true>("9085"); }
TEST_CASE("network 10118 is PyTorch's") { differential::equals_pytorch<Net_10118, true>("10118"); }
TEST_CASE("network 10094 is PyTorch's") { differential::equals_pytorch<Net_10094, true>("10094"); }
TEST_CASE("network 9752 is PyTorch's") { differential::equals_pytorch<Net_9752, true>("9752"); }
TEST_CASE("network 9787 is PyTorch's") { differential::equals_pytorch<Net_9787, false>("9787"); }
TEST_CASE("network 9867 is PyTorch's") { differential::equals_pytorch<Net_9867, false>("9867"); }
TEST_CASE("network 9865 is PyTorch's") { differential::equals_pytorch<Net_9865, true>("9865"); }
TEST_CASE("network 9175 is PyTorch's") { differential::equals_pytorch<Net_9175, true>("9175"); }
TEST_CASE("network 9230 is PyTorch's") { differential::equals_pytorch<Net_9230, true>("9230"); }
TEST_CASE("network 9454 is PyTorch's") { differential::equals_pytorch<Net_9454, true>("9454"); }
}  // namespace
