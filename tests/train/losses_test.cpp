// Floor 6: the one rule of losses. Expected numbers are the formulas of Keras's documentation, in double precision.
#include "losses.hpp"

using namespace losses;

namespace {

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

using Probabilities = Sequential<Input<4>, Dense<5>, Tanh, Dense<3>, Softmax>;
using Map = Sequential<Input<3, 4, 2>, Conv2D<5, 2>>;
using SoftMap = Sequential<Input<3, 4, 2>, Conv2D<5, 2>, Softmax>;
using SoftList = Sequential<Input<3, 4, 2>, Conv2D<5, 2>, Softmax, Reshape<6, 5>>;
using SoftDetour = Sequential<Input<3, 4, 2>, Conv2D<5, 2>, Softmax, Flatten, Reshape<6, 5>>;
using SharedSoftmax = Sequential<Input<4>, Dense<3>, Softmax, Outputs<Output<"p", Identity>, Output<"q", Dense<2>>>>;
using Twice =
    Sequential<Input<4>, Dense<3>, Outputs<Output<"a", Identity>, Output<"b", Softmax>, Output<"c", Identity>>>;

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
  auto detour = model_of<SoftDetour, SparseCategoricalCrossentropy>();
  auto logits = model_of<Map, SparseCategoricalCrossentropy>({.from_logits = true});
  const auto x = samples<Map>();
  const auto y = labels(n * 6, 5);
  const auto z = logits.predict(x);
  double expected = 0, right = 0;
  for (std::size_t i = 0; i < n * 6; ++i) {
    expected += cross_entropy(&z[5 * i], 5, y[i]) / (n * 6);
    right += std::max_element(&z[5 * i], &z[5 * i] + 5) - &z[5 * i] == y[i] ? 1.0 / (n * 6) : 0;
  }
  for (const BatchResult& r :
       {soft.evaluate(x, y), list.evaluate(x, y), detour.evaluate(x, y), logits.evaluate(x, y),
        soft.compute_gradients(x, y), list.compute_gradients(x, y), detour.compute_gradients(x, y)}) {
    CHECK(r.mean_loss() == doctest::Approx(expected).epsilon(1e-6));
    CHECK(r.accuracy() == doctest::Approx(right));
  }
  gradient_is_slope_of_evaluation(soft, x, y);
  gradient_is_slope_of_evaluation(list, x, y);
  gradient_is_slope_of_evaluation(detour, x, y);
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

namespace {

/// Auxiliary outputs of any loss: the first one's, and the others' by their weight.
template <class Loss>
void auxiliaries_are_weighted(Loss loss = {}) {
  using Net = Sequential<Input<4>, Dense<5>, Tanh, Outputs<Output<"a", Dense<2>>, Output<"b", Dense<2>>>>;
  auto model = model_of<Net, WithAuxiliaries<Loss>>({.loss = loss, .weight = 0.25f});
  const auto x = samples<Net>(), y = random_numbers(n * 2, 9, 0.1f, 0.9f);
  gradient_is_slope_of_evaluation(model, x, y);
  const auto a = model.predict(x, 0), b = model.predict(x, 1);
  const auto of = [&](const std::vector<float>& z, std::size_t i) {
    return loss(&z[2 * i], &y[2 * i], Shape(2), static_cast<float*>(nullptr), 1.0f).loss / n;
  };
  double expected = 0;
  for (std::size_t i = 0; i < n; ++i) expected += of(a, i) + 0.25 * of(b, i);
  const double before = model.train_on_batch(x, y).mean_loss();
  CHECK(before == doctest::Approx(expected).epsilon(1e-5));
  CHECK(model.evaluate(x, y).mean_loss() < before);
}

}  // namespace

TEST_CASE("auxiliary outputs train with any loss, a regression's and a user's own that knows no logits too") {
  auxiliaries_are_weighted<MeanSquaredError>();
  auxiliaries_are_weighted<AbsoluteError>();
  auxiliaries_are_weighted<CategoricalCrossentropy>({.from_logits = true});
  auxiliaries_are_weighted<BinaryCrossentropy>({.from_logits = true});
}

namespace {

/// A NaN at each place of an output of `shape`: the loss is NaN, and so is the slope of each number in `share` numbers
/// around it; the other slopes are finite, and those numbers are not right.
template <class T, class Loss>
void passes_nan_on(const Loss& loss, const Shape& shape, std::int64_t share,
                   const std::vector<typename Loss::target_type>& target) {
  const auto size = static_cast<std::size_t>(shape.volume()), around = static_cast<std::size_t>(share);
  for (std::size_t at = 0; at < size; ++at) {
    std::vector<T> z(size, T(0.25)), dz(size);
    z[at] = std::numeric_limits<T>::quiet_NaN();
    const SampleLoss r = loss(z.data(), target.data(), shape, dz.data(), T(1));
    CHECK(std::isnan(r.loss));
    for (std::size_t k = 0; k < size; ++k) CHECK(std::isnan(dz[k]) == (k / around == at / around));
    CHECK(r.correct <= 1 - static_cast<double>(around) / static_cast<double>(size));
  }
}

template <class T>
void all_losses_pass_nan_on() {
  const Shape map(1, 2, 3);
  for (std::uint8_t label = 0; label < 3; ++label) {
    passes_nan_on<T>(SparseCategoricalCrossentropy{}, Shape(3), 3, {label});
    passes_nan_on<T>(SparseCategoricalCrossentropy16{}, map, 3, {label, 0});
  }
  for (const float t : {0.0f, 0.5f, 1.0f}) {
    const std::vector<float> target(6, t);
    passes_nan_on<T>(CategoricalCrossentropy{}, Shape(3), 3, target);
    passes_nan_on<T>(CategoricalCrossentropy{}, map, 3, target);
    passes_nan_on<T>(MeanSquaredError{}, map, 1, target);
    passes_nan_on<T>(BinaryCrossentropy{}, map, 1, target);
    passes_nan_on<T>(of_logits, map, 1, target);
  }
}

}  // namespace

TEST_CASE("a prediction that is NaN is a loss and a slope that are NaN, of every loss and target, and never right") {
  all_losses_pass_nan_on<float>();
  all_losses_pass_nan_on<double>();
}

TEST_CASE("binary cross-entropy of probabilities has a slope up to its bounds and none beyond them") {
  const auto slope = [](double p, float target) {
    double d = 7;
    BinaryCrossentropy{}(&p, &target, Shape(1), &d, 1.0);
    return d;
  };
  CHECK(slope(1e-7, 1) == doctest::Approx(-1e7));
  CHECK(slope(0.99e-7, 1) == 0);
  CHECK(slope(0, 1) == 0);
  CHECK(slope(1 - 1e-7, 0) == doctest::Approx(1e7));
  CHECK(slope(1 - 0.99e-7, 0) == 0);
  CHECK(slope(1, 0) == 0);
  CHECK(slope(0.25, 1) == doctest::Approx(-4));
  CHECK(slope(0.25, 0.25f) == 0);
}

TEST_CASE("binary cross-entropy counts a number on the border as the side of 0") {
  const auto correct = [](BinaryCrossentropy loss, float z, float target) {
    return loss(&z, &target, Shape(1), static_cast<float*>(nullptr), 1.0f).correct;
  };
  CHECK(correct({}, 0.5f, 0) == 1);
  CHECK(correct({}, 0.5f, 1) == 0);
  CHECK(correct({}, 0.51f, 1) == 1);
  CHECK(correct({}, 0.51f, 0) == 0);
  CHECK(correct(of_logits, 0, 0) == 1);
  CHECK(correct(of_logits, 0, 1) == 0);
  CHECK(correct(of_logits, 0.1f, 1) == 1);
  CHECK(correct(of_logits, -0.1f, 1) == 0);
}
