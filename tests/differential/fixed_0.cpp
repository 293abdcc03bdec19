// Made by make_fixed.py.
#include "fixed.hpp"

namespace {
using namespace cincel;
using Net_9663 =
    Sequential<ByteInput<6, 5, 1>, Rescaling<0.003921568859368563f, -0.5f>, Rescaling<2.0f, -1.0f>,
               Conv2DTranspose<23, 1, NoBias, Stride<3>, OutputPadding<0>, Padding<Pads{0, 1, 0, 1}>>,
               Shared<"n1", Conv2D<13, 4, Stride<Size(3, 2)>>>, SeparableConv2D<6, 3, Padding<Pads{2, 1, 0, 1}>>,
               AveragePooling2D<4, CountPadding, Padding<0>, Stride<1>>, Resizing<2, 2, Nearest>, Flatten, Dense<10>,
               Flatten>;
using Net_9554 = Sequential<
    Input<7, 8, 1>, CenterCrop<6, 2>, Normalization<Mean<0.5f>, Variance<0.25f>>,
    Concat<Sequential<Softplus, UpSampling2D<3, Nearest>>,
           Sequential<MaxPooling2D<1, Same, Stride<3>>, Resizing<18, 6>>,
           Sequential<DepthwiseConv2D<4, Stride<1>, NoBias, HeUniform, Same>, ZeroPadding2D<Pads{6, 3, 6, 1}>>>,
    Named<"n1", ChannelPadding<2>>, Exponential, GlobalMaxPooling2D, Dense<7>, Softmax>;
template <int I>
using Net_9032_Block0 = Sequential<Conv1D<4 + 2 * I, 3, Same>, LogSoftmax>;
using Net_9032 = Sequential<Input<8>, Embedding<4, 13>, Conv1DTranspose<6, 2>,
                            Add<Identity, Sequential<ZeroPadding1D<1>, Cropping1D<0, 2>>,
                                Sequential<ClippedReLU<1.0f>, Conv1D<18, 5, Stride<2>, Groups<6>>,
                                           RMSNormalization<Epsilon<0.5f>>, ZeroPadding1D<4, 2>, Slice<2, 10, 16>>>,
                            RepeatWith<2, Net_9032_Block0>, GlobalMaxPooling1D,
                            BatchNormalization<NoScale, Momentum<0.8999999761581421f>>, Dense<11>, Dense<7>>;
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
    Shared<"n1", AveragePooling2D<Size(4, 2), Same>>, Multiply<Tap<"n2">, Identity, Identity>,
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
using Net_9867 = Sequential<Input<13, 33>, Tap<"n1">, Conv1D<3, 1, Padding<Pads{0, 0, 0, 0}>, Dilation<2>>, Dense<33>,
                            MaximumWith<"n1">, LayerScale, GlobalMaxPooling1D, Dense<7>>;
using Net_9050 =
    Sequential<Input<3, 1>, Shared<"n1", BatchNormalization<Momentum<0.5f>, NoCenter, Epsilon<0.009999999776482582f>>>,
               RMSNormalization<NoScale>>;

TEST_CASE("network 9663 is PyTorch's") { differential::equals_pytorch<Net_9663, true>("9663"); }
TEST_CASE("network 9554 is PyTorch's") { differential::equals_pytorch<Net_9554, true>("9554"); }
TEST_CASE("network 9032 is PyTorch's") { differential::equals_pytorch<Net_9032, true>("9032"); }
TEST_CASE("network 10060 is PyTorch's") { differential::equals_pytorch<Net_10060, true>("10060"); }
TEST_CASE("network 9892 is PyTorch's") { differential::equals_pytorch<Net_9892, true>("9892"); }
TEST_CASE("network 10087 is PyTorch's") { differential::equals_pytorch<Net_10087, true>("10087"); }
TEST_CASE("network 9905 is PyTorch's") { differential::equals_pytorch<Net_9905, true>("9905"); }
TEST_CASE("network 10473 is PyTorch's") { differential::equals_pytorch<Net_10473, true>("10473"); }
TEST_CASE("network 9175 is PyTorch's") { differential::equals_pytorch<Net_9175, true>("9175"); }
TEST_CASE("network 9393 is PyTorch's") { differential::equals_pytorch<Net_9393, false>("9393"); }
TEST_CASE("network 9867 is PyTorch's") { differential::equals_pytorch<Net_9867, false>("9867"); }
TEST_CASE("network 9050 is PyTorch's") { differential::equals_pytorch<Net_9050, false>("9050"); }
}  // namespace
