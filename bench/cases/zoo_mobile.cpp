#include "networks.hpp"

#include <cincel/zoo/alexnet.hpp>
#include <cincel/zoo/efficientnet.hpp>
#include <cincel/zoo/mobilenet.hpp>

namespace {
const bench::Registration zoo([] {
  bench::add_network<cincel::zoo::AlexNet<>>("alexnet");
  bench::add_several<cincel::zoo::AlexNet<>, 16>("alexnet");
  bench::add_network<cincel::zoo::MobileNetV2<>>("mobilenet_v2");
  bench::add_network<cincel::zoo::EfficientNetB0<>>("efficientnet_b0");
});
}  // namespace
