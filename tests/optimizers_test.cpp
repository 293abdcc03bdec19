// Floor 6: optimisers and initialisers against their formulas.
#include <doctest/doctest.h>

#include <cincel/graph/wiring_error.hpp>
#include <cincel/layers/layers.hpp>
#include <cincel/train/initializer.hpp>
#include <cincel/train/optimizers.hpp>

#include <vector>

using namespace cincel;

TEST_CASE("Adam's first step is its learning rate, whatever the size of the gradient") {
  double w[2] = {1, 1}, m[2] = {}, v[2] = {};
  const double g[2] = {0.5, -200};
  double* const slots[] = {m, v};
  Adam{}.update(w, g, slots, 2, 1);
  CHECK(w[0] == doctest::Approx(0.999).epsilon(1e-6));
  CHECK(w[1] == doctest::Approx(1.001).epsilon(1e-6));
}

TEST_CASE("SGD with momentum follows Keras's formula") {
  double w = 1, v = 0;
  const double g = 2;
  double* const slots[] = {&v};
  const SGD sgd{.learning_rate = 0.5f, .momentum = 0.5f};
  sgd.update(&w, &g, slots, 1, 1);
  CHECK(w == doctest::Approx(0));
  sgd.update(&w, &g, slots, 1, 2);
  CHECK(w == doctest::Approx(-1.5));
}

TEST_CASE("Nesterov's momentum looks a step ahead, as in Keras") {
  double w = 1, v = 0;
  const double g = 2;
  double* const slots[] = {&v};
  const SGD sgd{.learning_rate = 0.5f, .momentum = 0.5f, .nesterov = true};
  sgd.update(&w, &g, slots, 1, 1);  // v = -1, w += 0.5 · -1 - 1
  CHECK(w == doctest::Approx(-0.5));
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
