// Made by make_fixed.py.
#include "fixed.hpp"

namespace {
using namespace cincel;
using Net_10118 = Sequential<
    Input<4, 2, 24>,
    Maximum<Identity, Sequential<Conv2D<33, Size(1, 3), NoBias, Same, GlorotNormal>, Conv2D<24, 3, Same>>, Identity>,
    AveragePooling2D<2, Padding<0>, Stride<3>, CeilMode>, Flatten>;
using Net_10294 = Sequential<Input<2, 5>, PositionalEmbedding>;
using Net_10031 = Sequential<Input<2>, Auxiliary<"n1", Dense<5, NoBias>, Sigmoid>,
                             LayerNormalization<NoCenter, Epsilon<0.009999999776482582f>>,
                             LayerNormalization<Epsilon<0.009999999776482582f>>, SiLU, Dense<7>, Softmax>;
using Net_10160 = Sequential<Input<4, 5, 4>, UpSampling2D<1, Bilinear>, Softmax>;
using Net_9796 = Sequential<Input<8, 4, 12>, CenterCrop<7, 4>, SeparableConv2D<12, 1, Same, Dilation<Size(3, 1)>>,
                            Auxiliary<"n1", LeakyReLU<0.30000001192092896f>, GlobalMaxPooling2D, Dense<5>, Sigmoid>,
                            Flatten, Dense<2>, Flatten>;
using Net_9859 =
    Sequential<Input<6, 16>, Dense<32, GlorotUniform>, Auxiliary<"n1", Conv1DTranspose<1, 2, HeNormal>, Softmax>,
               Average<Identity, HardSigmoid>, Flatten, Dense<5>, Sigmoid>;
using Net_9001 = Sequential<Input<4, 13, 4>, AveragePooling2D<4, Padding<Pads{0, 1, 0, 0}>>, Flatten, Dense<7>>;
using Net_9221 = Sequential<Input<31>, Dense<9, GlorotNormal>, Dense<10>, Flatten>;
using Net_9325 = Sequential<Input<6, 6, 17>, PixelUnshuffle<2>, Flatten, Dense<3>>;
using Net_9791 = Sequential<Input<1, 4, 8>, SpatialDropout2D<0.5f>, Flatten, Dense<1>>;
using Net_9921 = Sequential<Input<7, 33>, GaussianDropout<0.0f>, Flatten, Dense<5>>;
using Net_10176 = Sequential<Input<7, 7, 3>, GaussianNoise<0.0f>, Flatten, Dense<5>>;

TEST_CASE("network 10118 is PyTorch's") { differential::equals_pytorch<Net_10118, true>("10118"); }
TEST_CASE("network 10294 is PyTorch's") { differential::equals_pytorch<Net_10294, true>("10294"); }
TEST_CASE("network 10031 is PyTorch's") { differential::equals_pytorch<Net_10031, false>("10031"); }
TEST_CASE("network 10160 is PyTorch's") { differential::equals_pytorch<Net_10160, true>("10160"); }
TEST_CASE("network 9796 is PyTorch's") { differential::equals_pytorch<Net_9796, true>("9796"); }
TEST_CASE("network 9859 is PyTorch's") { differential::equals_pytorch<Net_9859, true>("9859"); }
TEST_CASE("network 9001 is PyTorch's") { differential::equals_pytorch<Net_9001, true>("9001"); }
TEST_CASE("network 9221 is PyTorch's") { differential::equals_pytorch<Net_9221, true>("9221"); }
TEST_CASE("network 9325 is PyTorch's") { differential::equals_pytorch<Net_9325, true>("9325"); }
TEST_CASE("network 9791 is PyTorch's") { differential::equals_pytorch<Net_9791, false>("9791"); }
TEST_CASE("network 9921 is PyTorch's") { differential::equals_pytorch<Net_9921, true>("9921"); }
TEST_CASE("network 10176 is PyTorch's") { differential::equals_pytorch<Net_10176, true>("10176"); }
}  // namespace
