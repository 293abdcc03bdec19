// ZCA whitening against numpy's singular values (tests/reference/make_augment_reference.py), by its own law, and what is
// said where nothing was fitted.
#include "../reference.hpp"
#include "policies.hpp"

#include <cincel/augment/whitening.hpp>
#include <cincel/train/augmented_feed.hpp>

#include <doctest/doctest.h>

#include <algorithm>

using namespace cincel;

namespace {

using Small = Image<3, 4, 3>;
using Policy = Augment<Rotation<20_deg>, Rescale<0.0078125>, ZcaWhitening<>>;

std::vector<std::uint8_t> pictures(std::uint32_t count) {
  std::vector<std::uint8_t> all;
  for (std::uint32_t i = 0; i < count; ++i) {
    const auto one = picture<Small, std::uint8_t>(300 + i);
    all.insert(all.end(), one.begin(), one.end());
  }
  return all;
}
/// The largest distance, as a share of the largest number that is expected.
template <class A>
double apart(const A& got, const std::vector<float>& expected) {
  REQUIRE(got.size() == expected.size());
  double error = 0, largest = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    error = (std::max)(error, std::fabs(static_cast<double>(got[i]) - static_cast<double>(expected[i])));
    largest = (std::max)(largest, std::fabs(static_cast<double>(expected[i])));
  }
  return error / largest;
}

/// Whether the decomposition gives back the matrix, with vectors of length 1 at right angles, to `small`.
bool decomposes(const std::vector<double>& a, std::int64_t n, double small) {
  const impl::SymmetricEigen e(a, n);
  const auto v = [&](std::int64_t k, std::int64_t i) { return e.vectors[static_cast<std::size_t>(k * n + i)]; };
  for (std::int64_t i = 0; i < n; ++i) {
    for (std::int64_t j = 0; j < n; ++j) {
      double sum = 0, dot = 0;
      for (std::int64_t k = 0; k < n; ++k) {
        sum += e.values[static_cast<std::size_t>(k)] * v(k, i) * v(k, j);
        dot += v(i, k) * v(j, k);
      }
      if (!(std::fabs(sum - a[static_cast<std::size_t>(i * n + j)]) <= small)) return false;
      if (!(std::fabs(dot - (i == j ? 1 : 0)) <= 1e-13)) return false;
    }
  }
  return true;
}

}  // namespace

TEST_CASE("a symmetric matrix is the sum of its eigenvalues times the squares of its eigenvectors") {
  const impl::SymmetricEigen two({2, 1, 1, 2}, 2);  // by hand: 1 and 3
  CHECK(std::fabs((std::min)(two.values[0], two.values[1]) - 1) < 1e-15);
  CHECK(std::fabs((std::max)(two.values[0], two.values[1]) - 3) < 1e-15);
  CHECK(decomposes({-7}, 1, 0));
  CHECK(decomposes({1, 0, 0, 5}, 2, 0));
  CHECK(decomposes({0, 0, 0, 0, 0, 0, 0, 0, 0}, 3, 0));
  CHECK(decomposes(std::vector<double>(25, 1.0), 5, 1e-14));  // 5, and four times 0
  for (const std::int64_t n : {3, 4, 17, 40}) {
    const auto u = picture<Image<40, 40, 1>>(5);
    std::vector<double> a(static_cast<std::size_t>(n * n));
    for (std::int64_t i = 0; i < n; ++i)
      for (std::int64_t j = 0; j <= i; ++j)
        a[static_cast<std::size_t>(i * n + j)] = a[static_cast<std::size_t>(j * n + i)] =
            static_cast<double>(u[static_cast<std::size_t>(i * 40 + j)]) - 0.5;
    CAPTURE(n);
    CHECK(decomposes(a, n, 1e-13));
    for (double& x : a) x *= 1e150;  // squares would still be numbers
    CHECK(decomposes(a, n, 1e137));
  }
}

TEST_CASE("the whitening matrix and whitened pictures equal numpy's, behind rescale and the geometry") {
  const reference::File file("augment.safetensors");
  const auto drawn = AugmentDraw{.rotation = 20};
  const auto x = picture<Small, std::uint8_t>(300);
  for (const auto& [name, count, small] : {std::tuple("many", 90u, 2e-6), std::tuple("few", 10u, 1e-4)}) {
    CAPTURE(name);
    WhiteningStatistics<Small> statistics, parts, rest;
    const auto data = pictures(count);
    Policy::fit<Small>(statistics, data);
    CHECK(statistics.pictures() == count);
    const auto whitening = Policy::whitening(statistics);
    CHECK(apart(whitening.matrix(), file[std::string("whitening.") + name]) < 1e-6);
    CHECK(apart(transformed<Policy, Small>(drawn, x, whitening), file[std::string("whitened.") + name]) < small);
    // The same of parts of the data set, in other sizes.
    Policy::fit<Small>(parts, std::span(data).first(3 * Small::size));
    Policy::fit<Small>(rest, std::span(data).subspan(3 * Small::size));
    parts.merge(WhiteningStatistics<Small>());
    parts.merge(rest);
    CHECK(apart(Policy::whitening(parts).matrix(), file[std::string("whitening.") + name]) < 1e-6);
  }
}

TEST_CASE("whitened pictures of the data set are uncorrelated, of mean square 1") {
  using Plain = Augment<ZcaWhitening<1e-9>>;
  constexpr std::size_t count = 200, n = Small::size;
  std::vector<float> data;
  for (std::uint32_t i = 0; i < count; ++i) {
    auto one = picture<Small>(i);
    for (std::size_t k = 1; k < n; ++k) one[k] = 100 + 0.9f * (one[k - 1] - (k > 1 ? 100.0f : 0.0f)) + 0.1f * one[k];
    data.insert(data.end(), one.begin(), one.end());
  }
  WhiteningStatistics<Small> statistics;
  Plain::fit<Small>(statistics, data);
  const auto whitening = Plain::whitening(statistics);
  std::vector<double> products(n * n);
  for (std::size_t s = 0; s < count; ++s) {
    std::array<float, n> x{};
    std::copy_n(data.data() + s * n, n, x.data());
    const auto y = transformed<Plain, Small>({}, x, whitening);
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j) products[i * n + j] += static_cast<double>(y[i]) * static_cast<double>(y[j]);
  }
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) CHECK(std::fabs(products[i * n + j] / count - (i == j ? 1 : 0)) < 1e-2);
}

TEST_CASE("a whitening says what was not fitted or is not finite") {
  WhiteningStatistics<Small> none, broken;
  CHECK_THROWS_WITH_AS(Policy::whitening(none),
                       "whitening: no pictures were added to the statistics; call Policy::fit before",
                       std::invalid_argument);
  Policy::fit<Small>(none, std::array<float, Small::size - 1>{});  // no whole picture
  CHECK(none.pictures() == 0);
  for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    auto x = picture<Small>();
    x[7] = bad;
    Policy::fit<Small>(broken, x);
    CHECK_THROWS_WITH_AS(Policy::whitening(broken),
                         "whitening: a picture of the statistics has numbers that are not finite",
                         std::invalid_argument);
  }
}

TEST_CASE("of one picture, or equal ones, a whitening divides by the root of epsilon alone and stays finite") {
  using Plain = Augment<ZcaWhitening<0.25>>;
  WhiteningStatistics<Image<2, 2, 1>> statistics;
  Plain::fit<Image<2, 2, 1>>(statistics, std::array<float, 8>{3, 3, 3, 3, 3, 3, 3, 3});
  const auto whitening = Plain::whitening(statistics);
  const auto y = transformed<Plain, Image<2, 2, 1>>({}, std::array<float, 4>{3, 4, 3, 1}, whitening);
  CHECK(y == std::array<float, 4>{0, 2, 0, -4});
}

TEST_CASE("an augmented feed whitens") {
  const auto bytes = pictures(40);
  const std::vector<float> x(bytes.begin(), bytes.end());
  const std::vector<std::uint8_t> y(40, 1);
  using Plain = Augment<ZcaWhitening<1>>;
  WhiteningStatistics<Small> statistics;
  Plain::fit<Small>(statistics, x);
  const auto whitening = Plain::whitening(statistics);
  const auto feed = augmented<Small>(SpanFeed(x, y), Plain{}, 1, whitening);
  std::vector<float> made(Small::size);
  std::vector<std::uint8_t> label(1);
  RandomStream random(1, Purpose::augment);
  feed.fill(3, std::span<float>(made), std::span<std::uint8_t>(label), random);
  std::array<float, Small::size> third{};
  std::copy_n(x.data() + 3 * Small::size, Small::size, third.data());
  const auto expected = transformed<Plain, Small>({}, third, whitening);
  CHECK(std::equal(made.begin(), made.end(), expected.begin()));
}
