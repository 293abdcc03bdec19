// MobileNet V1, V2, V3 against PyTorch in float64.
#include "parity.hpp"

#include <cincel/zoo/mobilenet.hpp>

using namespace cincel;

TEST_CASE("MobileNetV1 is PyTorch's") { zoo_test::logits_equal_pytorch<zoo::MobileNetV1<>>("MobileNetV1"); }
TEST_CASE("MobileNetV2 is PyTorch's") { zoo_test::logits_equal_pytorch<zoo::MobileNetV2<>>("MobileNetV2"); }
TEST_CASE("MobileNetV3Small is PyTorch's") {
  zoo_test::logits_equal_pytorch<zoo::MobileNetV3Small<>>("MobileNetV3Small");
}
TEST_CASE("MobileNetV3Large is PyTorch's") {
  zoo_test::logits_equal_pytorch<zoo::MobileNetV3Large<>>("MobileNetV3Large");
}
