// A mixed feed: MixUp and CutMix of samples of one step, with soft labels, the same bits on any number of threads.
#include "small_pictures.hpp"

#include <cincel/augment.hpp>
#include <cincel/train/augmented_feed.hpp>
#include <cincel/train/mixed_feed.hpp>
#include <cincel/training.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

using namespace cincel;

namespace {

using Tile = Image<4, 4, 1>;
using Net = Sequential<Input<4, 4, 1>, Flatten, Dense<3>, Softmax>;
using Mixing = Model<Net, Adam, CategoricalCrossentropy>;
using Picture = std::array<float, Tile::size>;
using Labels = std::array<float, 3>;
using small_pictures::labels, small_pictures::samples;

std::vector<float> pictures() { return small_pictures::pictures(Tile::size); }
std::vector<float> one_hot() {
  std::vector<float> y(samples * 3, 0.0f);
  for (std::size_t i = 0; i < samples; ++i) y[i * 3 + i % 3] = 1;
  return y;
}
/// The same samples from a feed that fills.
auto filled(const std::vector<float>& x, const std::vector<std::uint8_t>& y) {
  return feed_of(samples, [&](std::size_t i, std::span<float> xi, std::span<std::uint8_t> yi) {
    std::copy_n(x.data() + i * Tile::size, Tile::size, xi.data());
    if (!yi.empty()) yi[0] = y[i];
  });
}
constexpr std::array<std::uint32_t, 6> numbers{4, 17, 2, 9, 23, 0};
constexpr FeedStep step_of(std::uint32_t number) { return {numbers, /*seed*/ 7, number}; }

struct Made {
  Picture x;
  Labels y;
  friend bool operator==(const Made&, const Made&) = default;
};
template <class F>
Made made_by(const F& feed, const FeedStep& step, std::size_t place) {
  Made m{};
  m.x.fill(std::nanf("")), m.y.fill(std::nanf(""));
  feed.fill_in_step(step, place, std::span<float>(m.x), std::span<float>(m.y));
  return m;
}
Picture picture(const std::vector<float>& x, std::size_t sample) {
  Picture p;
  std::copy_n(x.data() + sample * Tile::size, Tile::size, p.data());
  return p;
}
/// What a mix makes of a step's place by its own functions.
template <class Mix, class F>
Made expected(const F& feed, const std::vector<float>& x, const FeedStep& step, std::size_t place) {
  const MixDraw d = Mix::draw(5, step.number, static_cast<std::uint32_t>(place));
  const std::size_t i = step.samples[place], j = step.samples[feed.partner(step, place)];
  const Picture a = picture(x, i), b = picture(x, j);
  Made m{};
  Mix::template apply<Tile>(d, a, b, m.x);
  Labels first{}, second{};
  first[i % 3] = 1, second[j % 3] = 1;
  Mix::template apply_labels<Tile>(d, first, second, m.y);
  return m;
}
template <class Mix>
void check_mix() {
  const auto x = pictures();
  const auto y = labels();
  const auto z = one_hot();
  const auto views = mixed<Tile>(SpanFeed(x, y), Mix{}, 5);
  const auto fills = mixed<Tile>(filled(x, y), Mix{}, 5);
  const auto soft = mixed<Tile>(SpanFeed(x, z, samples), Mix{}, 5);
  static_assert(Feed<decltype(views), float> && Feed<decltype(fills), float> && Feed<decltype(soft), float>);
  static_assert(!Feed<decltype(views), std::uint8_t> && !Feed<decltype(fills), std::uint8_t>);
  CHECK(views.size() == samples);
  bool changes = false;
  for (std::uint32_t number = 1; number < 20; ++number)
    for (std::size_t place = 0; place < numbers.size(); ++place) {
      const Made made = made_by(views, step_of(number), place);
      const Made wanted = expected<Mix>(views, x, step_of(number), place);
      CHECK(made.x == wanted.x);
      for (std::size_t k = 0; k < 3; ++k) CHECK(std::fabs(made.y[k] - wanted.y[k]) < 1e-6f);
      CHECK(std::fabs(std::accumulate(made.y.begin(), made.y.end(), 0.0f) - 1) < 1e-6f);
      CHECK(made_by(fills, step_of(number), place) == made);
      CHECK(made_by(soft, step_of(number), place) == wanted);
      changes = changes || made.x != picture(x, numbers[place]);
    }
  CHECK(changes);
}

}  // namespace

TEST_CASE("a mixed sample is the mix of the two samples with the drawn numbers, from any kind of feed") {
  check_mix<MixUp<0.2>>();
  check_mix<MixUp<1>>();
  check_mix<CutMix<>>();
}

TEST_CASE("labels of CutMix follow the area that is replaced") {
  std::vector<float> x(samples * Tile::size);
  for (std::size_t i = 0; i < x.size(); ++i)
    x[i] = static_cast<float>(i / Tile::size % 3);  // a picture shows its label
  const auto y = labels();
  const auto feed = mixed<Tile>(SpanFeed(x, y), CutMix<>{}, 5);
  int parts = 0;
  for (std::uint32_t number = 1; number < 50; ++number)
    for (std::size_t place = 0; place < numbers.size(); ++place) {
      const Made made = made_by(feed, step_of(number), place);
      for (std::size_t k = 0; k < 3; ++k) {
        const auto shown = std::count(made.x.begin(), made.x.end(), static_cast<float>(k));
        CHECK(std::fabs(made.y[k] - static_cast<float>(shown) / 16) < 1e-6f);
        if (shown > 0 && shown < 16) ++parts;
      }
    }
  CHECK(parts > 100);
}

TEST_CASE("the partner is another sample of the step, each as likely, and the same again for the same step") {
  const auto x = pictures();
  const auto y = labels();
  const auto feed = mixed<Tile>(SpanFeed(x, y), MixUp<>{}, 5);
  std::array<int, 6> times{};
  constexpr int steps = 5000;
  for (std::uint32_t number = 1; number <= steps; ++number) {
    const std::size_t j = feed.partner(step_of(number), 2);
    CHECK(j == feed.partner(step_of(number), 2));
    ++times[j];
  }
  CHECK(times[2] == 0);
  for (std::size_t j = 0; j < 6; ++j)
    if (j != 2) CHECK(std::abs(times[j] - steps / 5) < 130);  // 4.5 deviations of 28
  CHECK(made_by(feed, step_of(3), 1) == made_by(feed, step_of(3), 1));
  CHECK(!(made_by(feed, step_of(3), 1) == made_by(feed, step_of(4), 1)));
  CHECK(!(made_by(feed, step_of(3), 1) == made_by(mixed<Tile>(SpanFeed(x, y), MixUp<>{}, 6), step_of(3), 1)));
  const FeedStep alone{std::span(numbers).first(1), 7, 3};
  CHECK(made_by(feed, alone, 0).x == picture(x, 4));
  CHECK(made_by(feed, alone, 0).y == Labels{0, 1, 0});
}

TEST_CASE("a mixed feed of an augmented one mixes the pictures as they are in their own places") {
  using Policy = Augment<Rotation<30_deg>, WidthShift<0.2>, HorizontalFlip<>>;
  const auto x = pictures();
  const auto y = labels();
  const auto source = augmented<Tile>(SpanFeed(x, y), Policy{}, 8);
  const auto feed = mixed<Tile>(source, MixUp<0.4>{}, 5);
  const FeedStep step = step_of(2);
  const auto own = [&](std::size_t place) {
    Picture p{};
    std::array<std::uint8_t, 1> label{};
    RandomStream random = step.random(place);
    source.fill(step.samples[place], std::span<float>(p), std::span<std::uint8_t>(label), random);
    return p;
  };
  for (std::size_t place = 0; place < numbers.size(); ++place) {
    Picture wanted{};
    MixUp<0.4>::apply<Tile>(MixUp<0.4>::draw(5, 2, static_cast<std::uint32_t>(place)), own(place),
                            own(feed.partner(step, place)), wanted);
    CHECK(made_by(feed, step, place).x == wanted);
  }
}

TEST_CASE("training on a mixed feed gives the same bits on any number of threads") {
  const auto x = pictures();
  const auto y = labels();
  using Policy = Augment<Rotation<30_deg>, HorizontalFlip<>>;
  const auto train = [&](int threads, const auto& feed) {
    Mixing model(Adam{}, {}, {.seed = 7, .threads = threads});
    const double loss = model.fit(feed, {.batch_size = 10, .epochs = 3, .verbose = false}).back().loss;
    const auto w = model.parameter(0);
    return std::pair(loss, std::vector<float>(w.begin(), w.end()));
  };
  const auto check = [&](const auto& feed) {
    const auto one = train(1, feed);
    CHECK(train(2, feed) == one);
    CHECK(train(3, feed) == one);
    CHECK(train(1, SpanFeed(x, one_hot(), samples)) != one);
  };
  check(mixed<Tile>(SpanFeed(x, y), MixUp<>{}, 5));
  check(mixed<Tile>(SpanFeed(x, y), CutMix<>{}, 5));
  check(mixed<Tile>(augmented<Tile>(SpanFeed(x, y), Policy{}, 8), CutMix<>{}, 5));
}

TEST_CASE("a fit on a mixed feed learns, and samples outside of training are not mixed") {
  std::vector<float> x = pictures();
  const auto y = labels();
  const auto z = one_hot();
  for (std::size_t i = 0; i < samples; ++i) x[i * Tile::size + i % 3] += 2;
  Mixing model(Adam{0.01f}, {}, {.seed = 7, .threads = 2});
  const auto feed = mixed<Tile>(SpanFeed(x, y), MixUp<0.2>{}, 5);
  const SpanFeed plain(x, z, samples);
  const double before = model.evaluate(plain).mean_loss();
  const History h = model.fit(feed, {.batch_size = 8, .epochs = 60, .verbose = false});
  CHECK(h.back().loss < 0.7 * h.front().loss);
  CHECK(model.evaluate(plain).mean_loss() < 0.3 * before);
  CHECK(model.evaluate(feed).mean_loss() == model.evaluate(plain).mean_loss());
  CHECK(model.evaluate(mixed<Tile>(filled(x, y), CutMix<>{}, 5)).mean_loss() == model.evaluate(plain).mean_loss());
  CHECK(model.predict(feed) == model.predict(plain));

  const History split = model.fit(feed, {.batch_size = 8, .validation_split = 0.25f, .verbose = false});
  const std::span<const float> last_x = std::span(x).last(6 * Tile::size), last_z = std::span(z).last(6 * 3);
  const SpanFeed last(last_x, last_z, 6);
  CHECK(split.back().val_loss == model.evaluate(last).mean_loss());
  const History given = model.fit(feed, feed, {.batch_size = 8, .verbose = false});
  CHECK(given.back().val_loss == model.evaluate(plain).mean_loss());
}

TEST_CASE("two classes of one output are mixed as probabilities") {
  const auto x = pictures();
  std::vector<std::int32_t> y(samples);
  for (std::size_t i = 0; i < samples; ++i) y[i] = i % 2 == 0 ? 0 : 1;
  const auto feed = mixed<Tile>(SpanFeed(x, y), MixUp<1>{}, 5);
  Picture to{};
  for (std::size_t place = 0; place < numbers.size(); ++place) {
    std::array<float, 1> t{};
    feed.fill_in_step(step_of(1), place, std::span<float>(to), std::span<float>(t));
    const float share = MixUp<1>::draw(5, 1, static_cast<std::uint32_t>(place)).share;
    const auto a = static_cast<float>(y[numbers[place]]),
               b = static_cast<float>(y[numbers[feed.partner(step_of(1), place)]]);
    CHECK(std::fabs(t[0] - (share * a + (1 - share) * b)) < 1e-6f);
  }
}

TEST_CASE("pictures of another size, labels that are no class, and targets of another number are refused") {
  const auto x = pictures();
  auto y = labels();
  Mixing model(Adam{}, {}, {.seed = 7, .threads = 2});
  const FitOptions options{.batch_size = 8, .verbose = false};
  CHECK_THROWS_WITH_AS(model.fit(mixed<Image<4, 5, 1>>(SpanFeed(x, y), MixUp<>{}, 5), options),
                       "mixed: a picture has 20 numbers, a sample of the network 16", std::invalid_argument);
  const std::vector<float> larger(samples * 20);
  CHECK_THROWS_WITH_AS(model.fit(mixed<Tile>(SpanFeed(larger, y), MixUp<>{}, 5), options),
                       "mixed: a picture has 16 numbers, a sample of the feed 20", std::invalid_argument);
  CHECK_THROWS_AS(model.evaluate(mixed<Tile>(SpanFeed(larger, y), MixUp<>{}, 5)), std::invalid_argument);
  const std::vector<float> two(samples * 2, 0.5f);
  const std::vector<std::uint8_t> pairs(samples * 2);
  CHECK_THROWS_AS(model.fit(mixed<Tile>(SpanFeed(x, two, samples), MixUp<>{}, 5), options), std::invalid_argument);
  CHECK_THROWS_AS(model.fit(mixed<Tile>(SpanFeed(x, pairs, samples), MixUp<>{}, 5), options), std::invalid_argument);
  y[5] = 3;
  CHECK_THROWS_WITH_AS(model.fit(mixed<Tile>(SpanFeed(x, y), MixUp<>{}, 5), options),
                       "mixed: label 3 is not from 0 to 2", std::invalid_argument);
  CHECK_THROWS_AS(model.evaluate(mixed<Tile>(SpanFeed(x, y), MixUp<>{}, 5)), std::invalid_argument);
}
