// Made by make_fixed.py.
#include "fixed.hpp"

namespace {
using namespace cincel;
using Net_9469 = Sequential<Input<9, 6, 13>,
                            Auxiliary<"n1", SeparableConv2D<1, 4, Stride<2>, LecunNormal>,
                                      Named<"n2", Conv2DTranspose<2, 2, Dilation<2>, Same>>>,
                            Resizing<2, 8, Bilinear>,
                            Concat<Identity,
                                   Sequential<Identity, BatchNormalization<NoCenter>,
                                              MaxPooling2D<1, CeilMode, Stride<2>>, ZeroPadding2D<Pads{0, 3, 1, 1}>>,
                                   Identity>,
                            Flatten, Dense<3>, Flatten>;
using Net_9470 =
    Sequential<Input<3, 5, 1>, Auxiliary<"n1", Tap<"n2">, ConcatWith<"n2">, Flatten, Dense<3>>,
               Named<"forced", Conv2D<5, 3, GlorotUniform, Stride<Size(3, 2)>, Same>>, Force<"forced", "direct">,
               Conv2D<5, 1, Groups<5>>, ChannelPadding<1>,
               Named<"n3", Conv2DTranspose<3, Size(1, 1), LecunNormal, Stride<Size(3, 2)>, Dilation<Size(3, 2)>>>,
               Flatten, Dense<2>, Softmax>;
using Net_9505 = Sequential<Input<13, 1>, Shared<"n1", GELUTanh, Conv1D<19, 5, GlorotUniform, Stride<2>>>,
                            GlobalAveragePooling1D, Dense<3>>;
using Net_9778 = Sequential<Input<13, 6, 8>, HardTanh, DepthwiseConv2D<1, LecunNormal>,
                            Conv2D<6, 5, NoBias, Groups<2>, Same>, Flatten, Dense<10>, Flatten>;
using Net_9641 = Sequential<
    Input<9, 31>,
    Multiply<Identity,
             Sequential<Multiply<PReLU, Sequential<GlobalAveragePooling1D, Dense<3>, SiLU, Dense<31>, Sigmoid>>,
                        Permute<2, 1>, Conv1DTranspose<12, 1, NoBias, LecunNormal>, Cropping1D<22, 0>, Dense<31>>>,
    LpPooling1D<4, Power<3>, Stride<2>>, Rescaling<0.5f, 0.0f>, RMSNormalization<>, Flatten, Dense<3>>;
using Net_9754 =
    Sequential<Input<17>, Auxiliary<"n1", Dense<13, NoBias, HeNormal>, Tap<"n2">, AverageWith<"n2">, Softmax>, Dense<7>,
               Softmax>;
using Net_9856 = Sequential<Input<3, 9, 9>,
                            Auxiliary<"n1", Conv2DTranspose<32, Size(4, 4), Same, Dilation<1>, GlorotUniform>,
                                      Conv2D<12, Size(4, 4), Stride<3>, Same>, Flatten, Dense<3>>,
                            GlobalMaxPooling2D, Dense<7>>;
using Net_9777 = Sequential<Input<5>, Dense<11, HeUniform>,
                            Multiply<Identity, Sequential<Dense<3>, SiLU, Dense<11>, Sigmoid>>, Dense<2>, Softmax>;
using Net_9893 = Sequential<Input<4>, Embedding<3, 6>, Tap<"n1">, StochasticDepth<0.0f>, AddWith<"n1">, Flatten,
                            Named<"forced", Dense<5>>, Force<"forced", "plain">, DenseWeights<"bfloat16">>;
using Net_9956 =
    Sequential<Input<48>, Tap<"n1">, Dense<17, NoBias>,
               Concat<Shared<"n2", Dense<13>>, Sequential<Shared<"n2", Dense<13>>, InstanceNormalization<>>>,
               ConcatAfter<"n1">>;
using Net_9963 =
    Sequential<Input<1, 2>, Conv1D<1, 5, HeNormal, Same>, Tap<"n1">, ClippedReLU<1.0f>, LeakyReLU<0.30000001192092896f>,
               Shared<"n2", GaussianNoise<0.0f>>, MaximumWith<"n1">, Flatten, Dense<3>>;
using Net_9280 =
    Sequential<Input<8, 32>, Conv1DTranspose<19, 4, Dilation<3>, OutputPadding<2>>, Tap<"n1">, MaximumWith<"n1">,
               Outputs<Output<"n2", Flatten, Dense<7>, Softmax>, Output<"n3", GlobalMaxPooling1D, Dense<10>, Softmax>>>;

TEST_CASE("network 9469 is PyTorch's") { differential::equals_pytorch<Net_9469, true>("9469"); }
TEST_CASE("network 9470 is PyTorch's") { differential::equals_pytorch<Net_9470, true>("9470"); }
TEST_CASE("network 9505 is PyTorch's") { differential::equals_pytorch<Net_9505, true>("9505"); }
TEST_CASE("network 9778 is PyTorch's") { differential::equals_pytorch<Net_9778, true>("9778"); }
TEST_CASE("network 9641 is PyTorch's") { differential::equals_pytorch<Net_9641, true>("9641"); }
TEST_CASE("network 9754 is PyTorch's") { differential::equals_pytorch<Net_9754, true>("9754"); }
TEST_CASE("network 9856 is PyTorch's") { differential::equals_pytorch<Net_9856, true>("9856"); }
TEST_CASE("network 9777 is PyTorch's") { differential::equals_pytorch<Net_9777, true>("9777"); }
TEST_CASE("network 9893 is PyTorch's") { differential::equals_pytorch<Net_9893, true>("9893"); }
TEST_CASE("network 9956 is PyTorch's") { differential::equals_pytorch<Net_9956, true>("9956"); }
TEST_CASE("network 9963 is PyTorch's") { differential::equals_pytorch<Net_9963, true>("9963"); }
TEST_CASE("network 9280 is PyTorch's") { differential::equals_pytorch<Net_9280, true>("9280"); }
}  // namespace
