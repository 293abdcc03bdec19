// Made by make_fixed.py.
#include "fixed.hpp"

namespace {
using namespace cincel;
using Net_9402 = Sequential<Input<5, 2, 9>, ClippedReLU<1.0f>, Conv2D<12, 1, Padding<2>, Dilation<3>, Stride<3>>,
                            LayerScale, AveragePooling2D<1, Same>,
                            SeparableConv2D<16, 2, Padding<Pads{0, 2, 3, 3}>, DepthMultiplier<1>>, Flatten, Dense<2>>;
using Net_10118 = Sequential<
    Input<4, 2, 24>,
    Maximum<Identity, Sequential<Conv2D<33, Size(1, 3), NoBias, Same, GlorotNormal>, Conv2D<24, 3, Same>>, Identity>,
    AveragePooling2D<2, Padding<0>, Stride<3>, CeilMode>, Flatten>;
using Net_9416 = Sequential<Input<2>, Embedding<10, 1>, Residual<Identity, Sequential<HardTanh, UnitNormalization>>,
                            ChannelPadding<3, 2>, Tap<"n1">, GaussianDropout<0.0f>, ELU<>, Permute<1, 2>,
                            MultiplyWith<"n1">, Softmax>;
using Net_9645 = Sequential<
    Input<9, 7>,
    Auxiliary<"n1", Cropping1D<1>, Conv1D<1, 1, GlorotUniform, Padding<Pads{0, 1, 0, 0}>>, Flatten, Dense<5>, Softmax>,
    Sigmoid>;
using Net_9752 = Sequential<
    Input<4, 1, 3>, Shared<"n1", AlphaDropout<0.0f>, SpaceToDepth<1>>, UpSampling2D<2, Bilinear>,
    Outputs<Output<"n2", Softmax>,
            Output<"n3",
                   Multiply<Identity, Sequential<LocalResponseNormalization<7, 0.5f, 0.75f, 2.0f>, Cropping2D<0>>,
                            Sequential<Resizing<8, 5>, Tanh, ReLU6, Cropping2D<Pads{0, 2, 0, 1}>>>,
                   Softmax>>>;
using Net_9047 = Sequential<Input<4, 11>, Slice<1, 2, 0, 1>, Conv1D<1, 5, Same>,
                            AveragePooling1D<4, Same, CountPadding>, Named<"n1", ChannelPadding<2>>, Softmax>;
template <int I>
using Net_9290_Block0 = Sequential<Conv1D<7 + 2 * I, 3, Same>, Softsign>;
using Net_9290 = Sequential<Input<11, 5>, Conv1DTranspose<3, 2, Padding<Pads{0, 0, 0, 0}>, Stride<2>, LecunNormal>,
                            RepeatWith<1, Net_9290_Block0>, Flatten, Dense<2>>;
using Net_10031 = Sequential<Input<2>, Auxiliary<"n1", Dense<5, NoBias>, Sigmoid>,
                             LayerNormalization<NoCenter, Epsilon<0.009999999776482582f>>,
                             LayerNormalization<Epsilon<0.009999999776482582f>>, GELU, Dense<7>, Softmax>;
using Net_9002 =
    Sequential<Input<13, 2, 8>, Shared<"n1", DepthwiseConv2D<2, Stride<3>, Padding<0>>, Resizing<3, 1, Bilinear>>,
               StochasticDepth<0.0f>>;
using Net_10227 =
    Sequential<Input<1, 11, 3>, Resizing<7, 9>, Rescaling<2.0f, 0.25f>, Normalization<>,
               Named<"n1", MaxPooling2D<4, CeilMode, Stride<Size(3, 3)>>>,
               Auxiliary<"n2", Reshape<-1, 3>, Tap<"n3">, MaximumWith<"n3">, GlobalMaxPooling1D, Dense<3>, Softmax>,
               Sigmoid>;
using Net_9222 =
    Sequential<Input<2, 4>, Shared<"n1", Conv1D<33, 1, NoBias, Same>, Rescaling<0.5f>>, Conv1D<7, 2, Same>,
               MaxPooling1D<1, CeilMode>, GELUTanh,
               BatchNormalization<Momentum<0.5f>, Epsilon<0.009999999776482582f>, NoScale>, Flatten, Dense<3>, Softmax>;
using Net_9744 = Sequential<Input<11, 11>, Reshape<1, 11, 11>, Resizing<2, 11, Nearest>,
                            Conv2DTranspose<16, 3, NoBias, Same, Stride<3>>, GlobalAveragePooling2D, Dense<2>>;

TEST_CASE("network 9402 is PyTorch's") { differential::equals_pytorch<Net_9402, true>("9402"); }
TEST_CASE("network 10118 is PyTorch's") { differential::equals_pytorch<Net_10118, true>("10118"); }
TEST_CASE("network 9416 is PyTorch's") { differential::equals_pytorch<Net_9416, true>("9416"); }
TEST_CASE("network 9645 is PyTorch's") { differential::equals_pytorch<Net_9645, true>("9645"); }
TEST_CASE("network 9752 is PyTorch's") { differential::equals_pytorch<Net_9752, true>("9752"); }
TEST_CASE("network 9047 is PyTorch's") { differential::equals_pytorch<Net_9047, true>("9047"); }
TEST_CASE("network 9290 is PyTorch's") { differential::equals_pytorch<Net_9290, true>("9290"); }
TEST_CASE("network 10031 is PyTorch's") { differential::equals_pytorch<Net_10031, false>("10031"); }
TEST_CASE("network 9002 is PyTorch's") { differential::equals_pytorch<Net_9002, true>("9002"); }
TEST_CASE("network 10227 is PyTorch's") { differential::equals_pytorch<Net_10227, false>("10227"); }
TEST_CASE("network 9222 is PyTorch's") { differential::equals_pytorch<Net_9222, true>("9222"); }
TEST_CASE("network 9744 is PyTorch's") { differential::equals_pytorch<Net_9744, true>("9744"); }
}  // namespace
