#include "networks.hpp"

#include <cincel/zoo/efficientnet.hpp>

namespace {
const bench::Registration zoo([] {
  bench::add_network<cincel::zoo::EfficientNetB1<>>("efficientnet_b1");
  bench::add_network<cincel::zoo::EfficientNetB2<>>("efficientnet_b2");
  bench::add_network<cincel::zoo::EfficientNetB3<>>("efficientnet_b3");
  bench::add_network<cincel::zoo::EfficientNetB4<>>("efficientnet_b4");
  bench::add_network<cincel::zoo::EfficientNetB5<>>("efficientnet_b5");
  bench::add_network<cincel::zoo::EfficientNetB6<>>("efficientnet_b6");
  bench::add_network<cincel::zoo::EfficientNetB7<>>("efficientnet_b7");
});
}  // namespace
