// Made by make_fixed.py.
#include "fixed.hpp"

namespace {
using namespace cincel;
using Net_9856 = Sequential<Input<3, 9, 9>,
                            Auxiliary<"n1", Conv2DTranspose<32, Size(4, 4), Same, Dilation<1>, GlorotUniform>,
                                      Conv2D<12, Size(4, 4), Stride<3>, Same>, Flatten, Dense<3>>,
                            GlobalMaxPooling2D, Dense<7>>;
template <int I>
using Net_10151_Block0 = Sequential<Conv1D<1 + 3 * I, 3, Same>, Sigmoid>;
using Net_10151 = Sequential<
    Maximum<Sequential<Input<5, 31>, Tap<"n1">, ConcatAfter<"n1">>,
            Sequential<Input<16>, BatchNormalization<Momentum<0.5f>>, Tap<"n2">, Dense<310>, Reshape<5, 62>>>,
    Conv1DTranspose<1, 4, HeUniform, Padding<Pads{0, 0, 0, 2}>>, Conv1DTranspose<33, 2, GlorotUniform, Same, Stride<3>>,
    RepeatWith<2, Net_10151_Block0>, ChannelPadding<3, 2>, GlobalAveragePooling1D, Dense<16>, MaximumWith<"n2">,
    Permute<1>, Dense<7>>;
using Net_10324 =
    Sequential<Input<6, 4, 33>, Conv2DTranspose<31, Size(1, 2), NoBias, Padding<1>>,
               Named<"n1", Conv2D<7, 2, Same, HeUniform>>, Tap<"n2">, AverageWith<"n2">, Flatten, Dense<10>>;
using Net_9360 = Sequential<Input<11, 5, 6>, Shared<"n1", MaxPooling2D<Size(2, 1), CeilMode>>,
                            ZeroPadding2D<Pads{2, 0, 3, 0}>, Shared<"n1", MaxPooling2D<Size(2, 1), CeilMode>>,
                            Conv2D<1, 1, Padding<Pads{3, 1, 3, 2}>, Stride<2>>, Flatten, Dense<1>>;
using Net_9727 = Sequential<Input<8, 4, 4>, BatchNormalization<Momentum<0.8999999761581421f>>, ReLU,
                            Conv2D<32, Size(5, 5), Stride<2>, Same, Dilation<3>>, LayerScale, DepthToSpace<2>, Flatten,
                            Dense<5>, Sigmoid>;
using Net_9086 = Sequential<Input<7, 2, 16>, AveragePooling2D<2, CountPadding, Same>,
                            Maximum<DepthwiseConv2D<1, HeNormal, Same>, Identity>,
                            Shared<"n1", Conv2D<3, 2, Same, Dilation<3>>>, GlobalMaxPooling2D, Dense<2>, Softmax>;
using Net_9777 = Sequential<Input<5>, Dense<11, HeUniform>,
                            Multiply<Identity, Sequential<Dense<3>, SiLU, Dense<11>, Sigmoid>>, Dense<2>, Softmax>;
using Net_9956 =
    Sequential<Input<48>, Tap<"n1">, Dense<17, NoBias>,
               Concat<Shared<"n2", Dense<13>>, Sequential<Shared<"n2", Dense<13>>, InstanceNormalization<>>>,
               ConcatAfter<"n1">>;
using Net_9284 = Sequential<Input<11, 19>, ELU<>, Conv1D<4, 1, Dilation<3>>,
                            Repeat<2, Sequential<Conv1D<16, 1, Same>, Conv1D<9, 3, Stride<3>>, Rescaling<2.0f, -1.0f>,
                                                 ZeroPadding1D<7, 1>, Slice<2, 3, 7>>>,
                            Conv1D<1, 5, GlorotNormal, NoBias>, Flatten>;
using Net_9397 =
    Sequential<Input<3, 8, 17>, InstanceNormalization<NoScale, Epsilon<0.009999999776482582f>>,
               LayerNormalization<NoScale, Epsilon<9.999999747378752e-06f>>, LeakyReLU<0.0f>,
               Auxiliary<"n1", LeakyReLU<>, DepthwiseConv2D<Size(3, 5), GlorotNormal, Same, Stride<1>, NoBias>, Flatten,
                         Dense<1>, Softmax>,
               GlobalMaxPooling2D, Dense<10>, Softmax>;
using Net_9168 = Sequential<Input<8, 12>, Conv1D<32, 2, Same, Dilation<1>>, Shared<"n1", LeakyReLU<>, Cropping1D<1, 2>>,
                            Conv1D<2, 5, HeNormal, Padding<Pads{0, 1, 0, 2}>, Groups<2>, Stride<1>>, Dense<11>,
                            Shared<"n2", Conv1D<4, 3, Stride<2>>>,
                            Auxiliary<"n3", Conv1DTranspose<2, 4, Dilation<2>>, Reshape<1, 2, 7>, Softmax>, Flatten>;
template <int I>
using Net_9871_Block0 = Sequential<Conv1D<4 + 1 * I, 3, Same>, LogSoftmax>;
using Net_9871 =
    Sequential<Input<5, 3>, PositionalEmbedding, Identity, RepeatWith<2, Net_9871_Block0>, ClippedReLU<1.0f>,
               Named<"n1", ChannelPadding<3, 0>>, MaxPooling1D<4, Padding<1>, Stride<1>>,
               Outputs<Output<"n2", Flatten, Dense<2>>, Output<"n3", Softmax>>>;

TEST_CASE("network 9856 is PyTorch's") { differential::equals_pytorch<Net_9856, true>("9856"); }
TEST_CASE("network 10151 is PyTorch's") { differential::equals_pytorch<Net_10151, true>("10151"); }
TEST_CASE("network 10324 is PyTorch's") { differential::equals_pytorch<Net_10324, true>("10324"); }
TEST_CASE("network 9360 is PyTorch's") { differential::equals_pytorch<Net_9360, true>("9360"); }
TEST_CASE("network 9727 is PyTorch's") { differential::equals_pytorch<Net_9727, false>("9727"); }
TEST_CASE("network 9086 is PyTorch's") { differential::equals_pytorch<Net_9086, true>("9086"); }
TEST_CASE("network 9777 is PyTorch's") { differential::equals_pytorch<Net_9777, true>("9777"); }
TEST_CASE("network 9956 is PyTorch's") { differential::equals_pytorch<Net_9956, true>("9956"); }
TEST_CASE("network 9284 is PyTorch's") { differential::equals_pytorch<Net_9284, true>("9284"); }
TEST_CASE("network 9397 is PyTorch's") { differential::equals_pytorch<Net_9397, true>("9397"); }
TEST_CASE("network 9168 is PyTorch's") { differential::equals_pytorch<Net_9168, true>("9168"); }
TEST_CASE("network 9871 is PyTorch's") { differential::equals_pytorch<Net_9871, true>("9871"); }
}  // namespace
