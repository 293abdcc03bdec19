// Single layers against PyTorch in float64 (reference/make_layer_reference.py): vector registers to 1e-5.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "digest.hpp"
#include "single_layers.hpp"

TEST_CASE("every layer alone equals PyTorch's in float64 to 1e-5 of its largest number") {
  const reference::File file("layers.safetensors");
  single_layers::for_each([&]<class Net>(const char* name) {
    single_layers::Layer<Net, cincel::native_pack> layer;
    const float* y = layer(layer.input());
    const auto expected = file[name];
    digest::record(std::string("layer ") + name, y, expected.size());
    REQUIRE(static_cast<std::int64_t>(expected.size()) == Net::output_shape.volume());
    float most = 0, worst = 0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
      most = std::max(most, std::abs(expected[i]));
      worst = std::max(worst, std::abs(y[i] - expected[i]));
    }
    CHECK_MESSAGE(worst <= 1e-5f * most, name, ": ", worst, " of ", most);
  });
}
