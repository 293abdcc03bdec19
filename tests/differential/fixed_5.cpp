// Made by make_fixed.py.
#include "fixed.hpp"

namespace {
using namespace cincel;
using Net_9777 = Sequential<Input<5>, Dense<11, HeUniform>,
                            Multiply<Identity, Sequential<Dense<3>, SiLU, Dense<11>, Sigmoid>>, Dense<2>, Softmax>;
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
using Net_10004 = Sequential<
    Input<13, 12>, LpPooling1D<2, Power<3>>, Shared<"n1", ChannelPadding<0, 0>>,
    Auxiliary<"n2", GroupNormalization<12, Epsilon<0.5f>, NoCenter>, Tap<"n3">, AddWith<"n3">, Flatten, Dense<2>>,
    ELU<>, Sigmoid>;
using Net_10303 = Sequential<
    Input<9, 11, 11>,
    Auxiliary<"n1", SeparableConv2D<11, Size(4, 2), Same, Dilation<Size(1, 1)>>, GlobalAveragePooling2D, Dense<3>,
              Softmax>,
    Outputs<Output<"n2", GlobalAveragePooling2D, Dense<3>>, Output<"n3", GlobalMaxPooling2D, Dense<2>, Sigmoid>>>;
using Net_9930 = Sequential<Input<9, 6, 8>, LpPooling2D<3, Power<3>, Stride<Size(2, 2)>>,
                            Multiply<Identity, Sequential<GlobalAveragePooling2D, Dense<3>, SiLU, Dense<8>, Sigmoid>>,
                            BatchNormalization<NoScale>, Flatten, Dense<5>, Sigmoid>;
using Net_10414 = Sequential<
    Input<6, 9, 3>,
    Concat<Identity,
           Sequential<Named<"n1", DepthwiseConv2D<3, Same, HeUniform>>, Auxiliary<"n2", Flatten, Dense<2>, Softmax>,
                      DepthwiseConv2D<Size(5, 5), NoBias, Stride<3>, Dilation<Size(2, 1)>, Same>, Resizing<6, 9>>>,
    Flatten, Dense<10>, Flatten>;
using Net_9164 = Sequential<ByteInput<11, 2, 1>, Rescaling<0.003921568859368563f, 0.0f>, Rescaling<2.0f, -1.0f>,
                            Normalization<>, Auxiliary<"n1", Tap<"n2">, ConcatWith<"n2">, Flatten, Dense<2>, Flatten>,
                            Conv2D<16, Size(5, 5), Dilation<Size(1, 1)>, Same>,
                            Shared<"n3", Conv2D<12, 1, HeNormal, Stride<Size(2, 2)>>, DepthwiseConv2D<1>>, Softmax>;
using Net_9824 =
    Sequential<Input<7, 5, 17>, Multiply<Identity, Sequential<Reshape<-1, 17>, Flatten, Reshape<7, 5, 17>>>,
               LeakyReLU<0.30000001192092896f>, SeparableConv2D<8, 2, HeUniform>,
               Auxiliary<"n1", GlobalAveragePooling2D, GELU, Sigmoid>, Flatten, Dense<7>, Softmax>;
using Net_10448 = Sequential<
    Input<6, 9>, LayerScale,
    Average<Auxiliary<"n1", BatchNormalization<Epsilon<0.5f>>, HardTanh, Flatten, Dense<7>, Flatten>, Identity>,
    PositionalEmbedding, UpSampling1D<3>, Dropout<0.0f>, GlobalAveragePooling1D, Dense<3>, Softmax>;
using Net_9096 =
    Sequential<Input<1, 3>, Shared<"n1", Identity>, LocalResponseNormalization<7, 0.5f, 0.5f, 2.0f>,
               Shared<"n1", Identity>, Auxiliary<"n2", Tap<"n3">, SiLU, MultiplyWith<"n3">, Flatten, Dense<2>, Softmax>,
               RMSNormalization<>, Flatten, Dense<7>, Softmax>;

TEST_CASE("network 9777 is PyTorch's") { differential::equals_pytorch<Net_9777, true>("9777"); }
TEST_CASE("network 9956 is PyTorch's") { differential::equals_pytorch<Net_9956, true>("9956"); }
TEST_CASE("network 9963 is PyTorch's") { differential::equals_pytorch<Net_9963, true>("9963"); }
TEST_CASE("network 9280 is PyTorch's") { differential::equals_pytorch<Net_9280, true>("9280"); }
TEST_CASE("network 10004 is PyTorch's") { differential::equals_pytorch<Net_10004, true>("10004"); }
TEST_CASE("network 10303 is PyTorch's") { differential::equals_pytorch<Net_10303, true>("10303"); }
TEST_CASE("network 9930 is PyTorch's") { differential::equals_pytorch<Net_9930, true>("9930"); }
TEST_CASE("network 10414 is PyTorch's") { differential::equals_pytorch<Net_10414, true>("10414"); }
TEST_CASE("network 9164 is PyTorch's") { differential::equals_pytorch<Net_9164, true>("9164"); }
TEST_CASE("network 9824 is PyTorch's") { differential::equals_pytorch<Net_9824, false>("9824"); }
TEST_CASE("network 10448 is PyTorch's") { differential::equals_pytorch<Net_10448, true>("10448"); }
TEST_CASE("network 9096 is PyTorch's") { differential::equals_pytorch<Net_9096, true>("9096"); }
}  // namespace
