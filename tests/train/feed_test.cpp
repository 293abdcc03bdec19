// Floor 6: a sample enters once, from spans or from a feed, to the same bits on any number of threads.
#include <doctest/doctest.h>

#include "failing.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <limits>

using namespace cincel;

namespace {

using Plain = Sequential<Input<5>, Dense<7>, ReLU, Dropout<0.25f>, Dense<2>>;
using Deep = Sequential<Input<6, 6, 2>, Conv2D<4, 3>, BatchNormalization<>, ReLU, Flatten, Dense<6>,
                        BatchNormalization<>, Tanh, Dense<3>, Softmax>;
using Wide = Sequential<Concat<Sequential<Input<4>, Dense<3>>, Sequential<Input<2, 2, 1>, Flatten>>, Dense<5>,
                        BatchNormalization<>, Outputs<Output<"a", Dense<3>>, Output<"b", Dense<2>>>>;
using WideLoss = OutputLosses<MeanSquaredError, MeanSquaredError>;

constexpr FitOptions options{.batch_size = 16, .epochs = 2, .validation_split = 0.25f, .verbose = false};
/// In order, without validation.
constexpr FitOptions plain_options{.batch_size = 16, .shuffle = false, .verbose = false};

/// A feed that copies samples.
template <class Target>
auto copies_of(const std::vector<float>& x, const std::vector<Target>& y, std::size_t n) {
  return feed_of(n, [&x, &y, n](std::size_t i, std::span<float> xi, std::span<Target> yi) {
    const std::size_t in = x.size() / n, per = y.size() / n;
    if (xi.size() != in) throw std::logic_error("a place holds all inputs of a sample");
    std::copy_n(x.data() + i * in, in, xi.data());
    if (!yi.empty()) std::copy_n(y.data() + i * per, per, yi.data());
  });
}

/// The same samples where they lie.
template <class Target>
struct Views {
  std::span<const float> x;
  std::span<const Target> y;
  std::size_t n;
  std::size_t size() const { return n; }
  SampleView<Target> view(std::size_t i) const {
    const std::size_t in = x.size() / n, per = y.size() / n;
    return {x.subspan(i * in, in), y.subspan(i * per, per)};
  }
};

std::vector<std::vector<double>> figures_of(const History& history) {
  std::vector<std::vector<double>> all;
  for (const EpochLog& e : history) all.push_back({e.loss, e.val_loss});
  return all;
}

/// Trains, evaluates and predicts with spans on one thread, and with feeds on one and three.
template <class Net, class Loss, class Target>
void check_same_bits(const std::vector<float>& x, const std::vector<Target>& y, std::size_t n) {
  using M = Model<Net, Adam, Loss>;
  M spans({}, {}, {.seed = 7, .threads = 1});
  const History expected = spans.fit(x, y, options);
  const auto check = [&](const auto& feed, int threads) {
    M model({}, {}, {.seed = 7, .threads = threads});
    CHECK(figures_of(model.fit(feed, options)) == figures_of(expected));
    CHECK(numbers_of(model) == numbers_of(spans));
    CHECK(model.evaluate(feed).loss == spans.evaluate(x, y).loss);
    CHECK(model.evaluate(feed).correct == spans.evaluate(x, y).correct);
    CHECK(model.predict(feed) == spans.predict(x));
  };
  for (const int threads : {1, 3}) {
    check(copies_of(x, y, n), threads);
    check(Views<Target>{x, y, n}, threads);
    check(SpanFeed(x, y, n), threads);
  }
}

/// Noise in the inputs, another one in each step.
auto noisy() {
  return feed_of(60, [](std::size_t i, std::span<float> x, std::span<float> y, RandomStream& random) {
    for (std::size_t k = 0; k < x.size(); ++k) x[k] = random.uniform() + fragile_x[i * 5 + k];
    for (std::size_t k = 0; k < y.size(); ++k) y[k] = fragile_y[i * 2 + k] + random.uniform() / 8;
  });
}

/// The samples of failing.hpp.
auto fragile_feed() { return copies_of(fragile_x, fragile_y, 96); }

/// The same, but one fill does something else.
template <class F>
auto broken_at(std::size_t sample, F spoil) {
  return feed_of(96, [=](std::size_t i, std::span<float> x, std::span<float> y) {
    std::copy_n(fragile_x.data() + i * 5, 5, x.data());
    if (!y.empty()) std::copy_n(fragile_y.data() + i * 2, 2, y.data());
    if (i == sample) spoil(x, y);
  });
}

/// Trains on the first samples in batches of 16.
template <class M>
void train_first(M& model, std::size_t n) {
  model.fit(std::span(fragile_x).first(n * 5), std::span(fragile_y).first(n * 2), plain_options);
}

}  // namespace

TEST_CASE("spans, views and a function that copies train to the same bits, however many phases and threads") {
  check_same_bits<Plain, MeanSquaredError>(fragile_x, fragile_y, 96);
  std::vector<std::uint8_t> labels(53);
  for (std::size_t i = 0; i < labels.size(); ++i) labels[i] = static_cast<std::uint8_t>(i * i % 3);
  check_same_bits<Deep, SparseCategoricalCrossentropy>(random_numbers(53 * 72, 5, -1, 1), labels, 53);
  check_same_bits<Wide, WideLoss>(random_numbers(40 * 8, 6, -1, 1), random_numbers(40 * 5, 7, -1, 1), 40);
}

TEST_CASE("a feed fills each sample once a step, whatever the number of phases, and once a validation") {
  const auto count = [](auto net, int threads) {
    using Net = decltype(net);
    std::array<std::atomic<int>, 80> fills{};
    const auto feed = feed_of(80, [&](std::size_t i, std::span<float> x, std::span<float> y) {
      ++fills[i];
      std::fill(x.begin(), x.end(), static_cast<float>(i % 7));
      std::fill(y.begin(), y.end(), 0.5f);
    });
    Model<Net, SGD, MeanSquaredError> model({}, {}, {.threads = threads});
    const auto filled = [&](int first, int others) {
      for (std::size_t i = 0; i < 80; ++i)
        if (fills[i] != (i < 60 ? first : others)) return false;
      return true;
    };
    model.fit(feed, {.batch_size = 13, .epochs = 3, .validation_split = 0.25f, .verbose = false});
    CHECK(filled(3, 3));
    model.fit(feed, {.batch_size = 80, .verbose = false});
    CHECK(filled(4, 4));
    model.evaluate(feed);
    model.predict(feed);
    model.train_on_batch(feed);
    CHECK(filled(7, 7));
    model.compute_gradients(feed, std::vector<std::uint32_t>{3, 4, 59});
    CHECK(fills[4] == 8);
    CHECK(fills[5] == 7);
  };
  for (const int threads : {1, 3}) {
    count(Plain{}, threads);
    count(Sequential<Input<5>, Dense<4>, BatchNormalization<>, ReLU, BatchNormalization<>, Dense<2>>{}, threads);
  }
}

TEST_CASE("a feed of random numbers gives the same bits on any number of threads") {
  const auto trained = [](auto net, int threads) {
    Model<decltype(net), Adam, MeanSquaredError> model({}, {}, {.seed = 9, .threads = threads});
    model.fit(noisy(), options);
    auto numbers = numbers_of(model);
    numbers.push_back(static_cast<float>(model.evaluate(noisy()).loss));
    const auto predictions = model.predict(noisy());
    numbers.insert(numbers.end(), predictions.begin(), predictions.end());
    return numbers;
  };
  const auto plain = trained(Plain{}, 1), normalized = trained(FragileNet{}, 1);
  for (const int threads : {2, 3, 5}) {
    CHECK(trained(Plain{}, threads) == plain);
    CHECK(trained(FragileNet{}, threads) == normalized);
  }
}

TEST_CASE("a feed's stream is that of the step and the place in it; outside of training that of the sample's number") {
  std::array<float, 8> seen{};
  const auto feed = feed_of(8, [&](std::size_t i, std::span<float> x, std::span<float> y, RandomStream& random) {
    seen[i] = random.uniform();
    std::fill(x.begin(), x.end(), 0.5f);
    std::fill(y.begin(), y.end(), 0.5f);
  });
  const auto expected = [](std::uint32_t step, std::uint32_t place) {
    return RandomStream(21, Purpose::feed, 0, step, place).uniform();
  };
  Model<Plain, SGD, MeanSquaredError> model({}, {}, {.seed = 21, .threads = 2});
  model.train_on_batch(feed, std::array<std::uint32_t, 3>{6, 2, 4});
  CHECK(seen[6] == expected(1, 0));
  CHECK(seen[2] == expected(1, 1));
  CHECK(seen[4] == expected(1, 2));
  model.train_on_batch(feed);
  CHECK(seen[6] == expected(2, 6));
  model.evaluate(feed);
  CHECK(seen[6] == expected(0, 6));
  model.fit(feed, {.validation_split = 0.25f, .verbose = false});
  CHECK(seen[7] == expected(0, 7));
  CHECK(seen[1] != expected(0, 1));
  model.predict(feed);
  CHECK(seen[1] == expected(0, 1));
}

TEST_CASE("what a feed throws comes out of fit on any number of threads, and its step was never done") {
  for (const int threads : {1, 2, 5}) {
    FragileModel model({}, {}, {.seed = 4, .threads = threads}), twin({}, {}, {.seed = 4, .threads = 1});
    const auto feed = broken_at(40, [](auto, auto) { throw std::domain_error("feed"); });
    CHECK_THROWS_WITH_AS(model.fit(feed, plain_options), "feed", std::domain_error);
    train_first(twin, 32);
    CHECK(numbers_of(model) == numbers_of(twin));
    CHECK_THROWS_WITH_AS(model.evaluate(feed), "feed", std::domain_error);
    CHECK_THROWS_WITH_AS(model.predict(feed), "feed", std::domain_error);
    CHECK_THROWS_WITH_AS(model.train_on_batch(feed), "feed", std::domain_error);
    CHECK_THROWS_WITH_AS(model.compute_gradients(feed), "feed", std::domain_error);
    CHECK_THROWS_AS(model.apply_gradients(), std::logic_error);
    model.train_on_batch(fragile_feed());
    twin.train_on_batch(fragile_x, fragile_y);
    CHECK(numbers_of(model) == numbers_of(twin));
  }
}

TEST_CASE("a model that its own feed asks for something is in use") {
  Model<Plain, SGD, MeanSquaredError> model;
  const auto feed = feed_of(4, [&](std::size_t, std::span<float> x, std::span<float>) { model.predict(x); });
  CHECK(has(error_of([&] { model.fit(feed, plain_options); }), "the model is in use"));
}

TEST_CASE("targets of a feed are checked when they come, with the sample's number; spans' before the first step") {
  using Net = Sequential<Input<5>, Dense<3>, BatchNormalization<>, Softmax>;
  const auto labels = [](std::size_t i) { return static_cast<std::uint8_t>(i == 40 ? 3 : i % 3); };
  const auto feed = feed_of(96, [&](std::size_t i, std::span<float> x, std::span<std::uint8_t> y) {
    std::copy_n(fragile_x.data() + i * 5, 5, x.data());
    if (!y.empty()) y[0] = labels(i);
  });
  std::vector<std::uint8_t> y(96);
  for (std::size_t i = 0; i < 96; ++i) y[i] = labels(i);
  const char* const words =
      "SparseCategoricalCrossentropy: label 3 of sample 40 is not below the 3 outputs of the network";
  for (const int threads : {1, 3}) {
    Model<Net> model({}, {}, {.threads = threads}), twin, untouched;
    CHECK_THROWS_WITH_AS(model.fit(feed, plain_options), words, std::invalid_argument);
    twin.fit(std::span(fragile_x).first(32 * 5), std::span(y).first(32), plain_options);
    CHECK(numbers_of(model) == numbers_of(twin));
    CHECK_THROWS_WITH_AS(model.fit(Views<std::uint8_t>{fragile_x, y, 96}, plain_options), words, std::invalid_argument);
    CHECK_THROWS_WITH_AS(model.evaluate(feed), words, std::invalid_argument);
    CHECK(model.predict(feed).size() == 96 * 3);
    CHECK_THROWS_WITH_AS(untouched.fit(SpanFeed(fragile_x, y), plain_options), words, std::invalid_argument);
    CHECK(numbers_of(untouched) == numbers_of(Model<Net>()));
    // Of spans only what is chosen.
    CHECK_NOTHROW(untouched.train_on_batch(SpanFeed(fragile_x, y), std::array<std::uint32_t, 2>{39, 41}));
    CHECK_THROWS_WITH_AS(untouched.train_on_batch(SpanFeed(fragile_x, y), std::array<std::uint32_t, 2>{39, 40}), words,
                         std::invalid_argument);
  }
}

TEST_CASE("a NaN that a feed makes ends fit at its step and is blamed on its sample") {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const auto feed = broken_at(40, [=](std::span<float> x, auto) { x[3] = nan; });
  const auto check = [&](auto net, int threads) {
    Model<decltype(net), SGD, MeanSquaredError> model({}, {}, {.threads = threads}), twin;
    const std::string what = error_of([&] { model.fit(feed, plain_options); });
    CAPTURE(what);
    CHECK(has(what, "fit: epoch 1, step 3: the loss is NaN"));
    CHECK(has(what, ": sample 40 of the feed has a number that is NaN or infinite; the model is as it was before"));
    train_first(twin, 32);
    CHECK(numbers_of(model) == numbers_of(twin));
    const std::string validation = error_of([&] { model.fit(fragile_feed(), feed, plain_options); });
    CHECK(has(validation, "the validation loss is NaN: sample 40 of the feed has a number"));
  };
  for (const int threads : {1, 3}) {
    check(Sequential<Input<5>, Dense<7>, Tanh, Dense<2>>{}, threads);
    check(Sequential<Input<5>, Dense<7>, BatchNormalization<>, Tanh, Dense<2>>{}, threads);
  }
}

TEST_CASE("where the arena is checked, a number that a feed does not write is found") {
  const auto feed = feed_of(8, [](std::size_t i, std::span<float> x, std::span<float> y) {
    std::fill_n(x.begin(), i == 6 ? 4 : 5, 0.5f);
    std::fill(y.begin(), y.end(), 0.5f);
  });
  const auto targets = feed_of(8, [](std::size_t i, std::span<float> x, std::span<float> y) {
    std::fill(x.begin(), x.end(), 0.5f);
    if (i != 6) std::fill(y.begin(), y.end(), 0.5f);
  });
  Model<Plain, SGD, MeanSquaredError> model;
  if (!impl::check_arena) return;
  CHECK(has(error_of([&] { model.fit(feed, plain_options); }), "sample 6 of the feed has a number that is NaN"));
  CHECK(has(error_of([&] { model.fit(targets, plain_options); }), "a target of sample 6 is no number"));
}

TEST_CASE("with a feed for validation all samples are trained on, and its figures are those of evaluate") {
  Model<Plain, Adam, MeanSquaredError> model({}, {}, {.seed = 2}), twin({}, {}, {.seed = 2});
  const auto validation = noisy();
  const FitOptions o{.batch_size = 16, .epochs = 3, .verbose = false};
  const History h = model.fit(fragile_feed(), validation, o), without = twin.fit(fragile_x, fragile_y, o);
  CHECK(numbers_of(model) == numbers_of(twin));
  REQUIRE(h.size() == 3);
  CHECK(h[2].loss == without[2].loss);
  CHECK(h[2].val_loss == twin.evaluate(validation).mean_loss());
  CHECK(h[0].val_loss != h[2].val_loss);
  CHECK(error_of([&] { model.fit(fragile_feed(), validation, options); }) ==
        "fit: with a feed for validation validation_split must be 0");
}

TEST_CASE("a loop of one's own takes samples of a feed by their numbers") {
  Model<FragileNet, Adam, MeanSquaredError> model, twin;
  const std::vector<std::uint32_t> numbers{16, 17, 18, 19, 20};
  const auto x = std::span(fragile_x).subspan(16 * 5, 5 * 5), y = std::span(fragile_y).subspan(16 * 2, 5 * 2);
  CHECK(model.train_on_batch(fragile_feed(), numbers).loss == twin.train_on_batch(x, y).loss);
  CHECK(model.compute_gradients(fragile_feed(), numbers).samples == 5);
  model.apply_gradients();
  twin.train_on_batch(x, y);
  CHECK(numbers_of(model) == numbers_of(twin));
  CHECK(error_of([&] { model.train_on_batch(fragile_feed(), std::vector<std::uint32_t>{95, 96}); }) ==
        "sample 96 is chosen, but the feed has 96");
  CHECK(error_of([&] { model.train_on_batch(fragile_feed(), std::vector<std::uint32_t>{}); }) ==
        "no samples are chosen");
  model.compute_gradients(fragile_feed());
  CHECK_THROWS_AS(model.compute_gradients(fragile_feed(), std::vector<std::uint32_t>{96}), std::invalid_argument);
  CHECK_THROWS_AS(model.apply_gradients(), std::logic_error);
}

TEST_CASE("a feed without samples, with too many or with samples of another size is an error") {
  Model<Plain, Adam, MeanSquaredError> model;
  const auto before = numbers_of(model);
  const auto nothing = [](std::size_t, std::span<float>, std::span<float>) { FAIL("nobody asks for a sample"); };
  for (const auto& call : std::vector<std::function<void()>>{
           [&] { model.fit(feed_of(0, nothing), options); }, [&] { model.evaluate(feed_of(0, nothing)); },
           [&] { model.train_on_batch(feed_of(0, nothing)); }, [&] { model.compute_gradients(feed_of(0, nothing)); }})
    CHECK(error_of(call) == "the feed has no samples");
  CHECK(model.predict(feed_of(0, nothing)).empty());
  CHECK(error_of([&] { model.fit(feed_of(std::size_t{1} << 32, nothing), options); }) ==
        "the feed has more than 2^32 samples");
  CHECK(error_of([&] { model.fit(Views<float>{fragile_x, fragile_y, 48}, plain_options); }) ==
        "sample 0 of the feed has 10 inputs, but the network reads 5");
  CHECK(error_of([&] { model.fit(SpanFeed(fragile_x, std::span(fragile_y).first(96)), plain_options); }) ==
        "sample 0 of the feed has 1 targets, but the loss takes 2");
  CHECK(error_of([&] { model.predict(SpanFeed(fragile_x, fragile_y, 48)); }) ==
        "sample 0 of the feed has 10 inputs, but the network reads 5");
  CHECK(error_of([&] { SpanFeed(fragile_x, fragile_y, 7); }) ==
        "SpanFeed: x has 480 numbers, which cannot be cut into 7 samples");
  CHECK(model.predict(SpanFeed(fragile_x, std::vector<float>{}, 96)) == model.predict(fragile_x));
  CHECK(numbers_of(model) == before);
}

TEST_CASE("a type is a feed if it has a size and a view or a fill, which is const") {
  struct Nothing {};
  struct Counts {
    int size() const { return 1; }
    void fill(std::size_t, std::span<float>, std::span<float>, RandomStream&) const {}
  };
  const auto two = feed_of(2, [](std::size_t, auto, auto) {});
  const auto takes_floats = feed_of(2, [](std::size_t, std::span<float>, std::span<float>) {});
  const auto changes = feed_of(2, [n = 0](std::size_t, auto x, auto) mutable { x[0] = static_cast<float>(n++); });
  CHECK(Feed<Counts, float>);
  CHECK(!Feed<Counts, std::uint8_t>);
  CHECK(!Feed<Nothing, float>);
  CHECK(Feed<Views<float>, float>);
  CHECK(!Feed<Views<float>, int>);
  CHECK(Feed<decltype(two), float>);
  CHECK(Feed<decltype(two), std::uint16_t>);
  CHECK(!Feed<decltype(takes_floats), std::uint16_t>);
  CHECK(!Feed<decltype(changes), float>);
  CHECK(!Feed<std::vector<float>, float>);
}
