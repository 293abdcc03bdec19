// Made by make_fixed.py.
#include "fixed.hpp"

namespace {
using namespace cincel;
using Net_9360 =
    Sequential<Input<11, 5, 6>, Shared<"n1", MaxPooling2D<Size(2, 1), CeilMode>>, ZeroPadding2D<Pads{2, 0, 3, 0}>,
               Shared<"n1", MaxPooling2D<Size(2, 1), CeilMode>>, Conv2D<1, 1, Padding<Pads{3, 1, 3, 2}>, Stride<2>>,
               Flatten, Named<"forced", Dense<1>>, Force<"forced", "plain">>;
using Net_10303 = Sequential<
    Input<9, 11, 11>,
    Auxiliary<"n1", SeparableConv2D<11, Size(4, 2), Same, Dilation<Size(1, 1)>>, GlobalAveragePooling2D, Dense<3>,
              Softmax>,
    Outputs<Output<"n2", GlobalAveragePooling2D, Dense<3>>, Output<"n3", GlobalMaxPooling2D, Dense<2>, Sigmoid>>>;
template <int I>
using Net_9467_Block0 = Sequential<Dense<9 + 2 * I>, ReLU6>;
template <int I>
using Net_9467_Block1 = Sequential<Dense<4 + 3 * I>, GELUTanh>;
using Net_9467 = Sequential<Input<2>, Repeat<3, Sequential<Dense<33>, Dense<2>>>,
                            Auxiliary<"n1", Dense<1, NoBias, LecunNormal>, Dense<7>>, RepeatWith<2, Net_9467_Block0>,
                            RepeatWith<2, Net_9467_Block1>>;
using Net_9859 =
    Sequential<Input<6, 16>, Dense<32, GlorotUniform>, Auxiliary<"n1", Conv1DTranspose<1, 2, HeNormal>, Softmax>,
               Average<Identity, HardSwish>, Flatten, Named<"forced", Dense<5>>, Force<"forced", "plain">,
               DenseWeights<"int8">, Sigmoid>;
using Net_9548 = Sequential<Concat<Sequential<Input<6, 11, 1>, Named<"n1", Rescaling<0.5f>>>,
                                   Sequential<Input<17>, Dense<66>, Reshape<6, 11, 1>>>,
                            DepthwiseConv2D<Size(5, 3), NoBias, Same, HeUniform>,
                            Repeat<3, Shared<"n2", HardTanh, Exponential>>, Flatten, Dense<3>, Sigmoid>;
using Net_9824 =
    Sequential<Input<7, 5, 17>, Multiply<Identity, Sequential<Reshape<-1, 17>, Flatten, Reshape<7, 5, 17>>>,
               LeakyReLU<0.30000001192092896f>, SeparableConv2D<8, 2, HeUniform>,
               Auxiliary<"n1", GlobalAveragePooling2D, GELU, Sigmoid>, Flatten, Dense<7>, Softmax>;
using Net_10120 =
    Sequential<Input<6, 3, 23>, ChannelPadding<1, 2>, LpPooling2D<2, Power<1>, Stride<Size(3, 3)>>,
               Repeat<3, Sequential<Reshape<-1, 26>, AveragePooling1D<1, Same>, Flatten, Reshape<2, 1, 26>>>,
               Slice<3, 4, 0, 2>, Auxiliary<"n1", PReLU, Softmax>, GlobalAveragePooling2D, Dense<2>, Sigmoid>;
using Net_10448 = Sequential<
    Input<6, 9>, LayerScale,
    Average<Auxiliary<"n1", BatchNormalization<Epsilon<0.5f>>, HardTanh, Flatten, Dense<7>, Flatten>, Identity>,
    PositionalEmbedding, UpSampling1D<3>, Dropout<0.0f>, GlobalAveragePooling1D, Dense<3>, Softmax>;
using Net_9008 = Sequential<
    Maximum<Sequential<Input<13, 1, 1>, Tap<"n1">, Tap<"n2">>,
            Sequential<Input<4, 5, 3>, CenterCrop<3, 3>, Rescaling<2.0f, 0.25f>, Conv2D<32, Size(3, 3), GlorotUniform>,
                       ClippedReLU<0.5f>, ZeroPadding2D<Pads{5, 0, 7, 0}>, Conv2D<1, 3, Same>>>,
    MaxPooling2D<2, Padding<Pads{1, 1, 0, 0}>, CeilMode>, ZeroPadding2D<Pads{3, 0, 3, 0}>, AddWith<"n2">,
    ConcatWith<"n1">, Flatten, Dense<3>, Softmax>;
using Net_9164 =
    Sequential<ByteInput<11, 2, 1>, Rescaling<0.003921568859368563f, 0.0f>, Rescaling<2.0f, -1.0f>, Normalization<>,
               Auxiliary<"n1", Tap<"n2">, ConcatWith<"n2">, Flatten, Dense<2>, Flatten>,
               Named<"forced", Conv2D<16, Size(5, 5), Dilation<Size(1, 1)>, Same>>, Force<"forced", "plain">,
               TightNumbers, Shared<"n3", Conv2D<12, 1, HeNormal, Stride<Size(2, 2)>>, DepthwiseConv2D<1>>, Softmax>;
using Net_9096 =
    Sequential<Input<1, 3>, Shared<"n1", Identity>, LocalResponseNormalization<7, 0.5f, 0.5f, 2.0f>,
               Shared<"n1", Identity>, Auxiliary<"n2", Tap<"n3">, SiLU, MultiplyWith<"n3">, Flatten, Dense<2>, Softmax>,
               RMSNormalization<>, Flatten, Named<"forced", Dense<7>>, Force<"forced", "plain">, TightNumbers, Softmax>;
using Net_9929 =
    Sequential<Input<7, 2, 31>,
               Concat<Identity,
                      Sequential<Auxiliary<"n1", Normalization<Mean<0.25f>, Variance<0.25f>>, Flatten, Dense<5>>,
                                 LocalResponseNormalization<3, 0.5f, 0.5f, 2.0f>>,
                      Auxiliary<"n2", Tap<"n3">, ConcatWith<"n3">, Flatten, Dense<5>>>,
               Auxiliary<"n4", Sigmoid, Conv2D<16, Size(4, 2), NoBias>, Conv2D<2, 5, Groups<2>, Same>, Softmax>,
               Permute<1, 2, 3>, Conv2DTranspose<3, 1, Same, GlorotNormal>>;

TEST_CASE("network 9360 is PyTorch's") { differential::equals_pytorch<Net_9360, true>("9360"); }
TEST_CASE("network 10303 is PyTorch's") { differential::equals_pytorch<Net_10303, true>("10303"); }
TEST_CASE("network 9467 is PyTorch's") { differential::equals_pytorch<Net_9467, true>("9467"); }
TEST_CASE("network 9859 is PyTorch's") { differential::equals_pytorch<Net_9859, true>("9859"); }
TEST_CASE("network 9548 is PyTorch's") { differential::equals_pytorch<Net_9548, true>("9548"); }
TEST_CASE("network 9824 is PyTorch's") { differential::equals_pytorch<Net_9824, false>("9824"); }
TEST_CASE("network 10120 is PyTorch's") { differential::equals_pytorch<Net_10120, true>("10120"); }
TEST_CASE("network 10448 is PyTorch's") { differential::equals_pytorch<Net_10448, true>("10448"); }
TEST_CASE("network 9008 is PyTorch's") { differential::equals_pytorch<Net_9008, true>("9008"); }
TEST_CASE("network 9164 is PyTorch's") { differential::equals_pytorch<Net_9164, true>("9164"); }
TEST_CASE("network 9096 is PyTorch's") { differential::equals_pytorch<Net_9096, true>("9096"); }
TEST_CASE("network 9929 is PyTorch's") { differential::equals_pytorch<Net_9929, true>("9929"); }
}  // namespace
