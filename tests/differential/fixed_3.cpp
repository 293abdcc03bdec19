// Made by make_fixed.py.
#include "fixed.hpp"

namespace {
using namespace cincel;
using Net_9001 = Sequential<Input<4, 13, 4>, AveragePooling2D<4, Padding<Pads{0, 1, 0, 0}>>, Flatten, Dense<7>>;
using Net_9221 = Sequential<Input<31>, Dense<9, GlorotNormal>, Dense<10>, Flatten>;
using Net_9325 = Sequential<Input<6, 6, 17>, PixelUnshuffle<2>, Flatten, Dense<3>>;
using Net_9791 = Sequential<Input<1, 4, 8>, SpatialDropout2D<0.5f>, Flatten, Dense<1>>;
using Net_10150 =
    Sequential<Input<13, 1>, MultiHeadAttention<3, 8, Causal, NoBias>,
               Auxiliary<"n1", Conv1D<2, 2, Same, Stride<1>>, Conv1D<24, 1, Stride<1>, GlorotNormal, Same>,
                         ClippedReLU<0.5f>, Flatten, Dense<3>, Flatten>,
               ClippedReLU<0.5f>, Flatten, Dense<1>>;
using Net_10176 = Sequential<Input<7, 7, 3>, GaussianNoise<0.0f>, Flatten, Dense<5>>;
using Net_10363 = Sequential<Input<5, 11, 9>, Dropout<0.0f>, Flatten, Dense<2>>;
using Net_9397 =
    Sequential<Input<3, 8, 17>, InstanceNormalization<NoScale, Epsilon<0.009999999776482582f>>,
               LayerNormalization<NoScale, Epsilon<9.999999747378752e-06f>>, LeakyReLU<0.0f>,
               Auxiliary<"n1", LeakyReLU<>, DepthwiseConv2D<Size(3, 5), GlorotNormal, Same, Stride<1>, NoBias>, Flatten,
                         Dense<1>, Softmax>,
               GlobalMaxPooling2D, Dense<10>, Softmax>;
using Net_9151 = Sequential<Input<6, 9, 4>, Conv2D<12, 2, Stride<3>, Groups<4>, LecunNormal, Dilation<3>>,
                            GlobalAveragePooling2D, Dense<7>, Softmax>;
using Net_9643 =
    Sequential<Input<2, 9, 2>, Rescaling<0.5f, -1.0f>, Normalization<Mean<0.5f, 0.5f>, Variance<0.5f, 0.75f>>, PReLU,
               Average<Identity,
                       Auxiliary<"n1", Conv2D<19, 4, HeUniform, Same>, Tap<"n2">, AverageWith<"n2">, GlobalMaxPooling2D,
                                 Dense<7>, Flatten>,
                       Identity>,
               ClippedReLU<0.5f>>;
using Net_9200 =
    Sequential<Input<7, 11, 16>, AveragePooling2D<2, Stride<Size(3, 3)>>, Reshape<-1, 16>, Flatten, Dense<10>, Softmax>;
using Net_9246 = Sequential<Input<9, 7, 13>, DepthwiseConv2D<4, NoBias, GlorotUniform, DepthMultiplier<3>>,
                            Conv2D<9, 4, HeNormal, Stride<Size(1, 3)>>, Shared<"n1", ELU<1.5f>>, Softmax>;

TEST_CASE("network 9001 is PyTorch's") { differential::equals_pytorch<Net_9001, true>("9001"); }
TEST_CASE("network 9221 is PyTorch's") { differential::equals_pytorch<Net_9221, true>("9221"); }
TEST_CASE("network 9325 is PyTorch's") { differential::equals_pytorch<Net_9325, true>("9325"); }
TEST_CASE("network 9791 is PyTorch's") { differential::equals_pytorch<Net_9791, false>("9791"); }
TEST_CASE("network 10150 is PyTorch's") { differential::equals_pytorch<Net_10150, true>("10150"); }
TEST_CASE("network 10176 is PyTorch's") { differential::equals_pytorch<Net_10176, true>("10176"); }
TEST_CASE("network 10363 is PyTorch's") { differential::equals_pytorch<Net_10363, true>("10363"); }
TEST_CASE("network 9397 is PyTorch's") { differential::equals_pytorch<Net_9397, true>("9397"); }
TEST_CASE("network 9151 is PyTorch's") { differential::equals_pytorch<Net_9151, true>("9151"); }
TEST_CASE("network 9643 is PyTorch's") { differential::equals_pytorch<Net_9643, true>("9643"); }
TEST_CASE("network 9200 is PyTorch's") { differential::equals_pytorch<Net_9200, true>("9200"); }
TEST_CASE("network 9246 is PyTorch's") { differential::equals_pytorch<Net_9246, true>("9246"); }
}  // namespace
