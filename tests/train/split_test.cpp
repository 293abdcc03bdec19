// Floor 6: how many samples a split leaves, against exact rational arithmetic.
#include <doctest/doctest.h>

#include <cincel/core/random.hpp>
#include <cincel/training.hpp>

using namespace cincel;
using namespace cincel::literals;

namespace {

/// floor(n · (1 − p / q)) in whole numbers; n · q fits in 64 bits.
std::int64_t exact(std::int64_t n, std::int64_t p, std::int64_t q) { return n * (q - p) / q; }

/// The float nearest to p / q, both below 2^24: one correctly rounded division, as a compiler reads a literal.
float share(std::int64_t p, std::int64_t q) { return static_cast<float>(p) / static_cast<float>(q); }

const std::int64_t sizes[] = {1,
                              2,
                              3,
                              7,
                              10,
                              11,
                              99,
                              100,
                              101,
                              1000,
                              54'321,
                              60'000,
                              999'999,
                              1'000'000,
                              1'000'001,
                              16'777'217,
                              100'000'000,
                              999'999'937,
                              2'147'483'647,
                              4'294'967'295,
                              4'294'967'296};

}  // namespace

TEST_CASE("a split is the floor of n (1 - split) for every split of up to three digits and n up to 2^32") {
  int wrong = 0;
  for (std::int64_t p = 0; p < 1000; ++p)
    for (const std::int64_t n : sizes) wrong += impl::samples_to_train(n, share(p, 1000)) != exact(n, p, 1000);
  CHECK(wrong == 0);
}

TEST_CASE("a split of six digits is exact too, for many n") {
  RandomStream random(1, Purpose::self_test);
  int wrong = 0;
  for (int round = 0; round < 300'000; ++round) {
    const std::int64_t p = random.below(1'000'000), n = std::int64_t{random.bits()} + 1;
    wrong += impl::samples_to_train(n, share(p, 1'000'000)) != exact(n, p, 1'000'000);
  }
  CHECK(wrong == 0);
}

TEST_CASE("literals are what they say: ten samples at 0.1f train on nine, a million at 0.3f on 700,000") {
  CHECK(impl::samples_to_train(10, 0.1f) == 9);
  CHECK(impl::samples_to_train(10, 0.9f) == 1);  // double arithmetic says 0.99999…
  CHECK(impl::samples_to_train(1'000'000, 0.3f) == 700'000);
  CHECK(impl::samples_to_train(1'000'000, 0.0f) == 1'000'000);
  CHECK(impl::samples_to_train(1'000'000, 1e-7f) == 999'999);    // 0.1 sample is held back: the floor
  CHECK(impl::samples_to_train(1'000'000, 1e-6f) == 999'999);    // exactly one
  CHECK(impl::samples_to_train(1'000'000, 1.1e-6f) == 999'998);  // 1.1 samples
  CHECK(impl::samples_to_train(4'294'967'296, 1e-30f) == 4'294'967'295);
  CHECK(impl::samples_to_train(4'294'967'296, 1e-45f) == 4'294'967'295);
  CHECK(impl::samples_to_train(4'294'967'296, 0.99999994f) == 257);  // 2^32 · 6e-8 is 257.7
}

TEST_CASE("no split trains on more samples than there are, whatever its float") {
  RandomStream random(2, Purpose::self_test);
  for (int round = 0; round < 100'000; ++round) {
    const float split = random.uniform();
    const std::int64_t n = std::int64_t{random.bits()} + 1, train = impl::samples_to_train(n, split);
    const double wanted = static_cast<double>(n) * (1 - static_cast<double>(split));
    // The float is within 2^-25 of the decimal number, and a floor takes less than one.
    CHECK(std::abs(static_cast<double>(train) - wanted) <= static_cast<double>(n) * 0x1p-25 + 1);
    CHECK(train >= 0);
    CHECK(train <= n);
  }
}

TEST_CASE("fit holds back what the split says") {
  // One number a sample, whose target it is: the loss of weights that stay 0 (rate 0) shows who was trained on.
  Model<Sequential<Input<1>, Dense<1>>, SGD, MeanSquaredError> model(SGD{.learning_rate = 0.0f});
  model["dense.weight"_p][0] = 0;
  std::vector<float> x(1000), y(1000);
  for (std::size_t i = 0; i < 1000; ++i) y[i] = i < 700 ? 1.0f : 3.0f;
  const History h = model.fit(x, y, {.validation_split = 0.3f, .verbose = false});
  CHECK(h[0].loss == doctest::Approx(1).epsilon(1e-12));
  CHECK(h[0].val_loss == doctest::Approx(9).epsilon(1e-12));
}

TEST_CASE("a hyperparameter is the decimal number that was written, to the last bit of a double") {
  CHECK(impl::decimal(0.1f) == 0.1);
  CHECK(impl::decimal(0.999f) == 0.999);
  CHECK(impl::decimal(1e-7f) == 1e-7);
  CHECK(impl::decimal(3e-5f) == 3e-5);
  CHECK(impl::decimal(-0.25f) == -0.25);
  CHECK(impl::decimal(0.0f) == 0.0);
  CHECK(impl::decimal(1.0f / 3) == 0.33333334);
  CHECK(impl::decimal(16777216.0f) == 16777216.0);
  CHECK(impl::decimal(3.4028235e38f) == 3.4028235e38);
  CHECK(impl::decimal(1e-45f) == 1e-45);
  CHECK(std::isinf(impl::decimal(std::numeric_limits<float>::infinity())));
  CHECK(std::isnan(impl::decimal(std::numeric_limits<float>::quiet_NaN())));
}
