// Made by make_fixed.py.
#include "fixed.hpp"

namespace {
using namespace cincel;
template <int I>
using Net_9032_Block0 = Sequential<Conv1D<4 + 2 * I, 3, Same>, LogSoftmax>;
using Net_9032 = Sequential<Input<8>, Embedding<4, 13>, Conv1DTranspose<6, 2>,
                            Add<Identity, Sequential<ZeroPadding1D<1>, Cropping1D<0, 2>>,
                                Sequential<ClippedReLU<1.0f>, Conv1D<18, 5, Stride<2>, Groups<6>>,
                                           RMSNormalization<Epsilon<0.5f>>, ZeroPadding1D<4, 2>, Slice<2, 10, 16>>>,
                            RepeatWith<2, Net_9032_Block0>, GlobalMaxPooling1D,
                            BatchNormalization<NoScale, Momentum<0.8999999761581421f>>, Dense<11>, Dense<7>>;
using Net_9360 = Sequential<Input<11, 5, 6>, Shared<"n1", MaxPooling2D<Size(2, 1), CeilMode>>,
                            ZeroPadding2D<Pads{2, 0, 3, 0}>, Shared<"n1", MaxPooling2D<Size(2, 1), CeilMode>>,
                            Conv2D<1, 1, Padding<Pads{3, 1, 3, 2}>, Stride<2>>, Flatten, Dense<1>>;
template <int I>
using Net_10179_Block0 = Sequential<Conv2D<4 + 1 * I, 3, Same>, SELU>;
using Net_10179 = Sequential<Input<4, 7, 6>, RepeatWith<1, Net_10179_Block0>, Tap<"n1">, Mish, MultiplyWith<"n1">,
                             Flatten, Dense<10>>;
using Net_9343 = Sequential<Input<8, 2, 4>, MaxPooling2D<2, Stride<1>, Padding<0>>, Flatten>;
using Net_9905 = Sequential<Input<4, 8, 13>, SeparableConv2D<2, Size(4, 1), HeUniform, DepthMultiplier<3>, NoBias>,
                            Shared<"n1", AveragePooling2D<Size(4, 2), Same>>,
                            Auxiliary<"n2", UpSampling2D<3>, Conv2D<31, Size(2, 4), GlorotUniform, Stride<Size(1, 2)>>,
                                      Flatten, Dense<10>, Softmax>,
                            ClippedReLU<1.0f>, Conv2DTranspose<11, 4, Padding<Pads{2, 2, 0, 2}>, Dilation<1>>,
                            Outputs<Output<"n3", Identity>, Output<"n4", Flatten, Dense<2>, Flatten>>>;
using Net_9796 = Sequential<Input<8, 4, 12>, CenterCrop<7, 4>, SeparableConv2D<12, 1, Same, Dilation<Size(3, 1)>>,
                            Auxiliary<"n1", LeakyReLU<0.30000001192092896f>, GlobalMaxPooling2D, Dense<5>, Sigmoid>,
                            Flatten, Dense<2>, Flatten>;
using Net_9800 = Sequential<Input<16>, Auxiliary<"n1", Reshape<1, 16>, Flatten, Dense<5>>, Tap<"n2">,
                            GroupNormalization<16, Epsilon<0.5f>, NoScale, NoCenter>, Dense<4, LecunNormal>,
                            ChannelPadding<2>, ConcatAfter<"n2">, Softmax>;
using Net_9859 =
    Sequential<Input<6, 16>, Dense<32, GlorotUniform>, Auxiliary<"n1", Conv1DTranspose<1, 2, HeNormal>, Softmax>,
               Average<Identity, HardSigmoid>, Flatten, Dense<5>, Sigmoid>;
using Net_9001 = Sequential<Input<4, 13, 4>, AveragePooling2D<4, Padding<Pads{0, 1, 0, 0}>>, Flatten, Dense<7>>;
using Net_9221 = Sequential<Input<31>, Dense<9, GlorotNormal>, Dense<10>, Flatten>;
using Net_9325 = Sequential<Input<6, 6, 17>, PixelUnshuffle<2>, Flatten, Dense<3>>;
using Net_9791 = Sequential<Input<1, 4, 8>, SpatialDropout2D<0.5f>, Flatten, Dense<1>>;

TEST_CASE("network 9032 is PyTorch's") { differential::equals_pytorch<Net_9032, true>("9032"); }
TEST_CASE("network 9360 is PyTorch's") { differential::equals_pytorch<Net_9360, true>("9360"); }
TEST_CASE("network 10179 is PyTorch's") { differential::equals_pytorch<Net_10179, true>("10179"); }
TEST_CASE("network 9343 is PyTorch's") { differential::equals_pytorch<Net_9343, true>("9343"); }
TEST_CASE("network 9905 is PyTorch's") { differential::equals_pytorch<Net_9905, true>("9905"); }
TEST_CASE("network 9796 is PyTorch's") { differential::equals_pytorch<Net_9796, true>("9796"); }
TEST_CASE("network 9800 is PyTorch's") { differential::equals_pytorch<Net_9800, true>("9800"); }
TEST_CASE("network 9859 is PyTorch's") { differential::equals_pytorch<Net_9859, true>("9859"); }
TEST_CASE("network 9001 is PyTorch's") { differential::equals_pytorch<Net_9001, true>("9001"); }
TEST_CASE("network 9221 is PyTorch's") { differential::equals_pytorch<Net_9221, true>("9221"); }
TEST_CASE("network 9325 is PyTorch's") { differential::equals_pytorch<Net_9325, true>("9325"); }
TEST_CASE("network 9791 is PyTorch's") { differential::equals_pytorch<Net_9791, false>("9791"); }
}  // namespace
