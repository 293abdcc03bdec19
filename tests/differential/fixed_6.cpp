// Made by make_fixed.py.
#include "fixed.hpp"

namespace {
using namespace cincel;
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
