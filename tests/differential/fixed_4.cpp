// Made by make_fixed.py.
#include "fixed.hpp"

namespace {
using namespace cincel;
using Net_9435 = Sequential<Input<8, 31>, Shared<"n1", Conv1D<62, 5, LecunNormal, Stride<2>, Groups<31>>>, Flatten,
                            Dense<5>, Flatten>;
using Net_9708 = Sequential<Input<1, 8, 8>, RMSNormalization<NoScale, Epsilon<9.999999747378752e-06f>>,
                            BatchNormalization<>, Conv2DTranspose<12, 2, Same>, Flatten, Dense<10>>;
using Net_9778 = Sequential<Input<13, 6, 8>, HardTanh, DepthwiseConv2D<1, LecunNormal>,
                            Conv2D<6, 5, NoBias, Groups<2>, Same>, Flatten, Dense<10>, Flatten>;
using Net_9384 =
    Sequential<Input<7, 4, 2>, Slice<1, -6, 7, 3>, Conv2DTranspose<32, 1, NoBias, Stride<2>, OutputPadding<1>>,
               Conv2D<9, 1>, PixelShuffle<3>, GlobalMaxPooling2D, Dense<3>, Softmax>;
using Net_9454 = Sequential<Input<7>, Embedding<11, 6>, MultiHeadAttention<1, 3>, Normalization<>,
                            AveragePooling1D<3, Stride<3>, Same, CountPadding>, Softmax, Flatten, Dense<5>>;
using Net_9731 = Sequential<Input<3, 7, 13>, Maximum<Tap<"n1">, DepthToSpace<1>, Identity>, MultiplyWith<"n1">,
                            Conv2DTranspose<1, 4, Stride<1>, GlorotNormal>, SpaceToDepth<1>,
                            Auxiliary<"n2", Tap<"n3">, ConcatWith<"n3">, GlobalMaxPooling2D, Dense<10>, Softmax>,
                            Shared<"n4", Slice<2, 3, 0, 1>, Conv2D<17, 5, NoBias, Same, Stride<Size(2, 2)>>>, Flatten,
                            Dense<5>, Softmax>;
using Net_9754 =
    Sequential<Input<17>, Auxiliary<"n1", Dense<13, NoBias, HeNormal>, Tap<"n2">, AverageWith<"n2">, Softmax>, Dense<7>,
               Softmax>;
using Net_9856 = Sequential<Input<3, 9, 9>,
                            Auxiliary<"n1", Conv2DTranspose<32, Size(4, 4), Same, Dilation<1>, GlorotUniform>,
                                      Conv2D<12, Size(4, 4), Stride<3>, Same>, Flatten, Dense<3>>,
                            GlobalMaxPooling2D, Dense<7>>;
using Net_9360 = Sequential<Input<11, 5, 6>, Shared<"n1", MaxPooling2D<Size(2, 1), CeilMode>>,
                            ZeroPadding2D<Pads{2, 0, 3, 0}>, Shared<"n1", MaxPooling2D<Size(2, 1), CeilMode>>,
                            Conv2D<1, 1, Padding<Pads{3, 1, 3, 2}>, Stride<2>>, Flatten, Dense<1>>;
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

TEST_CASE("network 9435 is PyTorch's") { differential::equals_pytorch<Net_9435, true>("9435"); }
TEST_CASE("network 9708 is PyTorch's") { differential::equals_pytorch<Net_9708, true>("9708"); }
TEST_CASE("network 9778 is PyTorch's") { differential::equals_pytorch<Net_9778, true>("9778"); }
TEST_CASE("network 9384 is PyTorch's") { differential::equals_pytorch<Net_9384, true>("9384"); }
TEST_CASE("network 9454 is PyTorch's") { differential::equals_pytorch<Net_9454, true>("9454"); }
TEST_CASE("network 9731 is PyTorch's") { differential::equals_pytorch<Net_9731, true>("9731"); }
TEST_CASE("network 9754 is PyTorch's") { differential::equals_pytorch<Net_9754, true>("9754"); }
TEST_CASE("network 9856 is PyTorch's") { differential::equals_pytorch<Net_9856, true>("9856"); }
TEST_CASE("network 9360 is PyTorch's") { differential::equals_pytorch<Net_9360, true>("9360"); }
TEST_CASE("network 9956 is PyTorch's") { differential::equals_pytorch<Net_9956, true>("9956"); }
TEST_CASE("network 10250 is PyTorch's") { differential::equals_pytorch<Net_10250, true>("10250"); }
TEST_CASE("network 9168 is PyTorch's") { differential::equals_pytorch<Net_9168, true>("9168"); }
}  // namespace
