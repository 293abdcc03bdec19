// EfficientNet-B0 to B3 against PyTorch in float64.
#include "parity.hpp"

#include <cincel/zoo/efficientnet.hpp>

using namespace cincel;

TEST_CASE("EfficientNetB0 is PyTorch's") { zoo_test::logits_equal_pytorch<zoo::EfficientNetB0<>>("EfficientNetB0"); }
TEST_CASE("EfficientNetB1 is PyTorch's") { zoo_test::logits_equal_pytorch<zoo::EfficientNetB1<>>("EfficientNetB1"); }
TEST_CASE("EfficientNetB2 is PyTorch's") { zoo_test::logits_equal_pytorch<zoo::EfficientNetB2<>>("EfficientNetB2"); }
TEST_CASE("EfficientNetB3 is PyTorch's") { zoo_test::logits_equal_pytorch<zoo::EfficientNetB3<>>("EfficientNetB3"); }
