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
using Net_bytes_behind_another_branch =
    Sequential<Concat<Sequential<Input<6, 6, 8>, Conv2D<16, 3, Same>, Tanh, Conv2D<4, 3, Same>>,
                      Sequential<ByteInput<6, 6, 2>, Rescaling<0.003921568859368563f>, Tanh>>,
               Flatten, Dense<3>>;
using Net_depth_multiplier = Sequential<Input<5, 6, 4>, DepthwiseConv2D<2, DepthMultiplier<3>>, Flatten, Dense<3>>;
using Net_shared_by_depthwise_and_whole =
    Sequential<Input<5, 6, 4>,
               Concat<Shared<"s", DepthwiseConv2D<3, DepthMultiplier<2>, NoBias>>, Shared<"s", Conv2D<2, 3, NoBias>>>,
               Flatten, Dense<3>>;

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
TEST_CASE("network bytes_behind_another_branch is PyTorch's") {
  differential::equals_pytorch<Net_bytes_behind_another_branch, true>("bytes_behind_another_branch");
}
TEST_CASE("network depth_multiplier is PyTorch's") {
  differential::equals_pytorch<Net_depth_multiplier, true>("depth_multiplier");
}
TEST_CASE("network shared_by_depthwise_and_whole is PyTorch's") {
  differential::equals_pytorch<Net_shared_by_depthwise_and_whole, true>("shared_by_depthwise_and_whole");
}
}  // namespace
