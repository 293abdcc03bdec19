// Made by make_fixed.py.
#include "fixed.hpp"

namespace {
using namespace cincel;
using Net_9447 = Sequential<Input<9, 4, 1>, Cropping2D<Pads{1, 0, 0, 0}>, HardSwish, ZeroPadding2D<2>>;
using Net_9745 = Sequential<Input<2, 4, 1>, MaxPooling2D<1, Same>,
                            Residual<Sequential<LpPooling2D<Size(3, 3), Stride<1>, Power<3>, Same>,
                                                MaxPooling2D<Size(2, 2), CeilMode, Padding<0>>, UnitNormalization>,
                                     CenterCrop<1, 2>>,
                            HardTanh,
                            Outputs<Output<"n2", InstanceNormalization<>, GlobalAveragePooling2D, Dense<1>>,
                                    Output<"n3", Shared<"n1", DepthwiseConv2D<2, DepthMultiplier<3>, Same>>,
                                           GlobalAveragePooling2D, Dense<5>, Softmax>>>;
using Net_10342 = Sequential<Input<6, 1, 31>, Shared<"n1", AveragePooling2D<2, CountPadding, Same>>,
                             LocalResponseNormalization<3, 0.5f, 0.5f, 2.0f>, Conv2DTranspose<4, 2, NoBias>, Softmax>;
template <int I>
using Net_9549_Block0 = Sequential<Conv2D<9 + 1 * I, 3, Same>, HardSigmoid>;
using Net_9549 =
    Sequential<Input<3, 7, 4>,
               Normalization<Mean<0.25f, 0.25f, 0.75f, 0.25f>, Variance<0.25f, 0.25f, 0.75f, 0.30000001192092896f>>,
               DepthToSpace<2>, Tap<"n1">, Tap<"n2">, RepeatWith<1, Net_9549_Block0>, ConcatWith<"n1">,
               ConcatAfter<"n2">, GlobalAveragePooling2D, Dense<3>>;
template <int I>
using Net_10461_Block0 = Sequential<Conv2D<3 + 1 * I, 3, Same>, ReLU6>;
using Net_10461 = Sequential<Input<5, 3, 31>, RMSNormalization<Epsilon<0.5f>>, BatchNormalization<NoScale>,
                             Conv2D<33, Size(5, 2), Padding<0>, HeUniform, Stride<2>>,
                             Concat<LpPooling2D<Size(2, 3), Power<1>, Same>, Tap<"n1">>,
                             RepeatWith<2, Net_10461_Block0>, Conv2D<33, 3, Same>, MultiplyWith<"n1">>;
using Net_10085 = Sequential<Input<48>, GroupNormalization<3, NoCenter>>;
using Net_9533 = Sequential<Input<3, 1, 4>, Normalization<>,
                            Average<Identity,
                                    Sequential<Conv2D<13, 3, NoBias, Stride<Size(2, 1)>, Same>, BatchNormalization<>,
                                               ZeroPadding2D<Pads{0, 0, 1, 0}>, Conv2D<4, 1, Same>>,
                                    Identity>>;
using Net_9919 = Sequential<Input<4, 7, 2>, Resizing<3, 3>, Rescaling<0.5f, -1.0f>, Normalization<>, SpaceToDepth<1>,
                            PixelUnshuffle<3>, Flatten, Dense<5>, Softmax>;
using Net_9000 = Sequential<Input<6, 11, 11>, Named<"n1", Conv2D<33, 2, Padding<Pads{3, 3, 2, 3}>, Stride<3>, NoBias>>,
                            Conv2D<17, 4, Padding<0>, NoBias>, UpSampling2D<2, Bilinear>, HardTanh,
                            DepthwiseConv2D<1, HeNormal>, Flatten, Dense<3>, Softmax>;
using Net_9353 = Sequential<Input<16>, GroupNormalization<16, Epsilon<9.999999747378752e-06f>>, Tanh,
                            Named<"n2", Repeat<3, Sequential<Shared<"n1", Softplus, Dense<9>>, Dense<16>>>>, Flatten>;
using Net_9002 =
    Sequential<Input<13, 2, 8>, Shared<"n1", DepthwiseConv2D<2, Stride<3>, Padding<0>>, Cropping2D<0>>, Resizing<13, 2>,
               Shared<"n1", DepthwiseConv2D<2, Same>, Cropping2D<0>>, Flatten, Dense<5>, Softmax>;
using Net_9194 =
    Sequential<ByteInput<8, 7, 3>, Rescaling<0.003921568859368563f, -0.5f>,
               Normalization<Mean<0.5f>, Variance<0.30000001192092896f>>, ClippedReLU<1.0f>,
               Auxiliary<"n1", AveragePooling2D<Size(3, 4), Padding<Pads{1, 2, 1, 2}>, CeilMode, Stride<Size(1, 1)>>,
                         Flatten, Dense<3>, Softmax>,
               Flatten, Dense<1>, Softmax>;

TEST_CASE("network 9447 is PyTorch's") { differential::equals_pytorch<Net_9447, true>("9447"); }
TEST_CASE("network 9745 is PyTorch's") { differential::equals_pytorch<Net_9745, true>("9745"); }
TEST_CASE("network 10342 is PyTorch's") { differential::equals_pytorch<Net_10342, true>("10342"); }
TEST_CASE("network 9549 is PyTorch's") { differential::equals_pytorch<Net_9549, false>("9549"); }
TEST_CASE("network 10461 is PyTorch's") { differential::equals_pytorch<Net_10461, true>("10461"); }
TEST_CASE("network 10085 is PyTorch's") { differential::equals_pytorch<Net_10085, false>("10085"); }
TEST_CASE("network 9533 is PyTorch's") { differential::equals_pytorch<Net_9533, true>("9533"); }
TEST_CASE("network 9919 is PyTorch's") { differential::equals_pytorch<Net_9919, true>("9919"); }
TEST_CASE("network 9000 is PyTorch's") { differential::equals_pytorch<Net_9000, true>("9000"); }
TEST_CASE("network 9353 is PyTorch's") { differential::equals_pytorch<Net_9353, true>("9353"); }
TEST_CASE("network 9002 is PyTorch's") { differential::equals_pytorch<Net_9002, true>("9002"); }
TEST_CASE("network 9194 is PyTorch's") { differential::equals_pytorch<Net_9194, true>("9194"); }
}  // namespace
