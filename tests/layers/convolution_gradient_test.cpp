// Both ways to make a convolution's gradients, from the formula in double precision: that which walks what is not zero,
// and that which skips nothing. And when which is taken.
#include <doctest/doctest.h>

#include "convolution_trial.hpp"

using namespace cincel;
using namespace cincel::convolution_trial;

namespace {

/// Both ways, by vectors and by single numbers, and behind an activation.
double worst_of(const Case& c) {
  double worst = 0;
  const auto by = [&]<class P, Activation F>(P, std::integral_constant<Activation, F>) {
    Convolution dense(c, F), sparse(c, F);
    dense.dense<P, F>();
    sparse.sparse<P, F>();
    worst = std::max({worst, dense.worst(), sparse.worst()});
  };
  using One = scalar_pack<float, 1>;
  by(native_pack(0.0f), std::integral_constant<Activation, Activation::none>{});
  by(native_pack(0.0f), std::integral_constant<Activation, Activation::relu>{});
  by(One(0.0f), std::integral_constant<Activation, Activation::none>{});
  return worst;
}

/// The largest error of the gradients of `n` samples that are taken at once, of which number `few`, if there is one, has few
/// gradients; `points` are taken at once at most. If `begin`, the gradient of the weights is not there yet.
template <class P, Activation F>
double worst_of_samples(const Case& c, int n, std::int64_t points, bool begin, int few = -1) {
  Samples all(c, n, F, begin, few);
  std::vector<float> room(static_cast<std::size_t>(kernels::numbers_of_points(points, c.out)),
                          std::numeric_limits<float>::quiet_NaN());
  std::vector<PointPlace<float>> places(static_cast<std::size_t>(points));
  std::vector<Nonzero<float>> lists(static_cast<std::size_t>(kernels::nonzero_capacity(all.first().op, lanes<P>)));
  int sparse = 0;
  kernels::conv2d_dense_gradients<P, F>(
      n, points, PointRoom<float>{room.data(), places.data()}, begin, [&](int i) { return all.args(i); },
      [&](const kernels::ConvGradientArgs<float>& a) {
        ++sparse;
        kernels::conv2d_weight_gradient<P, F, 0, 0>(a, lists.data(), false);
        kernels::conv2d_input_gradient<P, F>(a, lists.data());
      });
  if (F == Activation::none) CHECK(sparse == (few >= 0 ? 1 : 0));
  return all.worst();
}

/// Whether tap (r, s) of the kernel lies in the map at output pixel (i, j).
bool lies_in_map(const Op& op, std::int64_t i, std::int64_t r, std::int64_t j, std::int64_t s) {
  const Window& w = op.window;
  const std::int64_t row = i * w.stride.h + r * w.dilation.h - w.pad.top,
                     column = j * w.stride.w + s * w.dilation.w - w.pad.left;
  return row >= 0 && row < op.in.height() && column >= 0 && column < op.in.width();
}

constexpr Case small_maps[] = {
    {2, 2, 33, 21, same3},
    {2, 2, 64, 70, same3},
    {4, 4, 64, 33, same3},
    {4, 3, 32, 16, same3},
    {1, 1, 48, 40, same3},
    {8, 8, 40, 24, same3},
    {5, 7, 36, 18, {.kernel = 5, .pad = {2, 2, 2, 2}}},
    {8, 7, 40, 19, {.kernel = 3, .stride = 2, .pad = {1, 1, 1, 1}}},
    {7, 8, 33, 20, {.kernel = 3, .stride = 2, .pad = {0, 0, 1, 1}}},
    {6, 6, 34, 12, {.kernel = 3, .dilation = 2, .pad = {2, 2, 2, 2}}},
    {5, 9, 32, 9, {.kernel = Size(2, 4), .stride = Size(1, 3), .dilation = Size(3, 1), .pad = {2, 0, 1, 3}}},
    {3, 3, 40, 8, {.kernel = 1, .stride = 2}},
    {2, 3, 32, 17, {.kernel = 7, .pad = {3, 3, 3, 3}}},
};

}  // namespace

TEST_CASE("of small maps of several samples each tap takes the pixels for which it lies in the map") {
  for (const Case& c : small_maps) {
    CAPTURE(c.in);
    CAPTURE(c.out);
    const Op op = Convolution(c).op;
    const std::int64_t pixels = op.out.height() * op.out.width();
    for (const int n : {1, 2, 5, 8, 13}) {
      CAPTURE(n);
      CHECK(worst_of_samples<native_pack, Activation::none>(c, n, 512, false) < 1e-5);
      CHECK(worst_of_samples<native_pack, Activation::none>(c, n, 3 * pixels, true) < 1e-5);
    }
    CHECK(worst_of_samples<native_pack, Activation::none>(c, 6, 512, true, 3) < 1e-5);
    CHECK(worst_of_samples<native_pack, Activation::none>(c, 6, 2 * pixels, false, 0) < 1e-5);
    CHECK(worst_of_samples<native_pack, Activation::relu>(c, 7, 512, true) < 1e-5);
    CHECK(worst_of_samples<scalar_pack<float, 4>, Activation::none>(c, 5, 512, true) < 1e-5);
  }
}

TEST_CASE("the taps in a map are those that a look at each pixel finds") {
  std::vector<Case> cases(std::begin(small_maps), std::end(small_maps));
  cases.push_back(
      {9, 4, 1, 1, {.kernel = Size(4, 3), .stride = Size(3, 2), .dilation = Size(2, 3), .pad = {5, 1, 7, 2}}});
  cases.push_back({1, 12, 1, 1, {.kernel = Size(1, 5), .stride = 4, .pad = {0, 0, 4, 4}}});
  for (const Case& c : cases) {
    const Op op = Convolution(c).op;
    std::int64_t in_map = 0, all = 0;
    for (std::int64_t i = 0; i < op.out.height(); ++i)
      for (std::int64_t j = 0; j < op.out.width(); ++j)
        for (std::int64_t r = 0; r < op.window.kernel.h; ++r)
          for (std::int64_t s = 0; s < op.window.kernel.w; ++s) {
            const auto within = [](const TapRange& t, std::int64_t at) { return at >= t.begin && at < t.end; };
            const bool lies = lies_in_map(op, i, r, j, s);
            CHECK((within(row_taps_of(op, i), r) && within(column_taps_of(op, j), s)) == lies);
            CHECK((within(rows_of_tap(op, r), i) && within(columns_of_tap(op, s), j)) == lies);
            in_map += lies, ++all;
          }
    CHECK(taps_in_map(op) == in_map);
    CHECK(all_taps(op) == all);
  }
  CHECK(taps_in_map(Convolution({2, 2, 1, 1, same3}).op) == 16);  // of 36
}

TEST_CASE(
    "gradients of convolutions of all windows and channels hold 1e-5 of their terms' magnitudes, dense and sparse") {
  const Case cases[] = {
      {5, 6, 4, 1, same3},
      {7, 5, 5, 3, same3, 0.3f},
      {6, 7, 16, 16, same3},
      {4, 4, 48, 20, same3},
      {3, 3, 33, 37, same3, 0.5f},
      {2, 2, 40, 64, same3},
      {1, 1, 100, 9, {}},
      {1, 3, 65, 70, {}, 0.2f},
      {9, 8, 7, 15, {.kernel = 3, .stride = 2, .pad = {0, 0, 1, 1}}},
      {9, 9, 24, 8, {.kernel = 1, .stride = 2}},
      {11, 10, 6, 10, {.kernel = Size(3, 2), .dilation = 2}},
      {8, 9, 5, 12, {.kernel = Size(2, 4), .stride = Size(1, 3), .dilation = Size(3, 1), .pad = {2, 0, 1, 3}}},
      {23, 24, 8, 33, {.kernel = 5, .pad = {2, 2, 2, 2}}},
  };
  for (const Case& c : cases) {
    CAPTURE(c.in);
    CAPTURE(c.out);
    CHECK(worst_of(c) < 1e-5);
  }
}

TEST_CASE("a map of several blocks has the same gradients") {
  const Case large{70, 61, 4, 9, same3};
  const Op op = Convolution(large).op;
  REQUIRE(kernels::points_at_once(op) < op.out.height() * op.out.width());
  CHECK(worst_of(large) < 1e-5);
  const Case wide{40, 41, 3, 200, {.kernel = 2, .pad = {0, 1, 1, 0}}};
  REQUIRE(kernels::points_at_once(Convolution(wide).op) < 41 * 41);
  CHECK(worst_of(wide) < 1e-5);
}

TEST_CASE("a gradient is taken for dense from half of it on, from a third where the windows' runs are short") {
  const auto dense = [](float density, int in, int out = 20) {
    return Convolution({12, 13, in, out, same3, density}).is_dense<native_pack>();
  };
  CHECK(dense(1, 64));
  CHECK(dense(0.75f, 64));
  CHECK_FALSE(dense(0.3f, 64));
  CHECK_FALSE(dense(0, 64));
  CHECK(dense(0.55f, 8));
  CHECK_FALSE(dense(0.15f, 8));
  CHECK(dense(1, 8, 1));
  CHECK_FALSE(dense(0.1f, 8, 3));
  // Half of what comes through a ReLU is zero.
  CHECK(Convolution({12, 13, 8, 64, same3, 1}, Activation::relu).is_dense<native_pack, Activation::relu>());
  CHECK_FALSE(Convolution({12, 13, 8, 64, same3, 0.4f}, Activation::relu).is_dense<native_pack, Activation::relu>());
}

TEST_CASE("a NaN of the gradient reaches what depends on it, and nothing else, dense and sparse") {
  for (const bool is_dense : {false, true}) {
    Convolution c({5, 5, 33, 17, same3});
    c.dy[static_cast<std::size_t>((0 * 5 + 1) * 17 + 16)] = std::numeric_limits<float>::quiet_NaN();
    if (is_dense)
      c.dense<native_pack, Activation::none>();
    else
      c.sparse<native_pack, Activation::none>();
    for (std::size_t k = 0; k < 17; ++k) CHECK(std::isnan(c.db[k]) == (k == 16));
    for (std::size_t i = 0; i < c.dw.size(); ++i) CHECK(std::isnan(c.dw[i]) == (i / (9 * 33) == 16));
    for (std::int64_t i = 0; i < 5; ++i)
      for (std::int64_t j = 0; j < 5; ++j)
        CHECK(std::isnan(c.dx[static_cast<std::size_t>(pixel_at(c.x, i, j))]) == (i < 2 && j < 3));
  }
}
