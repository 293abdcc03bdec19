// Floor 6: the one rule of losses. Expected numbers are the formulas of Keras's documentation, in double precision.
#include <doctest/doctest.h>

#include <cincel/training.hpp>

#include "../random_network.hpp"

using namespace cincel;

namespace {

constexpr int n = 6;

template <class Net, class Loss>
auto model_of(Loss loss = {}) {
  return Model<Net, SGD, Loss>(SGD{.learning_rate = 0.1f}, loss, {.seed = 3, .threads = 1});
}

/// The gradient of a model's mean loss against central differences of what `evaluate` says: one number, two routes to
/// it, and the slope between. `count` numbers of each parameter, to 2 % or 2e-3 of what floats can resolve.
template <class M, class X, class Y>
void gradient_is_slope_of_evaluation(M& model, const X& x, const Y& y) {
  const double trained = model.compute_gradients(x, y).mean_loss(), evaluated = model.evaluate(x, y).mean_loss();
  CHECK(evaluated == doctest::Approx(trained).epsilon(1e-6));
  double largest = 0;
  for (std::size_t p = 0; p < graph_of<typename M::network>.params.size(); ++p) {
    const auto w = model.parameter(p);
    const std::vector<float> g(model.gradient(p).begin(), model.gradient(p).end());
    for (std::size_t i = 0; i < w.size(); i += 1 + w.size() / 7) {
      const float kept = w[i], h = 0.02f;
      w[i] = kept + h;
      const double above = model.evaluate(x, y).mean_loss(), to = static_cast<double>(w[i]);
      w[i] = kept - h;
      const double below = model.evaluate(x, y).mean_loss(), from = static_cast<double>(w[i]);
      w[i] = kept;
      CHECK(static_cast<double>(g[i]) == doctest::Approx((above - below) / (to - from)).epsilon(0.02).scale(0.1));
      largest = std::max(largest, std::abs(static_cast<double>(g[i])));
    }
  }
  CHECK(largest > 1e-3);
}

template <class Net>
std::vector<float> samples(float low = -1, float high = 1) {
  return random_numbers(n * InputLayout<Net>::total, 11, low, high);
}
std::vector<std::uint8_t> labels(std::size_t count, int classes) {
  std::vector<std::uint8_t> y(count);
  for (std::size_t i = 0; i < count; ++i) y[i] = static_cast<std::uint8_t>(i * i % static_cast<std::size_t>(classes));
  return y;
}

/// −log softmax(z)[label] of one pixel.
double cross_entropy(const float* z, std::int64_t classes, int label) {
  double sum = 0;
  for (std::int64_t k = 0; k < classes; ++k) sum += std::exp(static_cast<double>(z[k]) - static_cast<double>(z[label]));
  return std::log(sum);
}

using Classes = Sequential<Input<4>, Dense<5>, Tanh, Dense<3>>;
using Probabilities = Sequential<Input<4>, Dense<5>, Tanh, Dense<3>, Softmax>;
using Map = Sequential<Input<3, 4, 2>, Conv2D<5, 2>>;
using SoftMap = Sequential<Input<3, 4, 2>, Conv2D<5, 2>, Softmax>;
using SoftList = Sequential<Input<3, 4, 2>, Conv2D<5, 2>, Softmax, Reshape<6, 5>>;
using SharedSoftmax = Sequential<Input<4>, Dense<3>, Softmax, Outputs<Output<"p", Identity>, Output<"q", Dense<2>>>>;
using TwoSoft =
    Sequential<Input<4>, Dense<5>, Tanh, Outputs<Output<"a", Dense<3>, Softmax>, Output<"b", Dense<4>, Softmax>>>;
using Mixed =
    Sequential<Input<4>, Dense<5>, Tanh, Outputs<Output<"a", Dense<2>, Sigmoid>, Output<"b", Dense<3>, Softmax>>>;
using Twice =
    Sequential<Input<4>, Dense<3>, Outputs<Output<"a", Identity>, Output<"b", Softmax>, Output<"c", Identity>>>;

template <class F>
std::string error_of(F f) {
  try {
    f();
  } catch (const std::invalid_argument& e) {
    return e.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a softmax that is left to the loss is the loss of the logits") {
  auto soft = model_of<Probabilities, SparseCategoricalCrossentropy>();
  auto logits = model_of<Classes, SparseCategoricalCrossentropy>({.from_logits = true});
  const auto x = samples<Classes>();
  const auto y = labels(n, 3);
  CHECK(soft.compute_gradients(x, y).mean_loss() == logits.compute_gradients(x, y).mean_loss());
  const auto z = logits.predict(x);
  double expected = 0;
  for (std::size_t i = 0; i < n; ++i) expected += cross_entropy(&z[3 * i], 3, y[i]) / n;
  CHECK(soft.evaluate(x, y).mean_loss() == doctest::Approx(expected).epsilon(1e-6));
  gradient_is_slope_of_evaluation(soft, x, y);
}

TEST_CASE("a loss has no ceiling: logits of 1000 on the wrong side cost 2000, in training and in evaluation") {
  auto model = model_of<Sequential<Input<2>, Dense<2>, Softmax>, SparseCategoricalCrossentropy>();
  std::ranges::copy(std::array{1.0f, 0.0f, 0.0f, 1.0f}, model.parameter(0).begin());
  const std::vector<float> x{-1000, 1000};
  const std::vector<std::uint8_t> y{0};
  CHECK(model.evaluate(x, y).mean_loss() == 2000);
  CHECK(model.compute_gradients(x, y).mean_loss() == 2000);
}

TEST_CASE("of a map the softmax runs over its channels, one label a pixel, the mean over pixels") {
  auto soft = model_of<SoftMap, SparseCategoricalCrossentropy>();
  auto list = model_of<SoftList, SparseCategoricalCrossentropy>();
  auto logits = model_of<Map, SparseCategoricalCrossentropy>({.from_logits = true});
  const auto x = samples<Map>();
  const auto y = labels(n * 6, 5);
  const auto z = logits.predict(x);
  double expected = 0, right = 0;
  for (std::size_t i = 0; i < n * 6; ++i) {
    expected += cross_entropy(&z[5 * i], 5, y[i]) / (n * 6);
    right += std::max_element(&z[5 * i], &z[5 * i] + 5) - &z[5 * i] == y[i] ? 1.0 / (n * 6) : 0;
  }
  for (const BatchResult& r : {soft.evaluate(x, y), list.evaluate(x, y), logits.evaluate(x, y),
                               soft.compute_gradients(x, y), list.compute_gradients(x, y)}) {
    CHECK(r.mean_loss() == doctest::Approx(expected).epsilon(1e-6));
    CHECK(r.accuracy() == doctest::Approx(right));
  }
  gradient_is_slope_of_evaluation(soft, x, y);
  gradient_is_slope_of_evaluation(list, x, y);
  std::vector<float> one_hot(y.size() * 5);
  for (std::size_t i = 0; i < y.size(); ++i) one_hot[5 * i + y[i]] = 1;
  auto dense = model_of<SoftMap, CategoricalCrossentropy>();
  CHECK(dense.evaluate(x, one_hot).mean_loss() == doctest::Approx(expected).epsilon(1e-6));
  gradient_is_slope_of_evaluation(dense, x, one_hot);
}

TEST_CASE("binary cross-entropy of a Softmax takes its probabilities, and has a gradient") {
  auto model = model_of<Sequential<Input<4>, Dense<2>, Softmax>, BinaryCrossentropy>();
  const auto x = samples<Classes>();
  std::vector<float> y;
  for (int i = 0; i < n; ++i) y.insert(y.end(), {i % 2 == 0 ? 1.0f : 0.0f, i % 2 == 0 ? 0.0f : 1.0f});
  const auto p = model.predict(x);
  double expected = 0;
  for (std::size_t k = 0; k < p.size(); ++k)
    expected -= std::log(static_cast<double>(y[k] > 0 ? p[k] : 1 - p[k])) / static_cast<double>(p.size());
  CHECK(model.evaluate(x, y).mean_loss() == doctest::Approx(expected).epsilon(1e-6));
  gradient_is_slope_of_evaluation(model, x, y);
}

TEST_CASE("each of several outputs has its own loss, with logits or without") {
  const auto x = samples<Classes>();
  std::vector<float> y(n * 7), z(n * 5);
  for (std::size_t i = 0; i < n; ++i) {
    y[7 * i + i % 3] = y[7 * i + 3 + i % 4] = 1;
    z[5 * i] = static_cast<float>(i % 2), z[5 * i + 1] = 1, z[5 * i + 2 + i % 3] = 1;
  }
  auto squared = model_of<TwoSoft, OutputLosses<CategoricalCrossentropy, MeanSquaredError>>();
  gradient_is_slope_of_evaluation(squared, x, y);
  const auto a = squared.predict(x, 0), b = squared.predict(x, 1);
  double expected = 0;
  for (std::size_t i = 0; i < n; ++i) {
    expected -= std::log(static_cast<double>(a[3 * i + i % 3])) / n;
    for (std::size_t k = 0; k < 4; ++k) {
      const double d = static_cast<double>(b[4 * i + k]) - static_cast<double>(y[7 * i + 3 + k]);
      expected += d * d / (4 * n);
    }
  }
  CHECK(squared.evaluate(x, y).mean_loss() == doctest::Approx(expected).epsilon(1e-5));
  auto mixed = model_of<Mixed, OutputLosses<BinaryCrossentropy, CategoricalCrossentropy>>({.weights = {0.5f, 2.0f}});
  gradient_is_slope_of_evaluation(mixed, x, z);
}

TEST_CASE("gradients of outputs that are one value add up") {
  const auto x = samples<Classes>();
  const auto y = random_numbers(n * 9, 5, 0.1f, 0.9f);
  auto thrice = model_of<Twice, OutputLosses<MeanSquaredError, CategoricalCrossentropy, MeanSquaredError>>();
  gradient_is_slope_of_evaluation(thrice, x, y);
  auto shared = model_of<SharedSoftmax, OutputLosses<CategoricalCrossentropy, MeanSquaredError>>();
  gradient_is_slope_of_evaluation(shared, x, random_numbers(n * 5, 6, 0.1f, 0.9f));
}

TEST_CASE("a loss of logits and a network of probabilities, or the reverse, is refused with the output's name") {
  const auto two = [](bool first, bool second) {
    return OutputLosses<BinaryCrossentropy, CategoricalCrossentropy>{{{.from_logits = first}, {.from_logits = second}}};
  };
  CHECK(error_of([&] { model_of<Mixed>(two(false, false)); }).empty());
  CHECK(error_of([&] { model_of<Mixed>(two(true, false)); }) ==
        "output \"a\" ends in Sigmoid, so BinaryCrossentropy must not say from_logits");
  CHECK(error_of([&] { model_of<Mixed>(two(false, true)); }) ==
        "output \"b\" ends in Softmax, so CategoricalCrossentropy must not say from_logits");
  CHECK(error_of([&] { model_of<Classes, SparseCategoricalCrossentropy>(); }) ==
        "the network does not end in Softmax: end it so, or let SparseCategoricalCrossentropy say from_logits");
  CHECK(error_of([&] { model_of<Classes, BinaryCrossentropy>(); }) ==
        "the network does not end in Sigmoid: end it so, or let BinaryCrossentropy say from_logits");
  CHECK(error_of([&] { model_of<Classes, BinaryCrossentropy>({.from_logits = true}); }).empty());
  using FlatSoft = Sequential<Input<3, 4, 2>, Conv2D<5, 2>, Softmax, Flatten>;
  CHECK(!error_of([&] { model_of<FlatSoft, CategoricalCrossentropy>(); }).empty());
}
