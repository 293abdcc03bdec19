// Floor 6: optimisers and initialisers against their formulas.
#include <doctest/doctest.h>

#include <cincel/graph/wiring_error.hpp>
#include <cincel/layers/layers.hpp>
#include <cincel/train/initializer.hpp>
#include <cincel/train/optimizers.hpp>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

using namespace cincel;

TEST_CASE("Adam's first step is its learning rate, whatever the size of the gradient") {
  double w[2] = {1, 1}, m[2] = {}, v[2] = {};
  const double g[2] = {0.5, -200};
  double* const slot[] = {m, v};
  Adam{}.update(w, g, slot, 2, 1);
  CHECK(w[0] == doctest::Approx(0.999).epsilon(1e-6));
  CHECK(w[1] == doctest::Approx(1.001).epsilon(1e-6));
}

TEST_CASE("SGD with momentum follows Keras's formula") {
  double w = 1, v = 0;
  const double g = 2;
  double* const slot[] = {&v};
  const SGD sgd{.learning_rate = 0.5f, .momentum = 0.5f};
  sgd.update(&w, &g, slot, 1, 1);
  CHECK(w == doctest::Approx(0));
  sgd.update(&w, &g, slot, 1, 2);
  CHECK(w == doctest::Approx(-1.5));
}

TEST_CASE("Nesterov's momentum looks a step ahead, as in Keras") {
  double w = 1, v = 0;
  const double g = 2;
  double* const slot[] = {&v};
  const SGD sgd{.learning_rate = 0.5f, .momentum = 0.5f, .nesterov = true};
  sgd.update(&w, &g, slot, 1, 1);  // v = -1, w += 0.5 · -1 - 1
  CHECK(w == doctest::Approx(-0.5));
}

TEST_CASE("a cosine falls as PyTorch's CosineAnnealingLR") {
  const LearningRate rate = CosineDecay{.initial_learning_rate = 0.1f, .decay_steps = 10, .alpha = 0.1f};
  // torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 10, eta_min=0.01), rates 0, 1, 2, 5, 9, 10
  CHECK(rate.at(0) == doctest::Approx(0.1).epsilon(1e-12));
  CHECK(rate.at(1) == doctest::Approx(0.09779754323328192).epsilon(1e-12));
  CHECK(rate.at(2) == doctest::Approx(0.09140576474687263).epsilon(1e-12));
  CHECK(rate.at(5) == doctest::Approx(0.055).epsilon(1e-12));
  CHECK(rate.at(9) == doctest::Approx(0.012202456766718092).epsilon(1e-12));
  CHECK(rate.at(10) == doctest::Approx(0.01).epsilon(1e-12));
  CHECK(rate.at(1000) == doctest::Approx(0.01).epsilon(1e-12));
}

TEST_CASE("a warm-up rises in a line and hands over to the cosine") {
  const LearningRate rate =
      CosineDecay{.initial_learning_rate = 0.0f, .decay_steps = 10, .warmup_target = 0.2f, .warmup_steps = 4};
  CHECK(rate.at(0) == 0);
  CHECK(rate.at(1) == doctest::Approx(0.05));
  CHECK(rate.at(4) == doctest::Approx(0.2));
  CHECK(rate.at(9) == doctest::Approx(0.1));
  CHECK(rate.at(14) == doctest::Approx(0));
}

TEST_CASE("an exponential decay follows Keras's formula, in stairs as PyTorch's StepLR") {
  const ExponentialDecay smooth{.initial_learning_rate = 0.1f, .decay_steps = 4, .decay_rate = 0.25f};
  CHECK(smooth(2) == doctest::Approx(0.05));
  const LearningRate stairs =
      ExponentialDecay{.initial_learning_rate = 0.1f, .decay_steps = 4, .decay_rate = 0.5f, .staircase = true};
  CHECK(stairs.at(3) == doctest::Approx(0.1));
  CHECK(stairs.at(4) == doctest::Approx(0.05));
  CHECK(stairs.at(8) == doctest::Approx(0.025));
}

TEST_CASE("an optimiser takes each step's rate from its schedule, the first from step 0") {
  double w = 0, v = 0;
  const double g = 1;
  double* const slot[] = {&v};
  SGD sgd{.learning_rate = [](std::int64_t step) { return step == 0 ? 1.0 : 0.5; }};
  sgd.update(&w, &g, slot, 1, 1);
  CHECK(w == doctest::Approx(-1));
  sgd.update(&w, &g, slot, 1, 2);
  CHECK(w == doctest::Approx(-1.5));
  sgd.learning_rate = 0.25f;
  sgd.update(&w, &g, slot, 1, 3);
  CHECK(w == doctest::Approx(-1.75));
}

TEST_CASE("rates out of range are errors that name the parameter") {
  const float nan = std::numeric_limits<float>::quiet_NaN(), infinity = std::numeric_limits<float>::infinity();
  for (const float rate : {-1.0f, nan, infinity}) {
    CHECK_THROWS_WITH(SGD{.learning_rate = rate}.check(), "SGD: learning_rate must be finite and not negative");
    CHECK_THROWS_WITH(Adam{.learning_rate = rate}.check(), "Adam: learning_rate must be finite and not negative");
  }
  for (const float e : {0.0f, nan, infinity})
    CHECK_THROWS_WITH(Adam{.epsilon = e}.check(), "Adam: epsilon must be above 0 and finite");
  CHECK_THROWS_WITH(SGD{.momentum = nan}.check(), "SGD: momentum must be in [0, 1]");
  CHECK_THROWS_WITH(LearningRate(CosineDecay{.decay_steps = 0}), "CosineDecay: decay_steps must be at least 1");
  CHECK_THROWS_WITH(LearningRate(CosineDecay{.decay_steps = 5, .warmup_target = 1.0f}),
                    "CosineDecay: a warmup_target needs warmup_steps");
  CHECK_THROWS_WITH(LearningRate(ExponentialDecay{.decay_rate = -1.0f}),
                    "ExponentialDecay: decay_rate must not be negative");
}

namespace {

struct Moments {
  double mean = 0, deviation = 0, largest = 0;
};

Moments moments_of(Initializer how, std::int64_t fan_in, std::int64_t fan_out) {
  std::vector<double> x(200'000);
  initialize({how, fan_in, fan_out}, 1, 0, x.data(), static_cast<std::int64_t>(x.size()));
  Moments m;
  for (const double v : x) m.mean += v / 200'000, m.largest = std::max(m.largest, std::abs(v));
  for (const double v : x) m.deviation += (v - m.mean) * (v - m.mean) / 200'000;
  m.deviation = std::sqrt(m.deviation);
  return m;
}

}  // namespace

TEST_CASE("uniform initialisers fill the interval that Keras documents") {
  const Moments glorot = moments_of(Initializer::glorot_uniform, 100, 50),
                he = moments_of(Initializer::he_uniform, 24, 7);
  CHECK(glorot.largest == doctest::Approx(0.2).epsilon(1e-3));  // sqrt(6 / (100 + 50))
  CHECK(glorot.mean == doctest::Approx(0).scale(1).epsilon(1e-3));
  CHECK(glorot.deviation == doctest::Approx(0.2 / std::sqrt(3)).epsilon(0.01));
  CHECK(he.largest == doctest::Approx(0.5).epsilon(1e-3));  // sqrt(6 / 24)
}

TEST_CASE("normal initialisers are cut at two deviations and have the documented deviation") {
  const Moments glorot = moments_of(Initializer::glorot_normal, 100, 100),
                he = moments_of(Initializer::he_normal, 50, 1);
  CHECK(glorot.deviation == doctest::Approx(0.1).epsilon(0.01));  // sqrt(2 / 200)
  CHECK(he.deviation == doctest::Approx(0.2).epsilon(0.01));      // sqrt(2 / 50)
  CHECK(he.largest <= 2 * 0.2 / 0.87962566103423978 * 1.0001);
}

namespace {
/// Three updates of numbers: of all at once, or of parts of 16 and of what is left.
template <class Optimizer>
std::vector<float> updated(const Optimizer& optimizer, bool in_parts) {
  constexpr std::int64_t size = 77;
  std::vector<float> w(size), g(size), m(size), v(size);
  for (std::size_t i = 0; i < w.size(); ++i)
    w[i] = static_cast<float>(i) * 0.37f - 9, g[i] = 1 / (static_cast<float>(i) - 30.5f);
  for (std::int64_t t = 1; t <= 3; ++t)
    for (std::int64_t at = 0; at < size; at += in_parts ? 16 : size) {
      float* const slot[] = {m.data() + at, v.data() + at};
      optimizer.update(w.data() + at, g.data() + at, slot, in_parts ? std::min(size - at, std::int64_t{16}) : size, t);
    }
  for (const auto& slot : {m, v}) w.insert(w.end(), slot.begin(), slot.end());
  return w;
}
/// What is derived from an optimiser may have an update of its own.
struct Derived : Adam {};
static_assert(updates_each_number<Adam> && updates_each_number<SGD> && !updates_each_number<Derived>);
}  // namespace

TEST_CASE("SGD and Adam make the same bits of a parameter whole and in parts") {
  CHECK(updated(Adam{}, true) == updated(Adam{}, false));
  CHECK(updated(SGD{}, true) == updated(SGD{}, false));
  CHECK(updated(SGD{.momentum = 0.9f}, true) == updated(SGD{.momentum = 0.9f}, false));
  CHECK(updated(SGD{.momentum = 0.9f, .nesterov = true}, true) ==
        updated(SGD{.momentum = 0.9f, .nesterov = true}, false));
}
