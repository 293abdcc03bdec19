// What is computed for several pixels at once equals what the formula gives for each alone.
#include <cincel/augment/sequence.hpp>
#include <cincel/core/random.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

using namespace cincel;

namespace {

std::vector<float> numbers(std::int64_t n, std::uint64_t seed = 1) {
  RandomStream random(seed, Purpose::self_test);
  std::vector<float> x(static_cast<std::size_t>(n));
  for (float& v : x) v = random.uniform();
  return x;
}
Raster raster_of(ImageSides sides, std::int64_t channels) {
  Raster r;
  r.sides = sides;
  r.channels = channels;
  r.data = numbers(r.size());
  return r;
}

/// The place of pixel (x, y) of the result, one at a time.
PlanePoint place_of(const Projective& pull, const std::vector<float>& field, std::int64_t x, std::int64_t y,
                    std::int64_t width) {
  PlanePoint p{static_cast<double>(x), static_cast<double>(y)};
  if (!field.empty()) {
    p.x += static_cast<double>(field[static_cast<std::size_t>(2 * (y * width + x))]);
    p.y += static_cast<double>(field[static_cast<std::size_t>(2 * (y * width + x) + 1)]);
  }
  return pull.depth(p) > 0 ? pull(p) : PlanePoint{-1e300, -1e300};
}
/// The largest difference between rows made at once and their pixels read alone; NaN against NaN is none.
double difference(const impl::PictureView& in, const impl::WarpRule& rule, const Projective& pull,
                  const std::vector<float>& field, ImageSides to) {
  const std::int64_t n = to.width * in.channels;
  std::vector<float> row(static_cast<std::size_t>(n) + 1, 77), pixel(static_cast<std::size_t>(in.channels));
  double worst = 0;
  for (std::int64_t y = 0; y < to.height; ++y) {
    const float* moves = field.empty() ? nullptr : field.data() + 2 * y * to.width;
    impl::warp_row(in, rule, pull, moves, y, to.width, row.data());
    CHECK_EQ(row.back(), 77);  // nothing behind the row is written
    for (std::int64_t x = 0; x < to.width; ++x) {
      impl::read_place(in, rule, place_of(pull, field, x, y, to.width), pixel.data());
      for (std::int64_t c = 0; c < in.channels; ++c) {
        const float made = row[static_cast<std::size_t>(x * in.channels + c)],
                    right = pixel[static_cast<std::size_t>(c)];
        if (std::isnan(right) ? std::isnan(made) : made == right) continue;
        worst = std::max(worst, std::isfinite(made - right) ? std::fabs(static_cast<double>(made - right)) : 1e9);
      }
    }
  }
  return worst;
}

constexpr impl::WarpRule rules[] = {
    {Resampling::nearest, FillMode::nearest, 0},  {Resampling::nearest, FillMode::constant, 0.5f},
    {Resampling::nearest, FillMode::reflect, 0},  {Resampling::nearest, FillMode::wrap, 0},
    {Resampling::bilinear, FillMode::nearest, 0}, {Resampling::bilinear, FillMode::constant, 0.5f},
    {Resampling::bilinear, FillMode::reflect, 0}, {Resampling::bilinear, FillMode::wrap, 0},
    {Resampling::bicubic, FillMode::nearest, 0},  {Resampling::bicubic, FillMode::constant, 0.5f},
    {Resampling::bicubic, FillMode::reflect, 0},  {Resampling::bicubic, FillMode::wrap, 0},
};
// Small turns, a half pixel, places on pixels, a mirrored picture, far outside, a horizon within the picture.
const Projective maps[] = {{},
                           about(8, 6, 0.9, 0.35, -0.3, 1.1),
                           translation(0.5, -0.25),
                           translation(-3, 2),
                           {{{-1, 0, 16}, {0, 1, 0}, {0, 0, 1}}},
                           about(8, 6, 30, 2, -1, 20),
                           {{{1, 0.1, -2}, {0.05, 1.2, 1}, {-0.05, 0.02, 1}}}};

}  // namespace

TEST_CASE("a row of a resampling pass is what its pixels are alone: each rule, map, border and number of channels") {
  for (const std::int64_t channels : {1, 2, 3, 4, 5}) {
    for (const ImageSides sides : {ImageSides{12, 17}, {1, 1}, {1, 9}, {5, 1}, {3, 3}, {4, 4}, {6, 70}}) {
      const Raster r = raster_of(sides, channels);
      const impl::PictureView in{r.data.data(), sides, channels, r.row()};
      for (const impl::WarpRule& rule : rules)
        for (const Projective& pull : maps) CHECK_LE(difference(in, rule, pull, {}, {9, 67}), 3e-7);
    }
  }
}

TEST_CASE("a row of a view, and one that a field moves, too") {
  for (const std::int64_t channels : {1, 3, 4}) {
    const Raster r = raster_of({14, 20}, channels);
    const impl::PictureView view{r.data.data() + 2 * r.row() + 3 * channels, {12, 17}, channels, r.row()};
    std::vector<float> field = numbers(2 * 9 * 66, 2);
    for (float& v : field) v = 12 * v - 6;
    field[5] = std::numeric_limits<float>::quiet_NaN();
    field[8] = std::numeric_limits<float>::infinity();
    for (const impl::WarpRule& rule : rules) {
      CHECK_LE(difference(view, rule, maps[1], {}, {12, 17}), 3e-7);
      CHECK_LE(difference(view, rule, {}, field, {9, 66}), 3e-7);
      CHECK_LE(difference(view, rule, maps[6], field, {9, 66}), 3e-7);
    }
  }
}

TEST_CASE("what is not finite stays in the pixels that read it") {
  for (const std::int64_t channels : {1, 2, 3, 4}) {
    Raster r = raster_of({12, 17}, channels);
    r.data[static_cast<std::size_t>(5 * r.row() + 7 * channels)] = std::numeric_limits<float>::infinity();
    r.data[static_cast<std::size_t>(9 * r.row() + 16 * channels)] = std::numeric_limits<float>::quiet_NaN();
    const impl::PictureView in{r.data.data(), r.sides, channels, r.row()};
    for (const impl::WarpRule& rule : rules) {
      if (rule.resampling == Resampling::bicubic) continue;  // weights of 0 make NaN of it, here and alone
      for (const Projective& pull : {maps[0], maps[2], maps[3], maps[4], translation(0.5, 0), translation(0, 0.5)})
        CHECK_LE(difference(in, rule, pull, {}, {12, 17}), 3e-7);
    }
  }
}

TEST_CASE(
    "filters along rows and columns are the weighted sums of mirrored neighbours, wider ones than the picture too") {
  for (const std::int64_t channels : {1, 2, 3}) {
    for (const ImageSides sides : {ImageSides{7, 5}, {1, 1}, {3, 40}}) {
      for (const std::size_t taps : {std::size_t{1}, std::size_t{3}, std::size_t{9}, std::size_t{21}}) {
        const std::vector<float> kernel = numbers(static_cast<std::int64_t>(taps), 3);
        const auto radius = static_cast<std::int64_t>(taps / 2);
        for (const bool along_x : {false, true}) {
          Raster r = raster_of(sides, channels);
          const Raster before = r;
          impl::filter_axis(r, kernel, along_x);
          for (std::int64_t i = 0; i < r.size(); ++i) {
            const std::int64_t y = i / r.row(), x = i % r.row() / channels, c = i % channels;
            double sum = 0;
            for (std::int64_t k = -radius; k <= radius; ++k) {
              const std::int64_t from_y = along_x ? y : impl::mirror_index(y + k, sides.height);
              const std::int64_t from_x = along_x ? impl::mirror_index(x + k, sides.width) : x;
              sum +=
                  static_cast<double>(kernel[static_cast<std::size_t>(k + radius)]) *
                  static_cast<double>(before.data[static_cast<std::size_t>(from_y * r.row() + from_x * channels + c)]);
            }
            CHECK_EQ(static_cast<double>(r.data[static_cast<std::size_t>(i)]), doctest::Approx(sum).epsilon(1e-6));
          }
        }
      }
    }
  }
}

TEST_CASE("the median of nine is the fifth in order, of every order of nine") {
  std::vector<float> order(9);
  std::iota(order.begin(), order.end(), 0.0f);
  int wrong = 0;
  do {
    Quad v[9];
    for (std::size_t k = 0; k < 9; ++k) v[k] = Quad{order[k], order[8 - k], -order[k], order[k]};
    impl::sort_to_median(v);
    wrong += v[4][0] != 4 || v[4][1] != 4 || v[4][2] != -4 || v[4][3] != 4;
  } while (std::next_permutation(order.begin(), order.end()));
  CHECK_EQ(wrong, 0);
}

TEST_CASE("medians of windows of 3 and 5 are those of the sorted neighbours") {
  for (const int size : {3, 5}) {
    for (const std::int64_t channels : {1, 3}) {
      Raster r = raster_of({6, 9}, channels);
      const Raster before = r;
      impl::RasterTarget target(r, {}, false);
      effect::median_blur(target, size);
      const int radius = size / 2;
      for (std::int64_t i = 0; i < r.size(); ++i) {
        const std::int64_t y = i / r.row(), x = i % r.row() / channels, c = i % channels;
        std::vector<float> window;
        for (std::int64_t dy = -radius; dy <= radius; ++dy)
          for (std::int64_t dx = -radius; dx <= radius; ++dx)
            window.push_back(
                before.data[static_cast<std::size_t>(std::clamp<std::int64_t>(y + dy, 0, 5) * r.row() +
                                                     std::clamp<std::int64_t>(x + dx, 0, 8) * channels + c)]);
        std::sort(window.begin(), window.end());
        CHECK_EQ(r.data[static_cast<std::size_t>(i)], window[window.size() / 2]);
      }
    }
  }
}

TEST_CASE("four normal numbers are Box and Muller's of each pair of words, to 1e-10") {
  RandomStream random(7, Purpose::self_test);
  double worst = 0;
  const std::uint32_t most = 0xFFFFFFFFu;
  for (int i = 0; i < 20000; ++i) {
    std::uint32_t a[4], b[4];
    for (int k = 0; k < 4; ++k) a[k] = random.bits() >> (i % 32), b[k] = random.bits();
    if (i == 0) a[0] = 0, a[1] = most, b[0] = 0, b[1] = most;
    double x[4];
    impl::normal_numbers(a, b, x);
    for (int k = 0; k < 4; ++k) {
      const double right = std::sqrt(-2 * std::log((a[k] + 0.5) / 4294967296.0)) *
                           std::cos(2 * std::acos(-1.0) * ((b[k] + 0.5) / 4294967296.0));
      worst = std::max(worst, std::fabs(x[k] - right));
    }
  }
  CHECK_LE(worst, 1e-10);
}

TEST_CASE("four Poisson numbers are where the sums of the distribution pass the drawn share") {
  RandomStream random(8, Purpose::self_test);
  for (int i = 0; i < 500; ++i) {
    std::uint32_t a[4], b[4];
    double mean[4] = {0, 0.1, 20 * static_cast<double>(random.uniform()), 700 * static_cast<double>(random.uniform())};
    for (int k = 0; k < 4; ++k) a[k] = random.bits(), b[k] = random.bits();
    double made[4];
    impl::poisson_numbers(mean, a, b, made);
    for (int k = 0; k < 4; ++k) {
      const double share = (a[k] * 2097152.0 + (b[k] >> 11)) / 9007199254740992.0;
      double sum = 0;
      int number = -1;
      while (sum <= share && number < 1999) {
        ++number;
        sum += std::exp(number * std::log(mean[k]) - mean[k] - std::lgamma(number + 1.0));
        if (mean[k] == 0) sum = 1;
      }
      CHECK_EQ(made[k], number);
    }
  }
}

TEST_CASE("hues of rows of any length turn as those of one pixel; gray, and what is not finite, stay") {
  for (const std::int64_t channels : {3, 4}) {
    std::vector<float> x = numbers(11 * channels, 5);
    for (std::int64_t c = 0; c < 3; ++c) {
      x[static_cast<std::size_t>(2 * channels + c)] = 0.25f;
      x[static_cast<std::size_t>(5 * channels + c)] = std::numeric_limits<float>::quiet_NaN();
    }
    std::vector<float> turned = x;
    impl::turn_hues(turned.data(), 11, channels, 0.3f);
    for (std::int64_t i = 0; i < 11; ++i) {
      std::vector<float> one(x.begin() + i * channels, x.begin() + (i + 1) * channels);
      impl::turn_hues(one.data(), 1, channels, 0.3f);
      for (std::int64_t c = 0; c < channels; ++c) {
        const float v = turned[static_cast<std::size_t>(i * channels + c)], w = one[static_cast<std::size_t>(c)];
        CHECK((std::isnan(w) ? std::isnan(v) : v == w));
        if (i == 2 || c == 3) CHECK_EQ(v, x[static_cast<std::size_t>(i * channels + c)]);
        if (i == 5 && c < 3) CHECK(std::isnan(v));
      }
    }
  }
}
