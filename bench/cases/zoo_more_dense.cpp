#include "networks.hpp"

#include <cincel/zoo/densenet.hpp>
#include <cincel/zoo/unet.hpp>

namespace {
const bench::Registration zoo([] {
  bench::add_network<cincel::zoo::DenseNet161<>>("densenet161");
  bench::add_network<cincel::zoo::DenseNet169<>>("densenet169");
  bench::add_network<cincel::zoo::DenseNet201<>>("densenet201");
  bench::add_network<cincel::zoo::DenseNet264<>>("densenet264");
  bench::add_network<cincel::zoo::UNet<>>("unet");
});
}  // namespace
