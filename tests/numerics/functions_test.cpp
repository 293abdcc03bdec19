// Every activation with its gradient and the roots against double precision: every 997th float of all 2^32, so every
// exponent and sign, denormals, infinities and NaN among them, and the places where something ends. docs/accuracy.md has
// the table.
#include <doctest/doctest.h>

#include <cincel/kernels/functions.hpp>
#include <cincel/kernels/log_softmax.hpp>
#include <cincel/kernels/lp_pooling2d.hpp>

#include <bit>
#include <cmath>
#include <type_traits>
#include <vector>

using namespace cincel;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double none = infinity;  // no bound of the relative error
constexpr float alpha = 0.7f;

/// Largest errors: |y − f| / max(1, |f|), and |y − f| / |f| over the x from `low` to `high` whose f(x) is no denormal.
struct Errors {
  double absolute = 0, relative = 0;
  float at = 0, relative_at = 0;
  int wrong_limits = 0;  // y must be what f is where that is NaN or infinite, and finite elsewhere
  float wrong_at = 0;

  void add(float x, double y, double f, double low, double high) {
    const auto rounded = static_cast<double>(static_cast<float>(f));
    if (!std::isfinite(rounded) || !std::isfinite(y)) {
      if (y == rounded || (std::isnan(f) && std::isnan(y))) return;
      ++wrong_limits;
      wrong_at = x;
      return;
    }
    const double error = std::abs(y - f), weight = std::max(1.0, std::abs(f));
    if (error / weight > absolute) absolute = error / weight, at = x;
    if (std::abs(f) < 0x1p-126 || static_cast<double>(x) < low || static_cast<double>(x) > high) return;
    if (error / std::abs(f) > relative) relative = error / std::abs(f), relative_at = x;
  }
};

/// The floats that are tried.
const std::vector<float>& numbers() {
  static const std::vector<float> all = [] {
    std::vector<float> x;
    for (std::uint64_t bits = 0; bits < std::uint64_t{1} << 32; bits += 997)
      x.push_back(std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
    const auto inf = std::numeric_limits<float>::infinity(), most = (std::numeric_limits<float>::max)();
    for (const float v :
         {inf,   most,  88.8f, 88.72284f, 88.72283f, 88.72f, 88.5f, 88.38f, 88.0f,  103.9f, 100.0f,        87.4f,
          20.0f, 10.0f, 9.1f,  6.0f,      3.0f,      1.0f,   0.7f,  0.0f,   1e-45f, 1e-40f, 1.1754944e-38f})
      x.push_back(v), x.push_back(-v);
    x.push_back(std::numeric_limits<float>::quiet_NaN());
    while (x.size() % 64 != 0) x.push_back(0);
    return x;
  }();
  return all;
}

/// The errors of `of` as a function of packs `P`.
template <class P, class Of>
Errors errors_of(Of of, double (*f)(double), double low, double high) {
  Errors e;
  const auto& x = numbers();
  float y[P::size];
  for (std::size_t i = 0; i + P::size <= x.size(); i += P::size) {
    store_lanes(y, of(load<P>(x.data() + i)));
    for (std::size_t k = 0; k < P::size; ++k)
      e.add(x[i + k], static_cast<double>(y[k]), f(static_cast<double>(x[i + k])), low, high);
  }
  return e;
}

/// What a function promises. Relative errors are promised from `low` to `high`.
struct Promise {
  const char* name;
  double (*f)(double);
  double (*slope)(double);
  double relative = none;
  double low = -infinity, high = infinity;
  double slope_absolute = 2.5e-7;
  double absolute = 2e-7;
};

template <Activation A, class P>
void keeps(const Promise& p) {
  const Errors e = errors_of<P>([](const P& x) { return kernels::activate<A>(x, alpha); }, p.f, p.low, p.high);
  INFO(p.name, ": ", e.absolute, " at ", e.at, ", relative ", e.relative, " at ", e.relative_at);
  CHECK(e.absolute <= p.absolute);
  if (p.relative != none) CHECK(e.relative <= p.relative);
  CHECK_MESSAGE(e.wrong_limits == 0, "no limit at ", e.wrong_at);
  const Errors g = errors_of<P>(
      [](const P& x) {
        const P v = traits_of(A).by_result ? kernels::activate<A>(x, alpha) : x;
        return kernels::activation_gradient<A>(P(1.0f), v, alpha);
      },
      p.slope, 0, 0);
  INFO("gradient: ", g.absolute, " at ", g.at);
  CHECK(g.absolute <= p.slope_absolute);
  CHECK_MESSAGE(g.wrong_limits == 0, "the gradient has no limit at ", g.wrong_at);
}

// The formulas, in a form that is exact in double precision, with their limits.
double logistic(double x) { return x > 0 ? 1 / (1 + std::exp(-x)) : std::exp(x) / (1 + std::exp(x)); }
double softplus(double x) { return (x > 0 ? x : x != x ? x : 0) + std::log1p(std::exp(-std::abs(x))); }
double share(double x) { return 0.5 * std::erfc(-x * std::sqrt(0.5)); }
double cubic(double x) { return 0.79788456080286535588 * x * (1 + 0.044715 * x * x); }
/// x · f, whose limit at −infinity is 0.
double times(double x, double f) { return x == -infinity ? 0 : x * f; }
double step(double x) { return x > 0 ? 1 : 0; }
constexpr double al = static_cast<double>(alpha), selu_scale = kernels::selu_scale, selu_alpha = kernels::selu_alpha;

double mish_slope(double x) {
  if (std::isinf(x)) return step(x);
  const double c = std::cosh(softplus(x));
  return std::tanh(softplus(x)) + x / (c * c) * logistic(x);
}
double gelu_tanh_slope(double x) {
  if (std::abs(x) > 100) return step(x);
  const double s = logistic(2 * cubic(x));
  return s + x * 2 * 0.79788456080286535588 * (1 + 3 * 0.044715 * x * x) * s * logistic(-2 * cubic(x));
}

template <class P>
void all_keep() {
  using enum Activation;
  keeps<relu, P>(
      {"relu", [](double x) { return x > 0 || x != x ? x : 0; }, [](double x) { return x <= 0 ? 0.0 : 1.0; }, 0});
  keeps<clipped_relu, P>({"clipped relu", [](double x) { return x > al            ? al
                                                                : x > 0 || x != x ? x
                                                                                  : 0; },
                          [](double x) { return x <= 0 || x >= al ? 0.0 : 1.0; }, 0});
  keeps<leaky_relu, P>(
      {"leaky relu", [](double x) { return x > 0 ? x : al * x; }, [](double x) { return x > 0 ? 1 : al; }, 6e-8});
  keeps<elu, P>({"elu", [](double x) { return x > 0 ? x : al * std::expm1(x); },
                 [](double x) { return x > 0 ? 1 : al * std::exp(x); }, 2.2e-7});
  keeps<Activation::selu, P>({"selu", [](double x) { return selu_scale * (x > 0 ? x : selu_alpha * std::expm1(x)); },
                              [](double x) { return selu_scale * (x > 0 ? 1 : selu_alpha * std::exp(x)); }, 2.2e-7});
  keeps<sigmoid, P>({"sigmoid", logistic, [](double x) { return logistic(x) * logistic(-x); }, 2.5e-7, -87});
  Promise of_tanh{.name = "tanh",
                  .f = [](double x) { return std::tanh(x); },
                  .slope = [](double x) { return 1 / (std::cosh(x) * std::cosh(x)); },
                  .relative = 3.2e-7,
                  .slope_absolute = 7e-7,
                  .absolute = 3.2e-7};
  keeps<tanh, P>(of_tanh);
  of_tanh.relative = of_tanh.absolute = 2e-7, of_tanh.slope_absolute = 2.5e-7;
  keeps<tight_tanh, P>(of_tanh);
  keeps<hard_sigmoid, P>({"hard sigmoid", [](double x) { return x > 3    ? 1
                                                                : x < -3 ? 0
                                                                         : (x + 3) / 6; },
                          [](double x) { return x >= 3 || x <= -3 ? 0 : 1.0 / 6; }, 2e-7});
  keeps<hard_tanh, P>({"hard tanh", [](double x) { return x > 1    ? 1
                                                          : x < -1 ? -1
                                                                   : x; },
                       [](double x) { return x >= 1 || x <= -1 ? 0.0 : 1.0; }, 0});
  keeps<Activation::softplus, P>({"softplus", ::softplus, logistic, 2.5e-7, -87});
  keeps<softsign, P>({"softsign", [](double x) { return std::isinf(x) ? (x > 0 ? 1.0 : -1.0) : x / (1 + std::abs(x)); },
                      [](double x) { return 1 / ((1 + std::abs(x)) * (1 + std::abs(x))); }, 2e-7});
  keeps<exponential, P>(
      {"exponential", [](double x) { return std::exp(x); }, [](double x) { return std::exp(x); }, 2e-7});
  keeps<gelu, P>({"gelu", [](double x) { return times(x, share(x)); },
                  [](double x) {
                    return std::isinf(x) ? step(x) : share(x) + x * 0.39894228040143267794 * std::exp(-0.5 * x * x);
                  },
                  2.5e-7, 0});
  keeps<gelu_tanh, P>(
      {"gelu tanh", [](double x) { return times(x, logistic(2 * cubic(x))); }, gelu_tanh_slope, 2.5e-7, 0});
  keeps<silu, P>({"silu", [](double x) { return times(x, logistic(x)); },
                  [](double x) { return std::isinf(x) ? step(x) : logistic(x) * (1 + x * logistic(-x)); }, 2.5e-7,
                  -87});
  keeps<hard_swish, P>({"hard swish", [](double x) { return x > 3    ? x
                                                            : x < -3 ? 0
                                                                     : x * (x + 3) / 6; },
                        [](double x) { return x > 3    ? 1
                                              : x < -3 ? 0
                                                       : x / 3 + 0.5; }, 2.5e-7, -1});
  keeps<mish, P>({"mish", [](double x) { return times(x, std::tanh(::softplus(x))); }, mish_slope, 3e-7, -87});
}

}  // namespace

TEST_CASE("activations hold their errors over all floats, in vector registers") {
  all_keep<native_pack>();
  if constexpr (!std::is_same_v<narrow_pack, native_pack>) all_keep<narrow_pack>();
}
TEST_CASE("tanh is never above 1, and 1 far out") {
  for (const float x : {8.5f, 9.0f, 9.5f, 10.0f, 1e3f, 3e38f, std::numeric_limits<float>::infinity()}) {
    float y[native_pack::size];
    store_lanes(y, hyperbolic_tangent(native_pack(x)));
    CHECK((x < 9 ? y[0] <= 1 : y[0] == 1));
    store_lanes(y, hyperbolic_tangent(native_pack(-x)));
    CHECK((x < 9 ? y[0] >= -1 : y[0] == -1));
  }
}
#if defined CINCEL_SCALAR
TEST_CASE("activations hold their errors over all floats, in a scalar twin of one lane") {
  all_keep<scalar_pack<float, 1>>();
}
#endif

TEST_CASE("zero and what is too small for a normal number keep their sign and their place") {
  for (const float x : {-0.0f, 0.0f, 1e-45f, -1e-45f, 1e-40f, -1e-40f}) {
    const native_pack p(x);
    const auto first = [](const native_pack& y) {
      float lane[native_pack::size];
      store_lanes(lane, y);
      return lane[0];
    };
    CHECK(first(kernels::activate<Activation::tanh>(p, 0)) == x);
    CHECK(first(kernels::activate<Activation::softsign>(p, 0)) == x);
    CHECK(first(kernels::activate<Activation::elu>(p, 1)) == x);
    CHECK(first(kernels::activate<Activation::leaky_relu>(p, 1)) == x);
    CHECK(first(kernels::activate<Activation::relu>(p, 0)) == (x > 0 ? x : 0));
  }
}

namespace {
template <class P>
void roots_hold() {
  const auto of_magnitude = [](auto f) { return [f](const P& x) { return f(kernels::impl::magnitude(x)); }; };
  const Errors square = errors_of<P>(
                   of_magnitude([](const P& x) { return root(x); }), [](double x) { return std::sqrt(std::abs(x)); },
                   -infinity, infinity),
               cube = errors_of<P>(
                   of_magnitude([](const P& x) { return kernels::cube_root(x); }),
                   [](double x) { return std::cbrt(std::abs(x)); }, -infinity, infinity);
  INFO("square root: ", square.relative, " at ", square.relative_at, ", cube root: ", cube.relative, " at ",
       cube.relative_at);
  CHECK(square.relative <= 6e-8);
  CHECK(cube.relative <= 2e-7);
  CHECK_MESSAGE(square.wrong_limits + cube.wrong_limits == 0, "no limit at ", square.wrong_at, " or ", cube.wrong_at);
}
}  // namespace

TEST_CASE("roots of magnitudes hold their errors over all floats") {
  roots_hold<native_pack>();
  roots_hold<scalar_pack<float, 1>>();
  static_assert(kernels::cube_root(scalar_pack<float, 1>(27)).v[0] == 3);
  static_assert(kernels::cube_root(scalar_pack<float, 1>(0)).v[0] == 0);
  constexpr float most = (std::numeric_limits<float>::max)(), beyond = std::numeric_limits<float>::infinity();
  static_assert(kernels::cube_root(scalar_pack<float, 1>(most)).v[0] < most);
  static_assert(kernels::cube_root(scalar_pack<float, 1>(beyond)).v[0] == beyond);
}

TEST_CASE("log softmax of logits near a million does not cancel: 3e-7 of max(1, |y|)") {
  for (const double large : {1e6, -1e6, 8e6, 0.0}) {
    std::vector<float> x, y(37);
    for (int i = 0; i < 37; ++i) x.push_back(static_cast<float>(large + i % 7 - 3.0));
    kernels::log_softmax<native_pack>(x.data(), y.data(), 37);
    double total = 0;
    for (const float v : x) total += std::exp(static_cast<double>(v) - large);
    for (std::size_t i = 0; i < x.size(); ++i) {
      const double f = static_cast<double>(x[i]) - large - std::log(total);
      CHECK(std::abs(static_cast<double>(y[i]) - f) <= 3e-7 * std::max(1.0, std::abs(f)));
    }
  }
}
