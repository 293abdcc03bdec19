#include "networks.hpp"

#include <cincel/zoo/resnet.hpp>
#include <cincel/zoo/vgg.hpp>

namespace {
const bench::Registration zoo([] {
  bench::add_network<cincel::zoo::ResNet18<>>("resnet18");
  bench::add_network<cincel::zoo::ResNet50<>>("resnet50");
  bench::add_several<cincel::zoo::ResNet50<>, 16>("resnet50");
  bench::add_network<cincel::zoo::VGG16<>>("vgg16");
});
}  // namespace
