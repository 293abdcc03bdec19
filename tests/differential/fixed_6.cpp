// Made by make_fixed.py.
#include "fixed.hpp"

namespace {
using namespace cincel;
using Net_9008 = Sequential<
    Maximum<Sequential<Input<13, 1, 1>, Tap<"n1">, Tap<"n2">>,
            Sequential<Input<4, 5, 3>, CenterCrop<3, 3>, Rescaling<2.0f, 0.25f>, Conv2D<32, Size(3, 3), GlorotUniform>,
                       ClippedReLU<0.5f>, ZeroPadding2D<Pads{5, 0, 7, 0}>, Conv2D<1, 3, Same>>>,
    MaxPooling2D<2, Padding<Pads{1, 1, 0, 0}>, CeilMode>, ZeroPadding2D<Pads{3, 0, 3, 0}>, AddWith<"n2">,
    ConcatWith<"n1">, Flatten, Dense<3>, Softmax>;
using Net_9929 =
    Sequential<Input<7, 2, 31>,
               Concat<Identity,
                      Sequential<Auxiliary<"n1", Normalization<Mean<0.25f>, Variance<0.25f>>, Flatten, Dense<5>>,
                                 LocalResponseNormalization<3, 0.5f, 0.5f, 2.0f>>,
                      Auxiliary<"n2", Tap<"n3">, ConcatWith<"n3">, Flatten, Dense<5>>>,
               Auxiliary<"n4", Sigmoid, Conv2D<16, Size(4, 2), NoBias>, Conv2D<2, 5, Groups<2>, Same>, Softmax>,
               Permute<1, 2, 3>, Conv2DTranspose<3, 1, Same, GlorotNormal>>;
template <int I>
using Net_10151_Block0 = Sequential<Conv1D<1 + 3 * I, 3, Same>, Sigmoid>;
using Net_10151 = Sequential<
    Maximum<Sequential<Input<5, 31>, Tap<"n1">, ConcatAfter<"n1">>,
            Sequential<Input<16>, BatchNormalization<Momentum<0.5f>>, Tap<"n2">, Dense<310>, Reshape<5, 62>>>,
    Conv1DTranspose<1, 4, HeUniform, Padding<Pads{0, 0, 0, 2}>>, Conv1DTranspose<33, 2, GlorotUniform, Same, Stride<3>>,
    RepeatWith<2, Net_10151_Block0>, ChannelPadding<3, 2>, GlobalAveragePooling1D, Dense<16>, MaximumWith<"n2">,
    Permute<1>, Dense<7>>;
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

TEST_CASE("network 9008 is PyTorch's") { differential::equals_pytorch<Net_9008, true>("9008"); }
TEST_CASE("network 9929 is PyTorch's") { differential::equals_pytorch<Net_9929, true>("9929"); }
TEST_CASE("network 10151 is PyTorch's") { differential::equals_pytorch<Net_10151, true>("10151"); }
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
}  // namespace
