// A whole LeNet-5 in a constant expression: its prediction is a static_assert.
#include <doctest/doctest.h>

#include <cincel/inference.hpp>
#include <cincel/zoo/lenet.hpp>

using namespace cincel;

namespace {

using Net = zoo::LeNet5<>;

/// Weights by a formula, packed while compiling.
constexpr auto weights = [] {
  std::array<float, static_cast<std::size_t>(ParameterLayout<Net>::total)> w{};
  std::uint32_t h = 1;
  for (float& x : w) {
    h = h * 1664525u + 1013904223u;
    x = (static_cast<float>(h >> 8) * 0x1p-24f - 0.5f) * 0.4f;
  }
  return w;
}();
constexpr auto image = [] {
  std::array<float, 784> x{};
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<float>(i % 29) / 29;
  return x;
}();
constexpr auto packed = [] {
  std::array<float, static_cast<std::size_t>(numbers_in(inference_plan<Net>.weight_bytes))> p{};
  pack_weights<Net>(weights.data(), p.data());
  return p;
}();

constexpr auto prediction = predict<Net>(WeightsView<Net>::from_packed(packed.data()), image);
static_assert(argmax(prediction) == 7);

}  // namespace

TEST_CASE("the compiler predicts what the program does") {
  Inference<Net> net(WeightsView<Net>::from_packed(packed.data()));
  const auto y = net.predict(image);
  for (std::size_t k = 0; k < 10; ++k) CHECK(y[k] == doctest::Approx(prediction[k]).epsilon(1e-4));
}
