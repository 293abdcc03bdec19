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

TEST_CASE("more classes than 8 bits hold have labels of more bits; a loss whose labels do not hold all is refused") {
  using Net256 = Sequential<Input<4>, Dense<256>, Softmax>;
  using Net257 = Sequential<Input<4>, Dense<257>, Softmax>;
  using Net70000 = Sequential<Input<1>, Dense<70'000>, Softmax>;
  using Labels32 = BasicSparseCategoricalCrossentropy<std::uint32_t>;
  Model<Net257, Adam, SparseCategoricalCrossentropy16> model;
  CHECK_NOTHROW(model.train_on_batch(samples(1), std::vector<int>{256}));
  CHECK(impl::LossMisfit<Net256, SparseCategoricalCrossentropy>::text.empty());
  CHECK(impl::LossMisfit<Net257, SparseCategoricalCrossentropy>::text.view() ==
        "the labels of SparseCategoricalCrossentropy end at 255, but the network has 257 classes; use a wider "
        "target_type, as SparseCategoricalCrossentropy16 has");
  CHECK(impl::LossMisfit<Net257, WithAuxiliaries<>>::text.view() ==
        impl::LossMisfit<Net257, SparseCategoricalCrossentropy>::text.view());
  CHECK(impl::LossMisfit<Sequential<Input<4>, Dense<3>, Softmax>, BasicSparseCategoricalCrossentropy<bool>>::text.view()
            .starts_with("the labels of SparseCategoricalCrossentropy end at 1, but the network has 3 classes"));
  CHECK(impl::LossMisfit<Net70000, SparseCategoricalCrossentropy16>::text.view().ends_with(
      "as BasicSparseCategoricalCrossentropy<std::uint32_t> has"));
  CHECK(impl::LossMisfit<Net70000, Labels32>::text.empty());
  CHECK(impl::LossMisfit<Net70000, BasicSparseCategoricalCrossentropy<std::uint64_t>>::text.empty());
  std::vector<float> z(70'000), dz(70'000);
  const std::uint32_t label = 69'999;
  CHECK(Labels32{}(z.data(), &label, Shape(70'000), dz.data(), 1.0f).loss == doctest::Approx(std::log(70'000.0)));
  CHECK(dz[label] == doctest::Approx(1 / 70'000.0 - 1));
}

TEST_CASE("integers are targets of losses that take floats") {
  using Two = Sequential<Input<4>, Dense<1>, Sigmoid>;
  const auto x = samples(3);
  Model<Two, SGD, BinaryCrossentropy> a, b;
  a.train_on_batch(x, std::vector<float>{0, 1, 1});
  b.train_on_batch(x, std::array<bool, 3>{false, true, true});
  CHECK(a.parameter(0)[0] == b.parameter(0)[0]);
}
