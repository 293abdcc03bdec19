#include "networks.hpp"

#include <cincel/zoo/alexnet.hpp>
#include <cincel/zoo/lenet.hpp>
#include <cincel/zoo/mlperf_tiny.hpp>
#include <cincel/zoo/mobilenet.hpp>

namespace {
const bench::Registration zoo([] {
  bench::add_network<cincel::zoo::MobileNetV1<>>("mobilenet_v1");
  bench::add_network<cincel::zoo::MobileNetV3Small<>>("mobilenet_v3_small");
  bench::add_network<cincel::zoo::MobileNetV3Large<>>("mobilenet_v3_large");
  bench::add_network<cincel::zoo::ResNet8>("mlperf_resnet8");
  bench::add_network<cincel::zoo::DSCNN>("mlperf_ds_cnn");
  bench::add_network<cincel::zoo::MobileNetTiny>("mlperf_mobilenet");
  bench::add_network<cincel::zoo::Autoencoder640>("mlperf_autoencoder");
  bench::add_network<cincel::zoo::LeNet5Original>("lenet5_1998");
  bench::add_network<cincel::zoo::AlexNet2012<>>("alexnet_2012");
});
}  // namespace
