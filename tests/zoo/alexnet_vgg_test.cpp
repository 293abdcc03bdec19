// AlexNet and VGG against PyTorch in float64.
#include "parity.hpp"

#include <cincel/zoo/alexnet.hpp>
#include <cincel/zoo/vgg.hpp>

using namespace cincel;

TEST_CASE("AlexNet is PyTorch's") { zoo_test::logits_equal_pytorch<zoo::AlexNet<>>("AlexNet"); }
TEST_CASE("AlexNet2012 is PyTorch's") { zoo_test::logits_equal_pytorch<zoo::AlexNet2012>("AlexNet2012"); }
TEST_CASE("VGG16 is PyTorch's") { zoo_test::logits_equal_pytorch<zoo::VGG16<>>("VGG16"); }
TEST_CASE("VGG19 is PyTorch's") { zoo_test::logits_equal_pytorch<zoo::VGG19<>>("VGG19"); }
TEST_CASE("VGG16BN is PyTorch's") { zoo_test::logits_equal_pytorch<zoo::VGG16BN<>>("VGG16BN"); }
TEST_CASE("VGG19BN is PyTorch's") { zoo_test::logits_equal_pytorch<zoo::VGG19BN<>>("VGG19BN"); }
