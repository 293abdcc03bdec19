#include "networks.hpp"

#include <cincel/zoo/densenet.hpp>
#include <cincel/zoo/googlenet.hpp>

namespace {
const bench::Registration zoo([] {
  bench::add_network<cincel::zoo::GoogLeNet<>>("googlenet");
  bench::add_network<cincel::zoo::DenseNet121<>>("densenet121");
});
}  // namespace
