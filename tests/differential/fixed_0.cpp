// Made by make_fixed.py.
#include "fixed.hpp"

namespace {
using namespace cincel;
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
using Net_padding_that_is_all =
    Sequential<Input<1, 1, 3>, Conv2DTranspose<2, 3, Padding<Pads{0, 0, 1, 1}>>, Flatten, Dense<3>>;
using Net_depth_multiplier = Sequential<Input<5, 6, 4>, DepthwiseConv2D<2, DepthMultiplier<3>>, Flatten, Dense<3>>;
using Net_shared_by_depthwise_and_whole =
    Sequential<Input<5, 6, 4>,
               Concat<Shared<"s", DepthwiseConv2D<3, DepthMultiplier<2>, NoBias>>, Shared<"s", Conv2D<2, 3, NoBias>>>,
               Flatten, Dense<3>>;
using Net_9663 =
    Sequential<ByteInput<6, 5, 1>, Rescaling<0.003921568859368563f, -0.5f>, Rescaling<2.0f, -1.0f>,
               Conv2DTranspose<23, 1, NoBias, Stride<3>, OutputPadding<0>, Padding<Pads{0, 1, 0, 1}>>,
               Shared<"n1", Conv2D<13, 4, Stride<Size(3, 2)>>>, SeparableConv2D<6, 3, Padding<Pads{2, 1, 0, 1}>>,
               AveragePooling2D<4, CountPadding, Padding<0>, Stride<1>>, Resizing<2, 2, Nearest>, Flatten, Dense<10>,
               Flatten>;
using Net_9554 = Sequential<
    Input<7, 8, 1>, CenterCrop<6, 2>, Normalization<Mean<0.5f>, Variance<0.25f>>,
    Concat<Sequential<Softplus, UpSampling2D<3, Nearest>>,
           Sequential<MaxPooling2D<1, Same, Stride<3>, CeilMode>, Resizing<18, 6>>,
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
TEST_CASE("network padding_that_is_all is PyTorch's") {
  differential::equals_pytorch<Net_padding_that_is_all, true>("padding_that_is_all");
}
TEST_CASE("network depth_multiplier is PyTorch's") {
  differential::equals_pytorch<Net_depth_multiplier, true>("depth_multiplier");
}
TEST_CASE("network shared_by_depthwise_and_whole is PyTorch's") {
  differential::equals_pytorch<Net_shared_by_depthwise_and_whole, true>("shared_by_depthwise_and_whole");
}
TEST_CASE("network 9663 is PyTorch's") { differential::equals_pytorch<Net_9663, true>("9663"); }
TEST_CASE("network 9554 is PyTorch's") { differential::equals_pytorch<Net_9554, true>("9554"); }
TEST_CASE("network 9032 is PyTorch's") { differential::equals_pytorch<Net_9032, true>("9032"); }
}  // namespace
