// Both ways to make a convolution's gradients, from the formula in double precision: that which walks what is not zero,
// and that which skips nothing. And when which is taken.
#include <doctest/doctest.h>

#include <cincel/training.hpp>

#include "../random_network.hpp"

#include <cmath>
#include <limits>

using namespace cincel;

namespace {

struct Case {
  int height, width, in, out;
  Window window;
  float density = 1;  // of the gradient
};

/// A convolution of random numbers, its gradients by float32, and by the formula, with the sum of each one's terms'
/// magnitudes.
struct Convolution {
  Op op;
  Buffer x, y;
  std::vector<float> in, out, dy, weights, dx, dw, db;
  std::vector<double> exact_dx, exact_dw, exact_db, most_dx, most_dw, most_db;

  /// `number`: of those whose numbers differ.
  explicit Convolution(const Case& c, Activation activation = Activation::none, std::uint32_t number = 0) {
    const Window& w = c.window;
    op.kind = Kind::conv2d;
    op.window = w;
    op.activation = activation;
    op.in = {c.height, c.width, c.in};
    op.out = {window_extent(c.height, w.kernel.h, w.stride.h, w.dilation.h, w.pad.top, w.pad.bottom),
              window_extent(c.width, w.kernel.w, w.stride.w, w.dilation.w, w.pad.left, w.pad.right), c.out};
    x = dense_buffer(op.in);
    x.halo = detail::window_halo(op);
    x.row = x.columns() * c.in;
    y = dense_buffer(op.out);
    const std::uint32_t seed = 10 * number;
    in = random_numbers(x.size(), seed + 1, -1, 1);
    for (std::int64_t i = 0; i < x.rows(); ++i)
      for (std::int64_t j = 0; j < x.columns(); ++j)
        for (std::int64_t k = 0; k < c.in && !inside(i - x.halo.top, j - x.halo.left); ++k)
          in[static_cast<std::size_t>(i * x.row + j * x.pixel + k)] = 0;
    out = random_numbers(y.size(), seed + 2, -1, 1);
    dy = random_numbers(y.size(), seed + 3, -1, 1);
    const auto drawn = random_numbers(y.size(), seed + 4, 0, 1);
    for (std::size_t i = 0; i < dy.size(); ++i)
      if (drawn[i] >= c.density) dy[i] = 0;
    const std::int64_t n = std::int64_t{w.kernel.h} * w.kernel.w * c.in * c.out;
    weights = random_numbers(n + 16, 5, -1, 1);
    dw = random_numbers(n, 6, -1, 1);
    db = random_numbers(c.out, 7, -1, 1);
    dx = random_numbers(x.size(), seed + 8, -1, 1);
    make_exact();
  }

  bool inside(std::int64_t i, std::int64_t j) const {
    return i >= 0 && i < op.in.height() && j >= 0 && j < op.in.width();
  }
  void make_exact() {
    exact_dx.assign(dx.begin(), dx.end()), exact_dw.assign(dw.begin(), dw.end()), exact_db.assign(db.begin(), db.end());
    most_dx.assign(dx.size(), 1), most_dw.assign(dw.size(), 1), most_db.assign(db.size(), 1);
    const auto add = [](std::vector<double>& sum, std::vector<double>& most, std::int64_t at, double term) {
      sum[static_cast<std::size_t>(at)] += term;
      most[static_cast<std::size_t>(at)] += std::abs(term);
    };
    const Window& w = op.window;
    const std::int64_t c = op.in.channels(), channels = op.out.channels(), row = w.kernel.w * c;
    for (std::int64_t p = 0; p < op.out.height() * op.out.width(); ++p)
      for (std::int64_t k = 0; k < channels; ++k) {
        const auto number = static_cast<std::size_t>(p * channels + k);
        double g = dy[number];
        if (op.activation == Activation::relu && out[number] <= 0) g = 0;
        add(exact_db, most_db, k, g);
        for (std::int64_t r = 0; r < w.kernel.h; ++r)
          for (std::int64_t s = 0; s < row; ++s) {
            const std::int64_t i = p / op.out.width() * w.stride.h + r * w.dilation.h - w.pad.top,
                               j = p % op.out.width() * w.stride.w + s / c * w.dilation.w - w.pad.left;
            if (!inside(i, j)) continue;
            const std::int64_t at = pixel_at(x, i, j) + s % c, from = (r * channels + k) * row + s;
            add(exact_dw, most_dw, (k * w.kernel.h + r) * row + s,
                g * static_cast<double>(in[static_cast<std::size_t>(at)]));
            add(exact_dx, most_dx, at, g * static_cast<double>(weights[static_cast<std::size_t>(from)]));
          }
      }
  }
  kernels::ConvGradientArgs<float> args() {
    return {&op, x, y, in.data(), out.data(), dy.data(), weights.data(), dx.data(), dw.data(), db.data()};
  }
  template <class P, Activation F>
  void dense() {
    std::vector<float> room(
        static_cast<std::size_t>(kernels::numbers_of_points(kernels::points_at_once(op), op.out.channels())),
        std::numeric_limits<float>::quiet_NaN());
    std::vector<PointPlace<float>> places(static_cast<std::size_t>(kernels::points_at_once(op)));
    kernels::conv2d_dense_gradient<P, F>(args(), {room.data(), places.data()}, true);
  }
  template <class P, Activation F>
  void sparse() {
    std::vector<Nonzero<float>> lists(static_cast<std::size_t>(kernels::nonzero_capacity(op, lanes<P>)));
    kernels::conv2d_weight_gradient<P, F, 0, 0>(args(), lists.data(), false);
    kernels::conv2d_input_gradient<P, F>(args(), lists.data());
  }
  template <class P, Activation F = Activation::none>
  bool is_dense() {
    return kernels::is_dense<P, F>(args());
  }
  /// The largest error of all gradients, of the sum of its terms' magnitudes. What lies in the halo is nobody's.
  double worst() const {
    double worst = 0;
    const auto look = [&](float got, double exact, double most) {
      const double error = std::abs(static_cast<double>(got) - exact) / most;
      worst = error <= worst ? worst : error;  // NaN too
    };
    for (std::size_t i = 0; i < dw.size(); ++i) look(dw[i], exact_dw[i], most_dw[i]);
    for (std::size_t i = 0; i < db.size(); ++i) look(db[i], exact_db[i], most_db[i]);
    for (std::int64_t i = 0; i < op.in.height(); ++i)
      for (std::int64_t j = 0; j < op.in.width(); ++j)
        for (std::int64_t k = 0; k < op.in.channels(); ++k) {
          const auto at = static_cast<std::size_t>(pixel_at(x, i, j) + k);
          look(dx[at], exact_dx[at], most_dx[at]);
        }
    return worst;
  }
};

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

constexpr Window same3{.kernel = 3, .pad = {1, 1, 1, 1}};

/// The largest error of the gradients of `n` samples that are taken at once, of which number `few`, if there is one, has few
/// gradients; `points` are taken at once at most. If `begin`, the gradient of the weights is not there yet.
template <class P, Activation F>
double worst_of_samples(Case c, int n, std::int64_t points, bool begin, int few = -1) {
  std::vector<Convolution> samples;
  for (int i = 0; i < n; ++i) {
    c.density = i == few ? 0.1f : 1;
    samples.emplace_back(c, F, static_cast<std::uint32_t>(i));
  }
  const auto number = [&samples](int i) -> Convolution& { return samples[static_cast<std::size_t>(i)]; };
  Convolution& all = number(0);
  const std::vector<float> before_dw = all.dw, before_db = all.db;
  for (std::size_t i = 0; i < all.dw.size(); ++i) {
    for (int k = 1; k < n; ++k) {
      all.exact_dw[i] += number(k).exact_dw[i] - static_cast<double>(before_dw[i]);
      all.most_dw[i] += number(k).most_dw[i];
    }
    if (begin) {
      all.exact_dw[i] -= static_cast<double>(before_dw[i]);
      all.dw[i] = std::numeric_limits<float>::quiet_NaN();
    }
  }
  for (std::size_t i = 0; i < all.db.size(); ++i)
    for (int k = 1; k < n; ++k) {
      all.exact_db[i] += number(k).exact_db[i] - static_cast<double>(before_db[i]);
      all.most_db[i] += number(k).most_db[i];
    }
  std::vector<float> room(static_cast<std::size_t>(kernels::numbers_of_points(points, c.out)),
                          std::numeric_limits<float>::quiet_NaN());
  std::vector<PointPlace<float>> places(static_cast<std::size_t>(points));
  std::vector<Nonzero<float>> lists(static_cast<std::size_t>(kernels::nonzero_capacity(all.op, lanes<P>)));
  int sparse = 0;
  kernels::conv2d_dense_gradients<P, F>(
      n, points, PointRoom<float>{room.data(), places.data()}, begin,
      [&](int i) {
        auto a = number(i).args();
        a.dw = all.dw.data(), a.db = all.db.data();
        return a;
      },
      [&](const kernels::ConvGradientArgs<float>& a) {
        ++sparse;
        kernels::conv2d_weight_gradient<P, F, 0, 0>(a, lists.data(), false);
        kernels::conv2d_input_gradient<P, F>(a, lists.data());
      });
  if (F == Activation::none) CHECK(sparse == (few >= 0 ? 1 : 0));
  double worst = all.worst();
  for (int k = 1; k < n; ++k) {
    number(k).dw.clear(), number(k).db.clear();
    worst = std::max(worst, number(k).worst());
  }
  return worst;
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
            const auto within = [](const kernels::Taps& t, std::int64_t at) { return at >= t.begin && at < t.end; };
            const bool lies = lies_in_map(op, i, r, j, s);
            CHECK((within(kernels::row_taps_of(op, i), r) && within(kernels::column_taps_of(op, j), s)) == lies);
            CHECK((within(kernels::rows_of_tap(op, r), i) && within(kernels::columns_of_tap(op, s), j)) == lies);
            in_map += lies, ++all;
          }
    CHECK(kernels::taps_in_map(op) == in_map);
    CHECK(kernels::all_taps(op) == all);
  }
  CHECK(kernels::taps_in_map(Convolution({2, 2, 1, 1, same3}).op) == 16);  // of 36
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
