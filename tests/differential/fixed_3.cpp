// Made by make_fixed.py.
#include "fixed.hpp"

namespace {
using namespace cincel;
using Net_9921 = Sequential<Input<7, 33>, GaussianDropout<0.0f>, Flatten, Dense<5>>;
using Net_10176 = Sequential<Input<7, 7, 3>, GaussianNoise<0.0f>, Flatten, Dense<5>>;
template <int I>
using Net_10297_Block0 = Sequential<Conv1D<8 + 4 * I, 3, Same>, GELU>;
template <int I>
using Net_10297_Block1 = Sequential<Conv1D<4 + 1 * I, 3, Same>, Softmax>;
template <int I>
using Net_10297_Block2 = Sequential<Conv1D<5 + 4 * I, 3, Same>, GELU>;
using Net_10297 = Sequential<Input<7>, Embedding<5, 19>,
                             Concat<Sequential<RepeatWith<2, Net_10297_Block0>, Rescaling<0.5f>>,
                                    Sequential<RepeatWith<3, Net_10297_Block1>,
                                               Conv1DTranspose<13, 1, Dilation<3>, OutputPadding<2>, GlorotUniform>,
                                               Conv1D<13, 5, Groups<13>, Stride<3>>, ZeroPadding1D<3, 2>, Dense<12>>>,
                             RepeatWith<3, Net_10297_Block2>, Outputs<Output<"n1", Sigmoid>, Output<"n2", Softmax>>>;
using Net_10363 = Sequential<Input<5, 11, 9>, Dropout<0.0f>, Flatten, Dense<2>>;
using Net_9397 =
    Sequential<Input<3, 8, 17>, InstanceNormalization<NoScale, Epsilon<0.009999999776482582f>>,
               LayerNormalization<NoScale, Epsilon<9.999999747378752e-06f>>, LeakyReLU<0.0f>,
               Auxiliary<"n1", LeakyReLU<>, DepthwiseConv2D<Size(3, 5), GlorotNormal, Same, Stride<1>, NoBias>, Flatten,
                         Dense<1>, Softmax>,
               GlobalMaxPooling2D, Dense<10>, Softmax>;
using Net_9151 = Sequential<Input<6, 9, 4>, Conv2D<12, 2, Stride<3>, Groups<4>, LecunNormal, Dilation<3>>,
                            GlobalAveragePooling2D, Dense<7>, Softmax>;
template <int I>
using Net_9973_Block0 = Sequential<Conv2D<1 + 3 * I, 3, Same>, Softplus>;
using Net_9973 = Sequential<Input<3, 7, 6>, RepeatWith<2, Net_9973_Block0>, MaxPooling2D<1, Same>, GELUTanh,
                            AveragePooling2D<Size(1, 3), Stride<Size(3, 3)>>, Rescaling<2.0f, -1.0f>,
                            Outputs<Output<"n1", ZeroPadding2D<Pads{1, 2, 0, 0}>, Conv2D<8, Size(4, 4), Same, NoBias>,
                                           GlobalAveragePooling2D, Dense<5>>,
                                    Output<"n2", Softmax>>>;
using Net_9643 =
    Sequential<Input<2, 9, 2>, Rescaling<0.5f, -1.0f>, Normalization<Mean<0.5f, 0.5f>, Variance<0.5f, 0.75f>>, PReLU,
               Average<Identity,
                       Auxiliary<"n1", Conv2D<19, 4, HeUniform, Same>, Tap<"n2">, AverageWith<"n2">, GlobalMaxPooling2D,
                                 Dense<7>, Flatten>,
                       Identity>,
               ClippedReLU<0.5f>>;
using Net_9246 = Sequential<Input<9, 7, 13>, DepthwiseConv2D<4, NoBias, GlorotUniform, DepthMultiplier<3>>,
                            Conv2D<9, 4, HeNormal, Stride<Size(1, 3)>>, Shared<"n1", ELU<1.5f>>, Softmax>;
using Net_9435 = Sequential<Input<8, 31>, Shared<"n1", Conv1D<62, 5, LecunNormal, Stride<2>, Groups<31>>>, Flatten,
                            Dense<5>, Flatten>;
using Net_9047 = Sequential<Input<4, 11>, Slice<1, 2, 0, 1>, Conv1D<1, 5, Same>,
                            AveragePooling1D<4, Same, CountPadding>, Named<"n1", ChannelPadding<2>>, Softmax>;
using Net_9175 = Sequential<Input<2, 1, 1>, InstanceNormalization<NoScale, NoCenter, Epsilon<0.5f>>, Permute<3, 2, 1>,
                            Tap<"n1">, AverageWith<"n1">, Flatten, Dense<1>>;

TEST_CASE("network 9921 is PyTorch's") { differential::equals_pytorch<Net_9921, true>("9921"); }
TEST_CASE("network 10176 is PyTorch's") { differential::equals_pytorch<Net_10176, true>("10176"); }
TEST_CASE("network 10297 is PyTorch's") { differential::equals_pytorch<Net_10297, true>("10297"); }
TEST_CASE("network 10363 is PyTorch's") { differential::equals_pytorch<Net_10363, true>("10363"); }
TEST_CASE("network 9397 is PyTorch's") { differential::equals_pytorch<Net_9397, true>("9397"); }
TEST_CASE("network 9151 is PyTorch's") { differential::equals_pytorch<Net_9151, true>("9151"); }
TEST_CASE("network 9973 is PyTorch's") { differential::equals_pytorch<Net_9973, true>("9973"); }
TEST_CASE("network 9643 is PyTorch's") { differential::equals_pytorch<Net_9643, true>("9643"); }
TEST_CASE("network 9246 is PyTorch's") { differential::equals_pytorch<Net_9246, true>("9246"); }
TEST_CASE("network 9435 is PyTorch's") { differential::equals_pytorch<Net_9435, true>("9435"); }
TEST_CASE("network 9047 is PyTorch's") { differential::equals_pytorch<Net_9047, true>("9047"); }
TEST_CASE("network 9175 is PyTorch's") { differential::equals_pytorch<Net_9175, true>("9175"); }
}  // namespace
