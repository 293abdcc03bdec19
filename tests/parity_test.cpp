// Outputs, gradients and three steps of Adam and SGD against PyTorch in float64 (reference/make_reference.py).
#include <doctest/doctest.h>

#include <cincel/io/safetensors.hpp>
#include <cincel/training.hpp>

#include "digest.hpp"
#include "reference.hpp"

using namespace cincel;

namespace {

using Net = Sequential<Input<11, 9, 3>, Rescaling<0.5f, 0.25f>, Conv2D<10, 3, Same, NoBias>, BatchNormalization<>, ReLU,
                       MaxPooling2D<2>, Conv2D<7, 3, Same>, Tanh, AveragePooling2D<2>, Flatten, Dense<12>, Sigmoid,
                       Dense<5>, Softmax>;

const reference::File& expected() {
  static const reference::File r("parity.safetensors");
  return r;
}

std::vector<std::uint8_t> labels() {
  std::vector<std::uint8_t> y;
  for (const float v : expected()["labels"]) y.push_back(static_cast<std::uint8_t>(v));
  return y;
}

template <class M>
void set_parameters(M& model) {
  for (std::size_t i = 0; i < parameter_names<Net>.size(); ++i) {
    if (!graph_of<Net>.params[i].trainable) continue;
    const auto v = expected()["parameter." + std::string(parameter_names<Net>[i].view())];
    std::copy(v.begin(), v.end(), model.parameter(i).begin());
  }
}

/// |got − expected| is at most `tolerance` times the largest expected number.
template <class Got>
void near(const Got& got, const std::vector<float>& expected, float tolerance, std::string_view what) {
  digest::record("parity " + std::string(what), got.data(), got.size());
  REQUIRE(got.size() == expected.size());
  float most = 1e-6f, worst = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    most = std::max(most, std::abs(expected[i]));
    worst = std::max(worst, std::abs(got[i] - expected[i]));
  }
  CHECK_MESSAGE(worst <= tolerance * most, what, ": ", worst, " of ", most);
}

/// Trains three steps and compares every parameter with what PyTorch's optimiser made.
template <class Optimizer>
void three_steps(Optimizer optimizer, const std::string& name) {
  Model<Net, Optimizer> model(optimizer);
  set_parameters(model);
  const auto x = expected()["x"];
  for (int i = 0; i < 3; ++i) model.train_on_batch(x, labels());
  for (std::size_t i = 0; i < parameter_names<Net>.size(); ++i)
    if (graph_of<Net>.params[i].trainable) {
      const std::string parameter(parameter_names<Net>[i].view());
      near(model.parameter(i), expected()[name + "." + parameter], 1e-5f, name + " " + parameter);
    }
}

}  // namespace

TEST_CASE("outputs are PyTorch's to 1e-5") {
  Model<Net> model;
  set_parameters(model);
  near(model.predict(expected()["x"]), expected()["output"], 1e-5f, "output");
}

TEST_CASE("loss and every gradient are PyTorch's, to 1e-5 and 1e-4") {
  Model<Net> model;
  set_parameters(model);
  const BatchResult r = model.compute_gradients(expected()["x"], labels());
  CHECK(r.mean_loss() == doctest::Approx(static_cast<double>(expected()["loss"][0])).epsilon(1e-5));
  for (std::size_t i = 0; i < parameter_names<Net>.size(); ++i)
    if (graph_of<Net>.params[i].trainable) {
      const std::string parameter(parameter_names<Net>[i].view());
      near(model.gradient(i), expected()["gradient." + parameter], 1e-4f, "gradient of " + parameter);
    }
}

TEST_CASE("three steps of SGD with momentum are PyTorch's to 1e-5") {
  three_steps(SGD{.learning_rate = 0.1f, .momentum = 0.9f}, "sgd");
}
TEST_CASE("three steps of Adam are PyTorch's to 1e-5") { three_steps(Adam{}, "adam"); }
