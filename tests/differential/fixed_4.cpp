// Made by make_fixed.py.
#include "fixed.hpp"

namespace {
using namespace cincel;
using Net_9891 =
    Sequential<Input<9, 1, 4>, Resizing<5, 4>, Rescaling<0.5f, 0.25f>,
               Normalization<Mean<0.5f, 0.30000001192092896f, 0.75f, 0.25f>, Variance<0.25f, 0.75f, 0.5f, 0.5f>>,
               PixelShuffle<2>>;
using Net_9200 =
    Sequential<Input<7, 11, 16>, AveragePooling2D<2, Stride<Size(3, 3)>>, Reshape<-1, 16>, Flatten, Dense<10>, Softmax>;
using Net_9435 = Sequential<Input<8, 31>, Shared<"n1", Conv1D<62, 5, LecunNormal, Stride<2>, Groups<31>>>, Flatten,
                            Dense<5>, Flatten>;
using Net_9469 = Sequential<Input<9, 6, 13>,
                            Auxiliary<"n1", SeparableConv2D<1, 4, Stride<2>, LecunNormal>,
                                      Named<"n2", Conv2DTranspose<2, 2, Dilation<2>, Same>>>,
                            Resizing<2, 8, Bilinear>,
                            Concat<Identity,
                                   Sequential<Identity, BatchNormalization<NoCenter>,
                                              MaxPooling2D<1, CeilMode, Stride<2>>, ZeroPadding2D<Pads{0, 3, 1, 1}>>,
                                   Identity>,
                            Flatten, Dense<3>, Flatten>;
using Net_9505 = Sequential<Input<13, 1>, Shared<"n1", GELUTanh, Conv1D<19, 5, GlorotUniform, Stride<2>>>,
                            GlobalAveragePooling1D, Dense<3>>;
template <int I>
using Net_9290_Block0 = Sequential<Conv1D<7 + 2 * I, 3, Same>, Softsign>;
using Net_9290 = Sequential<Input<11, 5>, Conv1DTranspose<3, 2, Padding<Pads{0, 0, 0, 0}>, Stride<2>, LecunNormal>,
                            RepeatWith<1, Net_9290_Block0>, Flatten, Dense<2>>;
using Net_9778 = Sequential<Input<13, 6, 8>, HardTanh, DepthwiseConv2D<1, LecunNormal>,
                            Conv2D<6, 5, NoBias, Groups<2>, Same>, Flatten, Dense<10>, Flatten>;
using Net_9893 =
    Sequential<Input<4>, Embedding<3, 6>, Tap<"n1">, StochasticDepth<0.0f>, AddWith<"n1">, Flatten, Dense<5>>;
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
using Net_9533 = Sequential<Input<3, 1, 4>, Normalization<>,
                            Average<Identity,
                                    Sequential<Conv2D<13, 3, NoBias, Stride<Size(2, 1)>, Same>, BatchNormalization<>,
                                               ZeroPadding2D<Pads{0, 0, 1, 0}>, Conv2D<4, 1, Same>>,
                                    Identity>>;

TEST_CASE("network 9891 is PyTorch's") { differential::equals_pytorch<Net_9891, true>("9891"); }
TEST_CASE("network 9200 is PyTorch's") { differential::equals_pytorch<Net_9200, true>("9200"); }
TEST_CASE("network 9435 is PyTorch's") { differential::equals_pytorch<Net_9435, true>("9435"); }
TEST_CASE("network 9469 is PyTorch's") { differential::equals_pytorch<Net_9469, true>("9469"); }
TEST_CASE("network 9505 is PyTorch's") { differential::equals_pytorch<Net_9505, true>("9505"); }
TEST_CASE("network 9290 is PyTorch's") { differential::equals_pytorch<Net_9290, true>("9290"); }
TEST_CASE("network 9778 is PyTorch's") { differential::equals_pytorch<Net_9778, true>("9778"); }
TEST_CASE("network 9893 is PyTorch's") { differential::equals_pytorch<Net_9893, true>("9893"); }
TEST_CASE("network 9754 is PyTorch's") { differential::equals_pytorch<Net_9754, true>("9754"); }
TEST_CASE("network 9856 is PyTorch's") { differential::equals_pytorch<Net_9856, true>("9856"); }
TEST_CASE("network 9360 is PyTorch's") { differential::equals_pytorch<Net_9360, true>("9360"); }
TEST_CASE("network 9533 is PyTorch's") { differential::equals_pytorch<Net_9533, true>("9533"); }
}  // namespace
