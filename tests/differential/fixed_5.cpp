// Made by make_fixed.py.
#include "fixed.hpp"

namespace {
using namespace cincel;
using Net_9470 =
    Sequential<Input<3, 5, 1>, Auxiliary<"n1", Tap<"n2">, ConcatWith<"n2">, Flatten, Dense<3>>,
               Conv2D<5, 3, GlorotUniform, Stride<Size(3, 2)>, Same>, Conv2D<5, 1, Groups<5>>, ChannelPadding<1>,
               Named<"n3", Conv2DTranspose<3, Size(1, 1), LecunNormal, Stride<Size(3, 2)>, Dilation<Size(3, 2)>>>,
               Flatten, Dense<2>, Softmax>;
template <int I>
using Net_9871_Block0 = Sequential<Conv1D<4 + 1 * I, 3, Same>, Softmax>;
using Net_9871 =
    Sequential<Input<5, 3>, PositionalEmbedding, Identity, RepeatWith<2, Net_9871_Block0>, ClippedReLU<1.0f>,
               Named<"n1", ChannelPadding<3, 0>>, MaxPooling1D<4, Padding<1>, Stride<1>>,
               Outputs<Output<"n2", Flatten, Dense<2>>, Output<"n3", Softmax>>>;
using Net_9469 = Sequential<Input<9, 6, 13>,
                            Auxiliary<"n1", SeparableConv2D<1, 4, Stride<2>, LecunNormal>,
                                      Named<"n2", Conv2DTranspose<2, 2, Dilation<2>, Same>>>,
                            SpaceToDepth<3>, Auxiliary<"n3", Tap<"n4">, MultiplyWith<"n4">, Flatten, Dense<1>, Softmax>,
                            GlobalMaxPooling2D, Dense<7>, Softmax>;
using Net_9096 =
    Sequential<Input<1, 3>, Shared<"n1", Identity>, LocalResponseNormalization<7, 0.5f, 0.5f, 2.0f>,
               Shared<"n1", Identity>, Auxiliary<"n2", Tap<"n3">, SiLU, MultiplyWith<"n3">, Flatten, Dense<2>, Softmax>,
               RMSNormalization<>, Flatten, Dense<7>, Softmax>;
using Net_9012 =
    Sequential<Input<3, 8, 3>, Resizing<4, 3>, Rescaling<0.5f, 0.25f>,
               Normalization<Mean<0.5f, 0.25f, 0.75f>, Variance<0.5f, 0.30000001192092896f, 0.30000001192092896f>>,
               Residual<Identity, Shared<"n1", LeakyReLU<0.009999999776482582f>>>, Residual<Tap<"n2">>,
               MultiplyWith<"n2">,
               Add<Sequential<LogSoftmax, Shared<"n1", LeakyReLU<0.009999999776482582f>>>, Rescaling<3.0f>>,
               Conv2D<17, 4, Same>, ReLU6, GlobalMaxPooling2D, Dense<1>>;
using Net_10486 =
    Sequential<Input<1, 4>, LocalResponseNormalization<3, 0.5f, 0.75f, 2.0f>,
               Auxiliary<"n1", Cropping1D<0, 0>, Conv1DTranspose<7, 4, Stride<3>, NoBias>,
                         Conv1DTranspose<31, 3, NoBias, Same, GlorotNormal, Stride<3>>, Flatten, Dense<2>>,
               Auxiliary<"n2", Permute<1, 2>>, Tap<"n3">, MaximumWith<"n3">,
               Outputs<Output<"n4", Softmax>, Output<"n5", Flatten, Dense<5>>,
                       Output<"n6", LayerScale, Repeat<3, Permute<1, 2>>, Flatten>>>;
using Net_ceil_mode_hangs_over = Sequential<Input<5, 6, 4>, Conv2D<8, 3, Same>, MaxPooling2D<2, CeilMode>>;
using Net_view_before_preprocessing = Sequential<Input<16>, Reshape<4, 4, 1>, Rescaling<0.5f, 0.25f>, Conv2D<8, 3>>;
using Net_two_outputs_of_one_value =
    Sequential<Input<5, 6, 4>, Conv2D<3, 3>, Outputs<Output<"a", Flatten>, Output<"b", Identity>>>;
using Net_shared_gradients_that_lie_differently =
    Sequential<Input<6, 5>,
               Concat<Sequential<Shared<"s", Dense<4>>, GlobalAveragePooling1D>,
                      Sequential<GlobalMaxPooling1D, Shared<"s", Dense<4>>>>,
               Dense<3>, Softmax>;
using Net_shared_with_another_epsilon =
    Sequential<Input<5, 6, 4>,
               Concat<Shared<"s", BatchNormalization<>>, Shared<"s", BatchNormalization<Epsilon<0.5f>>>>>;
using Net_softmax_of_a_map = Sequential<Input<5, 6, 4>, Conv2D<3, 1>, Softmax>;

TEST_CASE("network 9470 is PyTorch's") { differential::equals_pytorch<Net_9470, true>("9470"); }
TEST_CASE("network 9871 is PyTorch's") { differential::equals_pytorch<Net_9871, true>("9871"); }
TEST_CASE("network 9469 is PyTorch's") { differential::equals_pytorch<Net_9469, true>("9469"); }
TEST_CASE("network 9096 is PyTorch's") { differential::equals_pytorch<Net_9096, true>("9096"); }
TEST_CASE("network 9012 is PyTorch's") { differential::equals_pytorch<Net_9012, true>("9012"); }
TEST_CASE("network 10486 is PyTorch's") { differential::equals_pytorch<Net_10486, true>("10486"); }
TEST_CASE("network ceil_mode_hangs_over is PyTorch's") {
  differential::equals_pytorch<Net_ceil_mode_hangs_over, true>("ceil_mode_hangs_over");
}
TEST_CASE("network view_before_preprocessing is PyTorch's") {
  differential::equals_pytorch<Net_view_before_preprocessing, true>("view_before_preprocessing");
}
TEST_CASE("network two_outputs_of_one_value is PyTorch's") {
  differential::equals_pytorch<Net_two_outputs_of_one_value, true>("two_outputs_of_one_value");
}
TEST_CASE("network shared_gradients_that_lie_differently is PyTorch's") {
  differential::equals_pytorch<Net_shared_gradients_that_lie_differently, true>(
      "shared_gradients_that_lie_differently");
}
TEST_CASE("network shared_with_another_epsilon is PyTorch's") {
  differential::equals_pytorch<Net_shared_with_another_epsilon, true>("shared_with_another_epsilon");
}
TEST_CASE("network softmax_of_a_map is PyTorch's") {
  differential::equals_pytorch<Net_softmax_of_a_map, true>("softmax_of_a_map");
}
}  // namespace
