// EfficientNet-B4 to B7, apart because they take the compiler a minute against PyTorch in float64.
#include "parity.hpp"

#include <cincel/zoo/efficientnet.hpp>

using namespace cincel;

TEST_CASE("EfficientNetB4 is PyTorch's") { zoo_test::logits_equal_pytorch<zoo::EfficientNetB4<>>("EfficientNetB4"); }
TEST_CASE("EfficientNetB5 is PyTorch's") { zoo_test::logits_equal_pytorch<zoo::EfficientNetB5<>>("EfficientNetB5"); }
TEST_CASE("EfficientNetB6 is PyTorch's") { zoo_test::logits_equal_pytorch<zoo::EfficientNetB6<>>("EfficientNetB6"); }
TEST_CASE("EfficientNetB7 is PyTorch's") { zoo_test::logits_equal_pytorch<zoo::EfficientNetB7<>>("EfficientNetB7"); }
