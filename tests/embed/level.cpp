// One network, compiled once for each of several levels of x86-64 under another function's name.
#include "../../examples/fashion_mnist.hpp"

#include <cincel/inference.hpp>

#include <bit>

extern "C" float CINCEL_LEVEL_FUNCTION(const std::byte* weights, std::size_t size) {
  const auto view = cincel::WeightsView<FashionNet>::from_bytes({weights, size}).view;
  cincel::Inference<FashionNet> net(view);
  return net.self_test();
}
