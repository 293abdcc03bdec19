// Made by make_fixed.py.
#include "fixed.hpp"

namespace {
using namespace cincel;
using Net_10363 = Sequential<Input<5, 11, 9>, Dropout<0.0f>, Flatten, Dense<2>>;
using Net_10477 =
    Sequential<ByteInput<2, 2, 1>, Rescaling<0.003921568859368563f, 0.0f>, Rescaling<0.5f, -1.0f>,
               DepthwiseConv2D<4, DepthMultiplier<2>, Stride<Size(3, 1)>, Dilation<Size(2, 1)>, NoBias, Same>, Sigmoid>;
using Net_9200 =
    Sequential<Input<7, 11, 16>, AveragePooling2D<2, Stride<Size(3, 3)>>, Reshape<-1, 16>, Flatten, Dense<10>, Softmax>;
using Net_9246 = Sequential<Input<9, 7, 13>, DepthwiseConv2D<4, NoBias, GlorotUniform, DepthMultiplier<3>>,
                            Conv2D<9, 4, HeNormal, Stride<Size(1, 3)>>, Shared<"n1", ELU<1.5f>>, Softmax>;
using Net_9435 = Sequential<Input<8, 31>, Shared<"n1", Conv1D<62, 5, LecunNormal, Stride<2>, Groups<31>>>, Flatten,
                            Dense<5>, Flatten>;
using Net_9505 = Sequential<Input<13, 1>, Shared<"n1", HardSwish, Conv1D<19, 5, GlorotUniform, Stride<2>>>,
                            GlobalAveragePooling1D, Dense<3>>;
template <int I>
using Net_10139_Block0 = Sequential<Conv2D<5 + 3 * I, 3, Same>, GELUTanh>;
using Net_10139 =
    Sequential<Input<3, 3, 16>, RepeatWith<2, Net_10139_Block0>, PixelShuffle<2>, Tap<"n1">, MaximumWith<"n1">, ReLU6,
               Outputs<Output<"n2", GlobalAveragePooling2D, ChannelPadding<3, 2>, Dense<10>>,
                       Output<"n3", Flatten, Dense<3>>, Output<"n4", Flatten, Dense<3>>>>;
using Net_9778 = Sequential<Input<13, 6, 8>, Softplus, DepthwiseConv2D<1, LecunNormal>,
                            Conv2D<6, 5, NoBias, Groups<2>, Same>, Flatten, Dense<10>, Flatten>;
using Net_10251 = Sequential<Input<8, 4, 3>, Named<"n1", GELU>, Conv2DTranspose<33, 1, NoBias, Same, GlorotNormal>,
                             GlobalAveragePooling2D, Dense<7>, Flatten>;
using Net_9209 =
    Sequential<Input<9, 7>, Reshape<1, 7, 9>, Shared<"n1", DepthwiseConv2D<1, Same, Stride<Size(1, 1)>>>, LeakyReLU<>,
               Add<Sequential<Shared<"n2", Conv2D<23, 4, Same>, Slice<3, 0, 7, 2>>, ChannelPadding<0, 5>,
                              Shared<"n2", Conv2D<23, 4, Same>, Slice<3, 0, 7, 2>>>,
                   Slice<3, 4, 8>, Sequential<Resizing<2, 14, Nearest>, Resizing<1, 7>, Slice<3, 3, 7>>>,
               Flatten, Dense<3>>;
using Net_9454 = Sequential<Input<7>, Embedding<11, 6>, MultiHeadAttention<1, 3>, Normalization<>,
                            AveragePooling1D<3, Stride<3>, Same, CountPadding>, LogSoftmax, Flatten, Dense<5>>;
using Net_9754 =
    Sequential<Input<17>, Auxiliary<"n1", Dense<13, NoBias, HeNormal>, Tap<"n2">, AverageWith<"n2">, Softmax>, Dense<7>,
               Softmax>;

TEST_CASE("network 10363 is PyTorch's") { differential::equals_pytorch<Net_10363, true>("10363"); }
TEST_CASE("network 10477 is PyTorch's") { differential::equals_pytorch<Net_10477, true>("10477"); }
TEST_CASE("network 9200 is PyTorch's") { differential::equals_pytorch<Net_9200, true>("9200"); }
TEST_CASE("network 9246 is PyTorch's") { differential::equals_pytorch<Net_9246, true>("9246"); }
TEST_CASE("network 9435 is PyTorch's") { differential::equals_pytorch<Net_9435, true>("9435"); }
TEST_CASE("network 9505 is PyTorch's") { differential::equals_pytorch<Net_9505, true>("9505"); }
TEST_CASE("network 10139 is PyTorch's") { differential::equals_pytorch<Net_10139, true>("10139"); }
TEST_CASE("network 9778 is PyTorch's") { differential::equals_pytorch<Net_9778, true>("9778"); }
TEST_CASE("network 10251 is PyTorch's") { differential::equals_pytorch<Net_10251, true>("10251"); }
TEST_CASE("network 9209 is PyTorch's") { differential::equals_pytorch<Net_9209, true>("9209"); }
TEST_CASE("network 9454 is PyTorch's") { differential::equals_pytorch<Net_9454, true>("9454"); }
TEST_CASE("network 9754 is PyTorch's") { differential::equals_pytorch<Net_9754, true>("9754"); }
}  // namespace
