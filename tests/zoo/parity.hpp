// An architecture of the zoo against PyTorch in float64. Parameters and input are filled by the formula of
// reference/make_zoo_reference.py, which made the reference.
#pragma once

#include <doctest/doctest.h>

#include <cincel/inference.hpp>

#include <cmath>
#include <vector>

#include "../digest.hpp"
#include "../reference.hpp"

namespace zoo_test {

using namespace cincel;

template <class Net>
std::vector<float> parameters() {
  constexpr auto& params = graph_of<Net>.params;
  std::vector<float> values(static_cast<std::size_t>(ParameterLayout<Net>::total));
  for (std::size_t p = 0; p < params.size(); ++p) {
    const Shape& s = params[p].shape;
    const std::string_view leaf = params[p].leaf;
    double low = -0.1, high = 0.1;
    if (leaf == "weight") {
      const std::int64_t taps = s.rank == 4 ? s[0] * s[1] : 1, last = s.channels();
      high = std::sqrt(3.0 / static_cast<double>(s.rank == 4 && last == 1 ? taps : s.volume() / last));
      low = -high;
    } else if (leaf == "gamma" || leaf == "moving_variance") {
      low = 0.5;
      high = 1.5;
    }
    reference::fill(values.data() + ParameterLayout<Net>::offsets[p], s.volume(), static_cast<std::uint32_t>(p), low,
                    high);
  }
  return values;
}

/// A classifier before its last Softmax.
template <class Kept, class... L>
struct Logits;
template <class... Kept>
struct Logits<Sequential<Kept...>, Softmax> {
  using type = Sequential<Kept...>;
};
template <class... Kept, class First, class... L>
struct Logits<Sequential<Kept...>, First, L...> : Logits<Sequential<Kept..., First>, L...> {};
template <class... L>
Logits<Sequential<>, L...> logits_of(Sequential<L...>);

/// |got − expected| <= 1e-4 |expected|.
template <class Net>
void equals_pytorch(const std::string& name) {
  std::vector<float> packed(static_cast<std::size_t>(numbers_in(inference_plan<Net>.weight_bytes))),
      arena(static_cast<std::size_t>(numbers_in(inference_plan<Net>.arena_bytes))),
      x(static_cast<std::size_t>(Net::input_shape.volume()));
  {
    const auto values = parameters<Net>();
    pack_weights<Net>(values.data(), packed.data());
  }
  reference::fill(x.data(), Net::input_shape.volume(), reference::input_number, -1, 1);
  using Predict = Inference<Net>;
  Predict net(WeightsView<Net>::from_packed(packed.data()),
              std::span<float, Predict::arena_floats>(arena.data(), Predict::arena_floats));
  net.predict(std::span<const float, Predict::inputs>(x.data(), Predict::inputs));
  std::vector<float> y;  // all outputs, one after another
  for (std::size_t o = 0; o < Predict::output_count; ++o) y.insert(y.end(), net.output(o).begin(), net.output(o).end());
  digest::record("zoo " + name, y.data(), y.size());
  static const reference::File file("zoo.safetensors");
  const auto expected = file[name];
  REQUIRE(y.size() == expected.size());
  double difference = 0, norm = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const double d = static_cast<double>(y[i]) - static_cast<double>(expected[i]);
    difference += d * d;
    norm += static_cast<double>(expected[i]) * static_cast<double>(expected[i]);
  }
  CHECK_MESSAGE(std::sqrt(difference) <= 1e-4 * std::sqrt(norm), name, ": ", std::sqrt(difference / norm));
}

template <class Net>
void logits_equal_pytorch(const std::string& name) {
  equals_pytorch<typename decltype(logits_of(Net{}))::type>(name);
}

}  // namespace zoo_test
