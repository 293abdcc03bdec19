// Made by make_fixed.py.
#include "fixed.hpp"

namespace {
using namespace cincel;
using Net_9215 = Sequential<Input<13, 19>, Conv1DTranspose<7, 4, NoBias, Padding<Pads{0, 0, 0, 1}>, Stride<1>>,
                            GlobalAveragePooling1D, Dense<10>>;
using Net_9644 = Sequential<
    Input<8, 3, 2>, LocalResponseNormalization<3>, Named<"n1", SeparableConv2D<16, 5, Stride<Size(2, 1)>, Same>>,
    Residual<Sequential<Resizing<4, 2>,
                        Repeat<2, Sequential<Tap<"n2">,
                                             GroupNormalization<16, Epsilon<9.999999747378752e-06f>, NoCenter, NoScale>,
                                             Conv2DTranspose<24, Size(4, 4), LecunNormal>, Resizing<4, 2>,
                                             Slice<3, 6, 22>, MaximumWith<"n2">>>,
                        Conv2D<9, Size(5, 2), LecunNormal, Same>>,
             Sequential<CenterCrop<4, 2>, Conv2D<9, 1, Same>>>>;
using Net_9787 = Sequential<Input<2, 6, 5>, PReLU, Slice<1, 0, 0, 1>, Shared<"n1", Tanh>, Tap<"n2">,
                            Conv2DTranspose<6, Size(1, 1), Same>, Conv2D<13, 5, NoBias, Same, Dilation<Size(2, 2)>>,
                            Slice<3, 6, 11>, MultiplyWith<"n2">, Sigmoid>;
using Net_10249 =
    Sequential<Input<4, 11, 3>, DepthwiseConv2D<Size(1, 5), Same, GlorotUniform, Dilation<3>, DepthMultiplier<1>>,
               GlobalMaxPooling2D, Dense<7>, Flatten>;
using Net_9470 =
    Sequential<Input<3, 5, 1>, Auxiliary<"n1", Tap<"n2">, ConcatWith<"n2">, Flatten, Dense<3>>,
               Conv2D<5, 3, GlorotUniform, Stride<Size(3, 2)>, Same>, Conv2D<5, 1, Groups<5>>, ChannelPadding<1>,
               Named<"n3", Conv2DTranspose<3, Size(1, 1), LecunNormal, Stride<Size(3, 2)>, Dilation<Size(3, 2)>>>,
               Flatten, Dense<2>, Softmax>;
using Net_9047 = Sequential<Input<4, 11>, Slice<1, 2, 0, 1>, Conv1D<1, 5, Same>,
                            AveragePooling1D<4, Same, CountPadding>, Named<"n1", ChannelPadding<2>>, Softmax>;
template <int I>
using Net_9167_Block0 = Sequential<Conv1D<7 + 5 * I, 3, Same>, Exponential>;
template <int I>
using Net_9167_Block1 = Sequential<Conv1D<8 + 3 * I, 3, Same>, Mish>;
using Net_9167 = Sequential<
    Average<Sequential<Input<7, 6>, Conv1D<11, 1, Same, NoBias>>, Sequential<Input<1>, Dense<77>, Reshape<7, 11>>,
            Sequential<Input<48>, Dense<77>, Reshape<7, 11>>>,
    RepeatWith<1, Net_9167_Block0>, SELU, RepeatWith<3, Net_9167_Block1>, Reshape<2, 1, 49>,
    Conv2D<14, Size(1, 1), Groups<7>>>;
using Net_9002 =
    Sequential<Input<13, 2, 8>, Shared<"n1", DepthwiseConv2D<2, Stride<3>, Padding<0>>, Resizing<3, 1, Bilinear>>,
               StochasticDepth<0.0f>>;
using Net_9451 = Sequential<Input<7, 6>, Shared<"n1", UnitNormalization, MaxPooling1D<3, CeilMode>>, HardSigmoid,
                            Dense<32, NoBias>, MaxPooling1D<3, Same>, Tap<"n2">, AddWith<"n2">, Flatten>;
using Net_9590 = Sequential<Input<11, 13, 31>, ChannelPadding<2>, MaxPooling2D<3, Padding<1>, Stride<Size(1, 2)>>,
                            GlobalMaxPooling2D, Dense<5>, Sigmoid>;
template <int I>
using Net_9290_Block0 = Sequential<Conv1D<7 + 2 * I, 3, Same>, Softsign>;
using Net_9290 = Sequential<Input<11, 5>, Conv1DTranspose<3, 2, Padding<Pads{0, 0, 0, 0}>, Stride<2>, LecunNormal>,
                            RepeatWith<1, Net_9290_Block0>, Flatten, Dense<2>>;
using Net_9773 =
    Sequential<Input<1, 23>, MultiHeadAttention<2, 1, NoBias>, Shared<"n1", AlphaDropout<0.0f>, Rescaling<2.0f, -1.0f>>,
               Outputs<Output<"n2", Identity>, Output<"n3", Softmax>>>;

TEST_CASE("network 9215 is PyTorch's") { differential::equals_pytorch<Net_9215, true>("9215"); }
TEST_CASE("network 9644 is PyTorch's") { differential::equals_pytorch<Net_9644, true>("9644"); }
TEST_CASE("network 9787 is PyTorch's") { differential::equals_pytorch<Net_9787, false>("9787"); }
TEST_CASE("network 10249 is PyTorch's") { differential::equals_pytorch<Net_10249, true>("10249"); }
TEST_CASE("network 9470 is PyTorch's") { differential::equals_pytorch<Net_9470, true>("9470"); }
TEST_CASE("network 9047 is PyTorch's") { differential::equals_pytorch<Net_9047, true>("9047"); }
TEST_CASE("network 9167 is PyTorch's") { differential::equals_pytorch<Net_9167, true>("9167"); }
TEST_CASE("network 9002 is PyTorch's") { differential::equals_pytorch<Net_9002, true>("9002"); }
TEST_CASE("network 9451 is PyTorch's") { differential::equals_pytorch<Net_9451, true>("9451"); }
TEST_CASE("network 9590 is PyTorch's") { differential::equals_pytorch<Net_9590, true>("9590"); }
TEST_CASE("network 9290 is PyTorch's") { differential::equals_pytorch<Net_9290, true>("9290"); }
TEST_CASE("network 9773 is PyTorch's") { differential::equals_pytorch<Net_9773, true>("9773"); }
}  // namespace
