// Made by make_fixed.py.
#include "fixed.hpp"

namespace {
using namespace cincel;
using Net_9800 = Sequential<Input<16>, Auxiliary<"n1", Reshape<1, 16>, Flatten, Dense<5>>, Tap<"n2">,
                            GroupNormalization<16, Epsilon<0.5f>, NoScale, NoCenter>, Dense<4, LecunNormal>,
                            ChannelPadding<2>, ConcatAfter<"n2">, Softmax>;
using Net_10294 = Sequential<Input<2, 5>, PositionalEmbedding>;
template <int I>
using Net_10297_Block0 = Sequential<Conv1D<8 + 4 * I, 3, Same>, SELU>;
template <int I>
using Net_10297_Block1 = Sequential<Conv1D<4 + 1 * I, 3, Same>, Mish>;
template <int I>
using Net_10297_Block2 = Sequential<Conv1D<5 + 4 * I, 3, Same>, SELU>;
using Net_10297 = Sequential<Input<7>, Embedding<5, 19>,
                             Concat<Sequential<RepeatWith<2, Net_10297_Block0>, Rescaling<0.5f>>,
                                    Sequential<RepeatWith<3, Net_10297_Block1>,
                                               Conv1DTranspose<13, 1, Dilation<3>, OutputPadding<2>, GlorotUniform>,
                                               Conv1D<13, 5, Groups<13>, Stride<3>>, ZeroPadding1D<3, 2>, Dense<12>>>,
                             RepeatWith<3, Net_10297_Block2>, Outputs<Output<"n1", Sigmoid>, Output<"n2", Softmax>>>;
template <int I>
using Net_10179_Block0 = Sequential<Conv2D<4 + 1 * I, 3, Same>, Exponential>;
using Net_10179 = Sequential<Input<4, 7, 6>, RepeatWith<1, Net_10179_Block0>, Tap<"n1">, HardSigmoid,
                             MultiplyWith<"n1">, Flatten, Dense<10>>;
using Net_9343 = Sequential<Input<8, 2, 4>, MaxPooling2D<2, Stride<1>, Padding<0>>, Flatten>;
using Net_9488 = Sequential<Input<2>, Embedding<10, 24>, MaxPooling1D<1, Same, Stride<3>>>;
using Net_9777 = Sequential<Input<5>, Dense<11, HeUniform>,
                            Multiply<Identity, Sequential<Dense<3>, SiLU, Dense<11>, Sigmoid>>, Dense<2>, Softmax>;
using Net_9905 = Sequential<Input<4, 8, 13>, SeparableConv2D<2, Size(4, 1), HeUniform, DepthMultiplier<3>, NoBias>,
                            Shared<"n1", AveragePooling2D<Size(4, 2), Same>>,
                            Auxiliary<"n2", UpSampling2D<3>, Conv2D<31, Size(2, 4), GlorotUniform, Stride<Size(1, 2)>>,
                                      Flatten, Dense<10>, Softmax>,
                            ClippedReLU<1.0f>, Conv2DTranspose<11, 4, Padding<Pads{2, 2, 0, 2}>, Dilation<1>>,
                            Outputs<Output<"n3", Identity>, Output<"n4", Flatten, Dense<2>, Flatten>>>;
using Net_10264 =
    Sequential<Input<2, 11, 32>, AveragePooling2D<2, CountPadding>, Conv2D<6, 3, Groups<2>, NoBias, Same>>;
using Net_9796 = Sequential<Input<8, 4, 12>, CenterCrop<7, 4>, SeparableConv2D<12, 1, Same, Dilation<Size(3, 1)>>,
                            Auxiliary<"n1", LeakyReLU<0.30000001192092896f>, GlobalMaxPooling2D, Dense<5>, Sigmoid>,
                            Flatten, Dense<2>, Flatten>;
using Net_9859 =
    Sequential<Input<6, 16>, Dense<32, GlorotUniform>, Auxiliary<"n1", Conv1DTranspose<1, 2, HeNormal>, Softmax>,
               Average<Identity, HardSwish>, Flatten, Dense<5>, Sigmoid>;
using Net_9209 =
    Sequential<Input<9, 7>, Reshape<1, 7, 9>, Shared<"n1", DepthwiseConv2D<1, Same, Stride<Size(1, 1)>>>, LeakyReLU<>,
               Add<Sequential<Shared<"n2", Conv2D<23, 4, Same>, Slice<3, 0, 7, 2>>, ChannelPadding<0, 5>,
                              Shared<"n2", Conv2D<23, 4, Same>, Slice<3, 0, 7, 2>>>,
                   Slice<3, 4, 8>, Sequential<Resizing<2, 14, Nearest>, Resizing<1, 7>, Slice<3, 3, 7>>>,
               Flatten, Dense<3>>;

TEST_CASE("network 9800 is PyTorch's") { differential::equals_pytorch<Net_9800, true>("9800"); }
TEST_CASE("network 10294 is PyTorch's") { differential::equals_pytorch<Net_10294, true>("10294"); }
TEST_CASE("network 10297 is PyTorch's") { differential::equals_pytorch<Net_10297, true>("10297"); }
TEST_CASE("network 10179 is PyTorch's") { differential::equals_pytorch<Net_10179, true>("10179"); }
TEST_CASE("network 9343 is PyTorch's") { differential::equals_pytorch<Net_9343, true>("9343"); }
TEST_CASE("network 9488 is PyTorch's") { differential::equals_pytorch<Net_9488, false>("9488"); }
TEST_CASE("network 9777 is PyTorch's") { differential::equals_pytorch<Net_9777, true>("9777"); }
TEST_CASE("network 9905 is PyTorch's") { differential::equals_pytorch<Net_9905, true>("9905"); }
TEST_CASE("network 10264 is PyTorch's") { differential::equals_pytorch<Net_10264, true>("10264"); }
TEST_CASE("network 9796 is PyTorch's") { differential::equals_pytorch<Net_9796, true>("9796"); }
TEST_CASE("network 9859 is PyTorch's") { differential::equals_pytorch<Net_9859, true>("9859"); }
TEST_CASE("network 9209 is PyTorch's") { differential::equals_pytorch<Net_9209, true>("9209"); }
}  // namespace
