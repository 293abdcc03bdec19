// Labels of any integer type train alike, and what no label or sample is says so.
#include <cincel/training.hpp>

#include <doctest/doctest.h>

#include <deque>

using namespace cincel;

namespace {

using Net = Sequential<Input<4>, Dense<3>, Softmax>;

std::vector<float> samples(std::size_t n) {
  std::vector<float> x(n * 4);
  RandomStream random(7, Purpose::self_test);
  for (float& v : x) v = random.uniform();
  return x;
}

/// The first weight after an epoch with these labels.
template <class Labels>
std::vector<float> trained_with(const std::vector<float>& x, const Labels& labels) {
  Model<Net, SGD> model(SGD{.learning_rate = 0.5f}, {}, {.seed = 5, .threads = 1});
  model.fit(x, labels, {.batch_size = 2, .epochs = 2, .verbose = false});
  const auto w = model.parameter(0);
  return {w.begin(), w.end()};
}

template <class Labels>
std::string error_of(const Labels& labels) {
  Model<Net> model;
  try {
    model.train_on_batch(samples(std::size(labels)), labels);
  } catch (const std::invalid_argument& e) {
    return e.what();
  }
  return "";
}

}  // namespace

TEST_CASE("labels of every integer type give the same bits") {
  const auto x = samples(5);
  const auto expected = trained_with(x, std::vector<std::uint8_t>{0, 2, 1, 1, 2});
  CHECK(trained_with(x, std::vector<int>{0, 2, 1, 1, 2}) == expected);
  CHECK(trained_with(x, std::vector<std::int64_t>{0, 2, 1, 1, 2}) == expected);
  CHECK(trained_with(x, std::vector<std::size_t>{0, 2, 1, 1, 2}) == expected);
  CHECK(trained_with(x, std::array<signed char, 5>{0, 2, 1, 1, 2}) == expected);
  const short plain[]{0, 2, 1, 1, 2};
  CHECK(trained_with(x, plain) == expected);
  CHECK(trained_with(x, std::span<const short>(plain)) == expected);
  CHECK(trained_with(x, std::vector<int>{0, 2, 1, 1, 1}) != expected);
}

TEST_CASE("a label that is no class is refused, whatever its type holds") {
  CHECK(error_of(std::vector<int>{0, 2, 1}).empty());
  CHECK(error_of(std::vector<int>{0, -1}) == "label -1, number 1 of y, is not from 0 to 2");
  CHECK(error_of(std::vector<int>{256, 0}) == "label 256, number 0 of y, is not from 0 to 2");  // not 0 in 8 bits
  CHECK(error_of(std::vector<std::int64_t>{0, 1, std::int64_t{1} << 32}).find("label 4294967296, number 2 of y") == 0);
  CHECK(error_of(std::vector<int>{0, 3}).find("label 3 of sample 1 is not below the 3 outputs") != std::string::npos);
  CHECK(error_of(std::vector<std::uint8_t>{3}).find("label 3 of sample 0") != std::string::npos);
}

TEST_CASE("more classes than 8 bits hold: the error names the loss that takes them") {
  Model<Sequential<Input<4>, Dense<300>, Softmax>> model;
  CHECK_NOTHROW(model.train_on_batch(samples(1), std::vector<int>{255}));
  try {
    model.train_on_batch(samples(1), std::vector<int>{299});
    FAIL("not refused");
  } catch (const std::invalid_argument& e) {
    CHECK(std::string(e.what()).find("use SparseCategoricalCrossentropy16") != std::string::npos);
  }
  Model<Sequential<Input<4>, Dense<300>, Softmax>, Adam, SparseCategoricalCrossentropy16> wide;
  CHECK_NOTHROW(wide.train_on_batch(samples(1), std::vector<int>{299}));
}

TEST_CASE("integers are targets of losses that take floats") {
  using Two = Sequential<Input<4>, Dense<1>, Sigmoid>;
  const auto x = samples(3);
  Model<Two, SGD, BinaryCrossentropy> a, b;
  a.train_on_batch(x, std::vector<float>{0, 1, 1});
  b.train_on_batch(x, std::array<bool, 3>{false, true, true});
  CHECK(a.parameter(0)[0] == b.parameter(0)[0]);
}
