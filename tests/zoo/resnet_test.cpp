// ResNet against PyTorch in float64.
#include "parity.hpp"

#include <cincel/zoo/resnet.hpp>

using namespace cincel;

TEST_CASE("ResNet18 is PyTorch's") { zoo_test::logits_equal_pytorch<zoo::ResNet18<>>("ResNet18"); }
TEST_CASE("ResNet34 is PyTorch's") { zoo_test::logits_equal_pytorch<zoo::ResNet34<>>("ResNet34"); }
TEST_CASE("ResNet50 is PyTorch's") { zoo_test::logits_equal_pytorch<zoo::ResNet50<>>("ResNet50"); }
TEST_CASE("ResNet101 is PyTorch's") { zoo_test::logits_equal_pytorch<zoo::ResNet101<>>("ResNet101"); }
TEST_CASE("ResNet152 is PyTorch's") { zoo_test::logits_equal_pytorch<zoo::ResNet152<>>("ResNet152"); }
TEST_CASE("ResNet20 is PyTorch's") { zoo_test::logits_equal_pytorch<zoo::ResNet20<>>("ResNet20"); }
