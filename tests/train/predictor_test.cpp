// Predictions are those of the parameters as they are, though weights that did not change are not packed again.
#include <doctest/doctest.h>

#include <cincel/training.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

using namespace cincel;

namespace {

using Net = Sequential<Input<6, 6, 2>, Conv2D<4, 3>, BatchNormalization<>, ReLU, Flatten, Dense<3>, Softmax>;
constexpr auto size = static_cast<std::size_t>(ParameterLayout<Net>::total);

std::vector<float> images(std::size_t n) {
  RandomStream random(1, Purpose::self_test);
  std::vector<float> x(n * 72);
  for (float& v : x) v = random.uniform() - 0.5f;
  return x;
}

}  // namespace

TEST_CASE("any one number that changes is seen, and so is that it is as it was") {
  impl::Predictor<Net> predictor;
  ThreadPool pool(1);
  std::vector<float> parameters(size, 0.25f);
  CHECK_FALSE(predictor.holds(parameters.data()));
  predictor.predict(
      parameters.data(), pool, 0, {}, [](std::int64_t, int) -> const float* { return nullptr; },
      [](std::int64_t, int, std::size_t) {});
  CHECK(predictor.holds(parameters.data()));
  std::size_t unseen = 0;
  for (float& p : parameters)
    for (const float other : {0.0f, -0.25f, std::nextafter(0.25f, 1.0f), std::numeric_limits<float>::quiet_NaN()}) {
      p = other;
      unseen += predictor.holds(parameters.data());
      p = 0.25f;
    }
  CHECK(unseen == 0);
  CHECK(predictor.holds(parameters.data()));
}

TEST_CASE("a model predicts with what a step, a span that was kept and a copy have made of its parameters") {
  Model<Net> model({}, {}, {.seed = 5, .threads = 1});
  const std::vector<float> x = images(5);
  const std::vector<int> y{0, 1, 2, 0, 1};
  const auto is_fresh = [&] {
    Model<Net> other({}, {}, {.seed = 6, .threads = 1});
    for (std::size_t p = 0; p < ParameterLayout<Net>::count; ++p)
      std::copy(model.parameter(p).begin(), model.parameter(p).end(), other.parameter(p).begin());
    return other.predict(x) == model.predict(x) && other.evaluate(x, y).mean_loss() == model.evaluate(x, y).mean_loss();
  };
  const std::span<float> kept = model["dense.bias"_p];
  CHECK(is_fresh());
  CHECK(is_fresh());
  const std::vector<float> before = model.predict(x);
  model.train_on_batch(x, y);
  CHECK(is_fresh());
  CHECK(model.predict(x) != before);
  kept[1] += 0.5f;
  CHECK(is_fresh());
  Model<Net> copy = model;
  copy["dense.bias"_p][0] = 9;
  CHECK(copy.predict(x) != model.predict(x));
  CHECK(is_fresh());
  model["batch_normalization.moving_mean"_p][2] = 1;
  CHECK(is_fresh());
}

TEST_CASE("samples that a thread has at hand together are predicted and evaluated as alone, on any number of threads") {
  using Large = Sequential<Input<90>, Dense<100>, ReLU, Dense<3>, Softmax>;
  static_assert(impl::Predictor<Large>::at_hand == 16);
  static_assert(impl::Predictor<Net>::at_hand == 1);
  std::vector<float> x(53 * 90);
  RandomStream random(4, Purpose::self_test);
  for (float& v : x) v = random.uniform() - 0.5f;
  std::vector<int> y(53);
  for (std::size_t i = 0; i < y.size(); ++i) y[i] = static_cast<int>(i % 3);
  Model<Large> one({}, {}, {.seed = 5, .threads = 1}), three({}, {}, {.seed = 5, .threads = 3});
  const std::vector<float> all = one.predict(x);
  CHECK(all == three.predict(x));
  const double loss = one.evaluate(x, y).mean_loss();
  CHECK(loss == three.evaluate(x, y).mean_loss());
  double sum = 0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    const std::vector<float> alone = one.predict(std::span<const float>(x).subspan(i * 90, 90));
    CHECK(std::equal(alone.begin(), alone.end(), all.begin() + static_cast<std::ptrdiff_t>(i * 3)));
    sum -= std::log(static_cast<double>(alone[static_cast<std::size_t>(y[i])]));
  }
  CHECK(loss == doctest::Approx(sum / 53).epsilon(1e-6));
}
