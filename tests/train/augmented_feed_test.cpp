// An augmented feed: other pictures in each step, the same bits on any number of threads.
#include "small_pictures.hpp"

#include <cincel/augment.hpp>
#include <cincel/train/augmented_feed.hpp>
#include <cincel/training.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>

using namespace cincel;

namespace {

using Small = Image<4, 4, 1>;
using Policy = Augment<Rotation<30_deg>, WidthShift<0.2>, HorizontalFlip<>, Fill::constant<>>;
using Net = Sequential<Input<4, 4, 1>, Flatten, Dense<3>, Softmax>;
using small_pictures::labels, small_pictures::samples;

std::vector<float> pictures() { return small_pictures::pictures(Small::size); }
/// The same samples from a feed that fills.
auto filled(const std::vector<float>& x, const std::vector<std::uint8_t>& y) {
  return feed_of(samples, [&](std::size_t i, std::span<float> xi, std::span<std::uint8_t> yi) {
    std::copy_n(x.data() + i * Small::size, Small::size, xi.data());
    if (!yi.empty()) yi[0] = y[i];
  });
}
template <class F>
std::array<float, Small::size> made_by(const F& feed, std::size_t sample, std::uint32_t step) {
  std::array<float, Small::size> x{};
  std::array<std::uint8_t, 1> y{};
  RandomStream random(1, Purpose::feed, 0, step, static_cast<std::uint32_t>(sample));
  feed.fill(sample, std::span<float>(x), std::span<std::uint8_t>(y), random);
  CHECK(y[0] == sample % 3);
  return x;
}

}  // namespace

TEST_CASE("an augmented feed is a feed, whether it reads views or lets the other one fill") {
  const auto x = pictures();
  const auto y = labels();
  const auto views = augmented<Small>(SpanFeed(x, y), Policy{}, 5);
  const auto fills = augmented<Small>(filled(x, y), Policy{}, 5);
  static_assert(Feed<decltype(views), std::uint8_t> && Feed<decltype(fills), std::uint8_t>);
  CHECK(views.size() == samples);
  for (std::size_t i = 0; i < samples; ++i) CHECK(made_by(views, i, 2) == made_by(fills, i, 2));
}

TEST_CASE("a feed of a sequence gives pictures of the sequence's shape, the same bits each time") {
  using Cut = Sequence<RandomCrop<3, 2>, HorizontalFlip<>, GaussNoise<0.1>>;
  const auto x = pictures();
  const auto y = labels();
  const auto feed = augmented<Small>(SpanFeed(x, y), Cut{}, 5);
  const auto made = [&](std::size_t sample, std::uint32_t step) {
    std::array<float, 6> to{};
    std::array<std::uint8_t, 1> label{};
    RandomStream random(1, Purpose::feed, 0, step, static_cast<std::uint32_t>(sample));
    feed.fill(sample, std::span<float>(to), std::span<std::uint8_t>(label), random);
    CHECK(label[0] == sample % 3);
    return to;
  };
  CHECK(made(7, 2) == made(7, 2));
  CHECK(made(7, 2) != made(7, 3));
  std::array<float, 16> whole{};
  RandomStream random(1, Purpose::feed);
  CHECK_THROWS_WITH(feed.fill(0, std::span<float>(whole), std::span<std::uint8_t>(), random),
                    "augmented: a picture has 6 numbers, a sample of the network 16");
}

TEST_CASE("each step draws anew, the same step the same, and another seed other numbers") {
  const auto x = pictures();
  const auto y = labels();
  const auto feed = augmented<Small>(SpanFeed(x, y), Policy{}, 5);
  CHECK(made_by(feed, 7, 2) == made_by(feed, 7, 2));
  CHECK(made_by(feed, 7, 2) != made_by(feed, 7, 3));
  CHECK(made_by(feed, 7, 2) != made_by(augmented<Small>(SpanFeed(x, y), Policy{}, 6), 7, 2));
}

TEST_CASE("training on augmented pictures gives the same bits on any number of threads") {
  const auto x = pictures();
  const auto y = labels();
  const auto train = [&](int threads) {
    Model<Net> model(Adam{}, {}, {.seed = 7, .threads = threads});
    const auto feed = augmented<Small>(SpanFeed(x, y), Policy{}, 5);
    return model.fit(feed, {.batch_size = 8, .epochs = 3, .verbose = false}).back().loss;
  };
  const double one = train(1);
  CHECK(train(2) == one);
  CHECK(train(3) == one);
  Model<Net> plain(Adam{}, {}, {.seed = 7, .threads = 1});
  CHECK(plain.fit(x, y, {.batch_size = 8, .epochs = 3, .verbose = false}).back().loss != one);
}

TEST_CASE("an augmented feed normalises by statistics that it is given") {
  const auto x = pictures();
  const auto y = labels();
  using Normalised = Augment<FeaturewiseStdNormalization>;
  FeaturewiseStatistics<1> s;
  Normalised::fit<Small>(s, x);
  const auto made = made_by(augmented<Small>(SpanFeed(x, y), Normalised{}, 1, s), 2, 0);
  for (std::size_t i = 0; i < Small::size; ++i)
    CHECK(std::fabs(made[i] - (x[2 * Small::size + i] - s.mean(0)) / (s.deviation(0) + 1e-6)) < 1e-5);
}

TEST_CASE("a picture of another size than the samples is refused") {
  const auto x = pictures();
  const auto y = labels();
  Model<Net> model(Adam{}, {}, {.seed = 7, .threads = 1});
  const auto feed = augmented<Image<4, 5, 1>>(SpanFeed(x, y), Augment<>{}, 5);
  CHECK_THROWS_AS(model.fit(feed, {.batch_size = 8, .verbose = false}), std::invalid_argument);
}

TEST_CASE("a sample with another number of targets than are asked for is refused before any is read") {
  const auto x = pictures();
  const std::vector<float> y(samples, 1.0f);  // one each, where the loss takes three
  Model<Net, Adam, CategoricalCrossentropy> model(Adam{}, {}, {.seed = 7, .threads = 1});
  CHECK_THROWS_WITH_AS(model.fit(augmented<Small>(SpanFeed(x, y), Policy{}, 5), {.batch_size = 8, .verbose = false}),
                       "augmented: a sample of the feed has 1 targets, but 3 are asked for", std::invalid_argument);
  const auto predicted = model.predict(augmented<Small>(SpanFeed(x, y), Policy{}, 5));  // asks for none
  CHECK(predicted.size() == samples * 3);
}
