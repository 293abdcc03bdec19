// Made by make_fixed.py.
#include "fixed.hpp"

namespace {
using namespace cincel;
using Net_shared_by_depthwise_and_whole =
    Sequential<Input<5, 6, 4>,
               Concat<Shared<"s", DepthwiseConv2D<3, DepthMultiplier<2>, NoBias>>, Shared<"s", Conv2D<2, 3, NoBias>>>,
               Flatten, Dense<3>>;

TEST_CASE("network shared_by_depthwise_and_whole is PyTorch's") {
  differential::equals_pytorch<Net_shared_by_depthwise_and_whole, true>("shared_by_depthwise_and_whole");
}
}  // namespace
