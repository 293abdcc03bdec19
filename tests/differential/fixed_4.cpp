// Made by make_fixed.py.
#include "fixed.hpp"

namespace {
using namespace cincel;
using Net_10251 = Sequential<Input<8, 4, 3>, Named<"n1", GELU>, Conv2DTranspose<33, 1, NoBias, Same, GlorotNormal>,
                             GlobalAveragePooling2D, Dense<7>, Flatten>;
using Net_9209 =
    Sequential<Input<9, 7>, Reshape<1, 7, 9>, Shared<"n1", DepthwiseConv2D<1, Same, Stride<Size(1, 1)>>>, LeakyReLU<>,
               Add<Sequential<Shared<"n2", Conv2D<23, 4, Same>, Slice<3, 0, 7, 2>>, ChannelPadding<0, 5>,
                              Shared<"n2", Conv2D<23, 4, Same>, Slice<3, 0, 7, 2>>>,
                   Slice<3, 4, 8>, Sequential<Resizing<2, 14, Nearest>, Resizing<1, 7>, Slice<3, 3, 7>>>,
               Flatten, Dense<3>>;
using Net_9384 =
    Sequential<Input<7, 4, 2>, Slice<1, -6, 7, 3>, Conv2DTranspose<32, 1, NoBias, Stride<2>, OutputPadding<1>>,
               Conv2D<9, 1>, PixelShuffle<3>, GlobalMaxPooling2D, Dense<3>, Softmax>;
using Net_9754 =
    Sequential<Input<17>, Auxiliary<"n1", Dense<13, NoBias, HeNormal>, Tap<"n2">, AverageWith<"n2">, Softmax>, Dense<7>,
               Softmax>;
using Net_9856 = Sequential<Input<3, 9, 9>,
                            Auxiliary<"n1", Conv2DTranspose<32, Size(4, 4), Same, Dilation<1>, GlorotUniform>,
                                      Conv2D<12, Size(4, 4), Stride<3>, Same>, Flatten, Dense<3>>,
                            GlobalMaxPooling2D, Dense<7>>;
using Net_9727 = Sequential<Input<8, 4, 4>, BatchNormalization<Momentum<0.8999999761581421f>>, ReLU,
                            Conv2D<32, Size(5, 5), Stride<2>, Same, Dilation<3>>, LayerScale, DepthToSpace<2>, Flatten,
                            Dense<5>, Sigmoid>;
using Net_9777 = Sequential<Input<5>, Dense<11, HeUniform>,
                            Multiply<Identity, Sequential<Dense<3>, SiLU, Dense<11>, Sigmoid>>, Dense<2>, Softmax>;
using Net_9956 =
    Sequential<Input<48>, Tap<"n1">, Dense<17, NoBias>,
               Concat<Shared<"n2", Dense<13>>, Sequential<Shared<"n2", Dense<13>>, InstanceNormalization<>>>,
               ConcatAfter<"n1">>;
using Net_10250 =
    Sequential<Input<3, 23>, Conv1DTranspose<5, 2, HeUniform, Stride<1>>,
               Auxiliary<"n1", UnitNormalization, GlobalMaxPooling1D, Dense<5>>,
               Outputs<Output<"n2", Softmax>, Output<"n3", BatchNormalization<NoScale>, ChannelPadding<1, 2>, Flatten>,
                       Output<"n4", ChannelPadding<0, 2>, Flatten>>>;
using Net_9168 = Sequential<Input<8, 12>, Conv1D<32, 2, Same, Dilation<1>>, Shared<"n1", LeakyReLU<>, Cropping1D<1, 2>>,
                            Conv1D<2, 5, HeNormal, Padding<Pads{0, 1, 0, 2}>, Groups<2>, Stride<1>>, Dense<11>,
                            Shared<"n2", Conv1D<4, 3, Stride<2>>>,
                            Auxiliary<"n3", Conv1DTranspose<2, 4, Dilation<2>>, Reshape<1, 2, 7>, Softmax>, Flatten>;
using Net_9470 =
    Sequential<Input<3, 5, 1>, Auxiliary<"n1", Tap<"n2">, ConcatWith<"n2">, Flatten, Dense<3>>,
               Conv2D<5, 3, GlorotUniform, Stride<Size(3, 2)>, Same>, Conv2D<5, 1, Groups<5>>, ChannelPadding<1>,
               Named<"n3", Conv2DTranspose<3, Size(1, 1), LecunNormal, Stride<Size(3, 2)>, Dilation<Size(3, 2)>>>,
               Flatten, Dense<2>, Softmax>;
template <int I>
using Net_9871_Block0 = Sequential<Conv1D<4 + 1 * I, 3, Same>, LogSoftmax>;
using Net_9871 =
    Sequential<Input<5, 3>, PositionalEmbedding, Identity, RepeatWith<2, Net_9871_Block0>, ClippedReLU<1.0f>,
               Named<"n1", ChannelPadding<3, 0>>, MaxPooling1D<4, Padding<1>, Stride<1>>,
               Outputs<Output<"n2", Flatten, Dense<2>>, Output<"n3", Softmax>>>;

TEST_CASE("network 10251 is PyTorch's") { differential::equals_pytorch<Net_10251, true>("10251"); }
TEST_CASE("network 9209 is PyTorch's") { differential::equals_pytorch<Net_9209, true>("9209"); }
TEST_CASE("network 9384 is PyTorch's") { differential::equals_pytorch<Net_9384, true>("9384"); }
TEST_CASE("network 9754 is PyTorch's") { differential::equals_pytorch<Net_9754, true>("9754"); }
TEST_CASE("network 9856 is PyTorch's") { differential::equals_pytorch<Net_9856, true>("9856"); }
TEST_CASE("network 9727 is PyTorch's") { differential::equals_pytorch<Net_9727, false>("9727"); }
TEST_CASE("network 9777 is PyTorch's") { differential::equals_pytorch<Net_9777, true>("9777"); }
TEST_CASE("network 9956 is PyTorch's") { differential::equals_pytorch<Net_9956, true>("9956"); }
TEST_CASE("network 10250 is PyTorch's") { differential::equals_pytorch<Net_10250, true>("10250"); }
TEST_CASE("network 9168 is PyTorch's") { differential::equals_pytorch<Net_9168, true>("9168"); }
TEST_CASE("network 9470 is PyTorch's") { differential::equals_pytorch<Net_9470, true>("9470"); }
TEST_CASE("network 9871 is PyTorch's") { differential::equals_pytorch<Net_9871, true>("9871"); }
}  // namespace
