#include "networks.hpp"

#include <cincel/zoo/resnet.hpp>
#include <cincel/zoo/vgg.hpp>

namespace {
const bench::Registration zoo([] {
  bench::add_network<cincel::zoo::ResNet34<>>("resnet34");
  bench::add_network<cincel::zoo::ResNet101<>>("resnet101");
  bench::add_network<cincel::zoo::ResNet152<>>("resnet152");
  bench::add_network<cincel::zoo::ResNet20<>>("resnet20");
  bench::add_network<cincel::zoo::VGG19<>>("vgg19");
  bench::add_network<cincel::zoo::VGG16BN<>>("vgg16_bn");
  bench::add_network<cincel::zoo::VGG19BN<>>("vgg19_bn");
});
}  // namespace
