// Made by make_fixed.py.
#include "fixed.hpp"

namespace {
using namespace cincel;
using Net_9451 = Sequential<Input<7, 6>, Shared<"n1", UnitNormalization, MaxPooling1D<3, CeilMode>>, HardSigmoid,
                            Dense<32, NoBias>, MaxPooling1D<3, Same>, Tap<"n2">, AddWith<"n2">, Flatten>;
using Net_9284 = Sequential<Input<11, 19>, ELU<>, Conv1D<4, 1, Dilation<3>>,
                            Repeat<2, Sequential<Conv1D<16, 1, Same>, Conv1D<9, 3, Stride<3>>, Rescaling<2.0f, -1.0f>,
                                                 ZeroPadding1D<7, 1>, Slice<2, 3, 7>>>,
                            Conv1D<1, 5, GlorotNormal, NoBias>, Flatten>;
using Net_10087 = Sequential<Input<6, 24>, AveragePooling1D<3, Padding<Pads{0, 1, 0, 1}>, CeilMode>,
                             GlobalAveragePooling1D, Dense<7>>;
template <int I>
using Net_9290_Block0 = Sequential<Conv1D<7 + 2 * I, 3, Same>, Softsign>;
using Net_9290 = Sequential<Input<11, 5>, Conv1DTranspose<3, 2, Padding<Pads{0, 0, 0, 0}>, Stride<2>, LecunNormal>,
                            RepeatWith<1, Net_9290_Block0>, Flatten, Dense<2>>;
using Net_9402 = Sequential<Input<5, 2, 9>, ClippedReLU<1.0f>, Conv2D<12, 1, Padding<2>, Dilation<3>, Stride<3>>,
                            LayerScale, AveragePooling2D<1, Same>,
                            SeparableConv2D<16, 2, Padding<Pads{0, 2, 3, 3}>, DepthMultiplier<1>>, Flatten, Dense<2>>;
using Net_10118 = Sequential<
    Input<4, 2, 24>,
    Maximum<Identity, Sequential<Conv2D<33, Size(1, 3), NoBias, Same, GlorotNormal>, Conv2D<24, 3, Same>>, Identity>,
    AveragePooling2D<2, Padding<0>, Stride<3>, CeilMode>, Flatten>;
using Net_9752 = Sequential<
    Input<4, 1, 3>, Shared<"n1", AlphaDropout<0.0f>, SpaceToDepth<1>>, UpSampling2D<2, Bilinear>,
    Outputs<Output<"n2", Softmax>,
            Output<"n3",
                   Multiply<Identity, Sequential<LocalResponseNormalization<7, 0.5f, 0.75f, 2.0f>, Cropping2D<0>>,
                            Sequential<Resizing<8, 5>, Tanh, ReLU6, Cropping2D<Pads{0, 2, 0, 1}>>>,
                   Softmax>>>;
using Net_9984 = Sequential<Input<1>, SiLU, Permute<1>, Softmax>;
using Net_9002 =
    Sequential<Input<13, 2, 8>, Shared<"n1", DepthwiseConv2D<2, Stride<3>, Padding<0>>, Resizing<3, 1, Bilinear>>,
               StochasticDepth<0.0f>>;
using Net_9615 = Sequential<
    Input<3, 5, 16>,
    Add<Sequential<MaxPooling2D<4, Stride<Size(1, 2)>, Same>, Conv2D<3, 2, Stride<1>, Same>>,
        Sequential<Tap<"n1">, Residual<Identity>, DepthwiseConv2D<4, LecunNormal, Padding<Pads{3, 2, 0, 3}>, NoBias>,
                   Resizing<3, 3>, Conv2D<3, 3, Same>>>,
    AveragePooling2D<1, CeilMode, CountPadding, Padding<0>>, Repeat<3, Rescaling<-1.0f, -1.0f>>, Flatten, Dense<240>,
    Reshape<3, 5, 16>, ConcatWith<"n1">, Flatten, Dense<5>>;
using Net_9505 = Sequential<Input<13, 1>, Shared<"n1", HardSwish, Conv1D<19, 5, GlorotUniform, Stride<2>>>,
                            GlobalAveragePooling1D, Dense<3>>;
using Net_9744 = Sequential<Input<11, 11>, Reshape<1, 11, 11>, Resizing<2, 11, Nearest>,
                            Conv2DTranspose<16, 3, NoBias, Same, Stride<3>>, GlobalAveragePooling2D, Dense<2>>;

TEST_CASE("network 9451 is PyTorch's") { differential::equals_pytorch<Net_9451, true>("9451"); }
TEST_CASE("network 9284 is PyTorch's") { differential::equals_pytorch<Net_9284, true>("9284"); }
TEST_CASE("network 10087 is PyTorch's") { differential::equals_pytorch<Net_10087, true>("10087"); }
TEST_CASE("network 9290 is PyTorch's") { differential::equals_pytorch<Net_9290, true>("9290"); }
TEST_CASE("network 9402 is PyTorch's") { differential::equals_pytorch<Net_9402, true>("9402"); }
TEST_CASE("network 10118 is PyTorch's") { differential::equals_pytorch<Net_10118, true>("10118"); }
TEST_CASE("network 9752 is PyTorch's") { differential::equals_pytorch<Net_9752, true>("9752"); }
TEST_CASE("network 9984 is PyTorch's") { differential::equals_pytorch<Net_9984, false>("9984"); }
TEST_CASE("network 9002 is PyTorch's") { differential::equals_pytorch<Net_9002, true>("9002"); }
TEST_CASE("network 9615 is PyTorch's") { differential::equals_pytorch<Net_9615, true>("9615"); }
TEST_CASE("network 9505 is PyTorch's") { differential::equals_pytorch<Net_9505, true>("9505"); }
TEST_CASE("network 9744 is PyTorch's") { differential::equals_pytorch<Net_9744, true>("9744"); }
}  // namespace
