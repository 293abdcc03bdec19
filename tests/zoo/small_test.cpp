// LeNet-5, U-Net and the networks of MLPerf Tiny against PyTorch in float64.
#include "parity.hpp"

#include <cincel/zoo/lenet.hpp>
#include <cincel/zoo/mlperf_tiny.hpp>
#include <cincel/zoo/unet.hpp>

using namespace cincel;

TEST_CASE("LeNet5 is PyTorch's") { zoo_test::logits_equal_pytorch<zoo::LeNet5<>>("LeNet5"); }
TEST_CASE("ResNet8 is PyTorch's") { zoo_test::logits_equal_pytorch<zoo::ResNet8<>>("ResNet8"); }
TEST_CASE("DSCNN is PyTorch's") { zoo_test::logits_equal_pytorch<zoo::DSCNN<>>("DSCNN"); }
TEST_CASE("MobileNetTiny is PyTorch's") { zoo_test::logits_equal_pytorch<zoo::MobileNetTiny<>>("MobileNetTiny"); }
TEST_CASE("Autoencoder640 is PyTorch's") { zoo_test::equals_pytorch<zoo::Autoencoder640>("Autoencoder640"); }
TEST_CASE("UNet is PyTorch's") { zoo_test::logits_equal_pytorch<with_input<zoo::UNet<>, 32, 48>>("UNet"); }
TEST_CASE("UNet2015 is PyTorch's") { zoo_test::logits_equal_pytorch<with_input<zoo::UNet2015, 188, 204>>("UNet2015"); }
TEST_CASE("LeNet5Original is PyTorch's") { zoo_test::equals_pytorch<zoo::LeNet5Original>("LeNet5Original"); }
