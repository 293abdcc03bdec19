// Made by make_fixed.py.
#include "fixed.hpp"

namespace {
using namespace cincel;
using Net_10060 = Sequential<
    Input<2, 13, 2>, Conv2D<2, Size(1, 5), Same, Groups<2>>,
    Auxiliary<"n1",
              Conv2D<6, Size(4, 2), Stride<Size(1, 3)>, Dilation<Size(1, 3)>, Groups<2>, Padding<Pads{1, 0, 2, 0}>>,
              Tap<"n2">, AverageWith<"n2">, GlobalMaxPooling2D, Dense<7>>,
    Sigmoid>;
using Net_9892 =
    Sequential<Input<6, 5, 3>, Resizing<3, 3>, Normalization<>,
               Average<Sequential<GroupNormalization<1, Epsilon<0.5f>, NoScale>,
                                  DepthwiseConv2D<Size(2, 5), NoBias, Stride<Size(3, 2)>, Padding<Pads{1, 2, 1, 2}>>>,
                       Sequential<Shared<"n1", ClippedReLU<1.0f>>, Cropping2D<Pads{1, 1, 0, 0}>>>,
               Reshape<-1, 3>,
               Shared<"n2", MultiHeadAttention<2, 3, Causal>, Conv1DTranspose<11, 4, Same, Dilation<3>, Stride<2>>>,
               ReLU, Flatten, Dense<2>, Softmax>;
using Net_10087 = Sequential<Input<6, 24>, AveragePooling1D<3, Padding<Pads{0, 1, 0, 1}>, CeilMode>,
                             GlobalAveragePooling1D, Dense<7>>;
using Net_9905 = Sequential<
    Input<4, 8, 13>, SeparableConv2D<2, Size(4, 1), HeUniform, DepthMultiplier<3>, NoBias>,
    Shared<"n1", AveragePooling2D<Size(4, 2), Same, CeilMode>>, Multiply<Tap<"n2">, Identity, Identity>,
    Repeat<3, SpaceToDepth<1>>, ConcatAfter<"n2">,
    Outputs<Output<"n3", Flatten, Dense<5>, Softmax>, Output<"n4", GlobalAveragePooling2D, Dense<10>, Flatten>>>;
using Net_10473 = Sequential<
    Input<2>, Tap<"n1">, ELU<>, HardSigmoid, LocalResponseNormalization<7, 0.5f, 0.75f, 2.0f>,
    Concat<ELU<0.5f>, Sequential<Maximum<Sequential<Dense<17, NoBias, LecunNormal>, Dense<2>, AddWith<"n1">>, Identity>,
                                 GELU, HardSwish>>,
    LeakyReLU<0.009999999776482582f>>;
using Net_9175 = Sequential<Input<2, 1, 1>, InstanceNormalization<NoScale, NoCenter, Epsilon<0.5f>>, Permute<3, 2, 1>,
                            Tap<"n1">, AverageWith<"n1">, Flatten, Dense<1>>;
using Net_9393 = Sequential<Input<7, 32>, LeakyReLU<0.30000001192092896f>,
                            Shared<"n1", ReLU6, LayerNormalization<NoScale, NoCenter>>,
                            Conv1D<8, 3, Stride<1>, Groups<8>>, ZeroPadding1D<1>, UpSampling1D<3>,
                            MaxPooling1D<2, Stride<3>>, GlobalAveragePooling1D, Dense<2>, Sigmoid>;
using Net_9867 = Sequential<Input<13, 33>, Tap<"n1">, Conv1D<3, 1, Padding<Pads{3, 0, 2, 0}>, Dilation<2>>, Dense<33>,
                            MaximumWith<"n1">, LayerScale, GlobalMaxPooling1D, Dense<7>>;
using Net_9050 =
    Sequential<Input<3, 1>, Shared<"n1", BatchNormalization<Momentum<0.5f>, NoCenter, Epsilon<0.009999999776482582f>>>,
               RMSNormalization<NoScale>>;
using Net_9215 = Sequential<Input<13, 19>, Conv1DTranspose<7, 4, NoBias, Padding<Pads{2, 0, 0, 1}>, Stride<1>>,
                            GlobalAveragePooling1D, Dense<10>>;
using Net_9644 = Sequential<
    Input<8, 3, 2>, LocalResponseNormalization<3>, Named<"n1", SeparableConv2D<16, 5, Stride<Size(2, 1)>, Same>>,
    Residual<Sequential<Resizing<4, 2>,
                        Repeat<2, Sequential<Tap<"n2">,
                                             GroupNormalization<16, Epsilon<9.999999747378752e-06f>, NoCenter, NoScale>,
                                             Conv2DTranspose<24, Size(4, 4), LecunNormal>, Resizing<4, 2>,
                                             Slice<3, 6, 22>, MaximumWith<"n2">>>,
                        Conv2D<9, Size(5, 2), LecunNormal, Same>>,
             Sequential<CenterCrop<4, 2>, Conv2D<9, 1, Same>>>>;
using Net_9787 = Sequential<Input<2, 6, 5>, PReLU, Slice<1, 0, 0, 1>, Shared<"n1", Tanh>, Tap<"n2">,
                            Conv2DTranspose<6, Size(1, 1), Same>, Conv2D<13, 5, NoBias, Same, Dilation<Size(2, 2)>>,
                            Slice<3, 6, 11>, MultiplyWith<"n2">, Sigmoid>;

TEST_CASE("network 10060 is PyTorch's") { differential::equals_pytorch<Net_10060, true>("10060"); }
TEST_CASE("network 9892 is PyTorch's") { differential::equals_pytorch<Net_9892, true>("9892"); }
TEST_CASE("network 10087 is PyTorch's") { differential::equals_pytorch<Net_10087, true>("10087"); }
TEST_CASE("network 9905 is PyTorch's") { differential::equals_pytorch<Net_9905, true>("9905"); }
TEST_CASE("network 10473 is PyTorch's") { differential::equals_pytorch<Net_10473, true>("10473"); }
TEST_CASE("network 9175 is PyTorch's") { differential::equals_pytorch<Net_9175, true>("9175"); }
TEST_CASE("network 9393 is PyTorch's") { differential::equals_pytorch<Net_9393, false>("9393"); }
TEST_CASE("network 9867 is PyTorch's") { differential::equals_pytorch<Net_9867, false>("9867"); }
TEST_CASE("network 9050 is PyTorch's") { differential::equals_pytorch<Net_9050, false>("9050"); }
TEST_CASE("network 9215 is PyTorch's") { differential::equals_pytorch<Net_9215, true>("9215"); }
TEST_CASE("network 9644 is PyTorch's") { differential::equals_pytorch<Net_9644, true>("9644"); }
TEST_CASE("network 9787 is PyTorch's") { differential::equals_pytorch<Net_9787, false>("9787"); }
}  // namespace
