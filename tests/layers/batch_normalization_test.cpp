#include "../laws.hpp"

using namespace cincel;

TEST_CASE_TEMPLATE(
    "BatchNormalization obeys the laws", Net,
    Sequential<Input<7, 9, 6>, Conv2D<9, 3, Same>, BatchNormalization<>, ReLU, Conv2D<17, 3, Stride<2>, Same>, Sigmoid,
               BatchNormalization<>, GlobalAveragePooling2D, Dense<4>, Softmax>,
    Sequential<Input<9, 7, 3>, Conv2D<5, 3, NoBias>, BatchNormalization<NoCenter, Epsilon<0.1f>>, Tanh, Flatten,
               Dense<3>>,
    Sequential<Input<23>, Dense<18>, BatchNormalization<NoScale, Momentum<0.5f>>, Dense<3>>,
    Sequential<Input<9, 11, 5>, BatchNormalization<>, Sigmoid, MaxPooling2D<3, Stride<2>, Same>, Flatten, Dense<2>>) {
  laws::obey<Net>();
}

TEST_CASE("the moving statistics follow Keras's formula, with the biased variance") {
  using Net = Sequential<Input<1>, BatchNormalization<Momentum<0.75f>>, Dense<2>, Softmax>;
  Model<Net> model;
  model.compute_gradients(std::vector<float>{1, 3}, std::vector<std::uint8_t>{0, 1});
  // The batch's mean is 2, its biased variance 1: 0.75 · 0 + 0.25 · 2 and 0.75 · 1 + 0.25 · 1.
  CHECK(model["batch_normalization.moving_mean"_p][0] == doctest::Approx(0.5));
  CHECK(model["batch_normalization.moving_variance"_p][0] == doctest::Approx(1));
}

namespace {

/// A map of 7 x 5 pixels, or a part of it, of channels whose means are a thousand times their deviations: of so many
/// that they are taken in groups of vectors, single ones and a part of one.
constexpr std::int64_t channels = 149;
struct FarFromZero {
  Buffer x = dense_buffer(Shape{7, 5, channels}), y = dense_buffer(Shape{6, 4, channels});
  std::vector<float> in = random_numbers(x.size(), 1, 999.5f, 1000.5f), out = random_numbers(y.size(), 2, -1, 1),
                     dy = random_numbers(y.size(), 3, -1, 1);
  std::vector<double> mean = std::vector<double>(channels), squares = std::vector<double>(channels);

  FarFromZero() {
    for (std::size_t i = 0; i < in.size(); ++i) mean[i % channels] += static_cast<double>(in[i]) / 35;
    for (std::size_t i = 0; i < in.size(); ++i) {
      const double d = static_cast<double>(in[i]) - mean[i % channels];
      squares[i % channels] += d * d;
    }
  }
};

template <class P>
void moments_are_right() {
  const FarFromZero map;
  double count = 0;
  std::vector<double> mean(channels), squares(channels);
  kernels::add_moments<P>(map.x, map.in.data(), count, mean.data(), squares.data());
  CHECK(count == 35);
  for (std::size_t c = 0; c < channels; ++c) {
    CHECK(std::abs(mean[c] - map.mean[c]) < 1e-6);  // a thousandth of a thousandth of the deviation
    CHECK(squares[c] == doctest::Approx(map.squares[c]).epsilon(2e-6));
  }
  // Equal numbers, of which a mean in floats is not exact, have no variance, and none below zero.
  const std::vector<float> equal(map.in.size(), 1000.1f);
  double equal_count = 0;
  std::vector<double> equal_mean(channels), equal_squares(channels);
  kernels::add_moments<P>(map.x, equal.data(), equal_count, equal_mean.data(), equal_squares.data());
  for (std::size_t c = 0; c < channels; ++c) {
    CHECK(equal_mean[c] == doctest::Approx(1000.1f).epsilon(1e-9));
    CHECK(equal_squares[c] >= 0);
    CHECK(equal_squares[c] < 1e-12);
  }
  // A second sample, far from the first one: means of 1000 and 2000, so 500 from their mean.
  std::vector<float> second = map.in;
  for (float& v : second) v += 1000;
  kernels::add_moments<P>(map.x, second.data(), count, mean.data(), squares.data());
  CHECK(count == 70);
  for (std::size_t c = 0; c < channels; ++c) {
    CHECK(mean[c] == doctest::Approx(map.mean[c] + 500).epsilon(1e-7));
    CHECK(squares[c] == doctest::Approx(2 * map.squares[c] + 70.0 * 500 * 500).epsilon(1e-6));
  }
}

/// What the forward pass makes of x; where that may be 0, rounded one way or another, nothing flows back.
template <Activation F>
[[gnu::noinline]] void make_outputs(FarFromZero& map, const std::vector<float>& scale,
                                    const std::vector<float>& shift) {
  for (std::int64_t i = 0; i < 6; ++i)
    for (std::int64_t j = 0; j < 4; ++j)
      for (std::int64_t k = 0; k < channels; ++k) {
        const auto from = static_cast<std::size_t>(pixel_at(map.x, i, j) + k),
                   to = static_cast<std::size_t>(pixel_at(map.y, i, j) + k), c = static_cast<std::size_t>(k);
        map.out[to] = std::fma(map.in[from], scale[c], shift[c]);
        if (std::abs(map.out[to]) < 2e-3f) map.dy[to] = 0;
        if (F == Activation::relu) map.out[to] = std::fmax(map.out[to], 0.0f);
        if (F == Activation::tanh) map.out[to] = std::tanh(map.out[to]);
      }
}

/// f'(x), y = f(x).
template <Activation F>
[[gnu::noinline]] double slope_of(float y) {
  const auto v = static_cast<double>(y);
  return F == Activation::relu ? (v > 0 ? 1 : 0) : F == Activation::tanh ? 1 - v * v : 1;
}

/// dx = a · dz + b · (x − mean) + e, where the mean is 1000 and x − mean at most 0.5; dz is zero where y is not wanted.
template <class P, Activation F, bool Begins>
void gradient_is_right() {
  FarFromZero map;
  std::vector<float> rounded(channels), rest(channels), a(channels), b(channels), e(channels), scale(channels),
      shift(channels);
  for (std::size_t c = 0; c < channels; ++c) {
    rounded[c] = static_cast<float>(map.mean[c]);
    rest[c] = static_cast<float>(map.mean[c] - static_cast<double>(rounded[c]));
    const auto part = static_cast<float>(c % 21);
    a[c] = 1 + 0.1f * part, b[c] = -3 + 0.2f * part, e[c] = 0.01f;
    scale[c] = part - 10.5f, shift[c] = static_cast<float>(static_cast<double>(10.5f - part) * map.mean[c]);
  }
  make_outputs<F>(map, scale, shift);
  const NormalizationGradient<float> n{rounded.data(), rest.data(),  a.data(),    b.data(),
                                       e.data(),       scale.data(), shift.data()};
  std::vector<float> dx(map.in.size(), Begins ? std::nanf("") : 2.0f);
  kernels::batch_normalization_gradient<P, F, Begins>(kernels::BatchNormalizationGradientArgs<float>{
      map.x, map.y, map.x, map.in.data(), map.out.data(), map.dy.data(), dx.data(), 0, n});
  std::vector<double> sum(channels), product(channels), exact_sum(channels), exact_product(channels);
  kernels::for_gradient_sums<P, F>(map.x, map.y, map.in.data(), map.out.data(), map.dy.data(), 0.0f, n,
                                   [&](std::int64_t c, double gradients, double products) {
                                     sum[static_cast<std::size_t>(c)] += gradients;
                                     product[static_cast<std::size_t>(c)] += products;
                                   });
  for (std::int64_t i = 0; i < 7; ++i)
    for (std::int64_t j = 0; j < 5; ++j)
      for (std::int64_t k = 0; k < channels; ++k) {
        const auto c = static_cast<std::size_t>(k), from = static_cast<std::size_t>(pixel_at(map.x, i, j) + k);
        double g = 0;
        if (i < 6 && j < 4) {
          const auto to = static_cast<std::size_t>(pixel_at(map.y, i, j) + k);
          g = slope_of<F>(map.out[to]) * static_cast<double>(map.dy[to]);
        }
        const double d = static_cast<double>(map.in[from]) - map.mean[c];
        const double exact = static_cast<double>(a[c]) * g + static_cast<double>(b[c]) * d + static_cast<double>(e[c]);
        CHECK(std::abs(static_cast<double>(dx[from]) - (Begins ? 0 : 2) - exact) < 2e-6);
        exact_sum[c] += g;
        exact_product[c] += g * d;
      }
  for (std::size_t c = 0; c < channels; ++c) {
    CHECK(std::abs(sum[c] - exact_sum[c]) < 5e-6);
    CHECK(std::abs(product[c] - exact_product[c]) < 5e-6);
  }
}

}  // namespace

TEST_CASE_TEMPLATE("batch normalisation loses nothing where means are far from zero", P, native_pack,
                   scalar_pack<float, 4>, scalar_pack<float, 1>) {
  moments_are_right<P>();
  gradient_is_right<P, Activation::none, true>();
  gradient_is_right<P, Activation::none, false>();
  gradient_is_right<P, Activation::relu, true>();
  // Read from y. (g++ 12 breaks off where it is to compile this for the scalar twin by -O3.)
  if constexpr (!is_scalar_twin<P>) gradient_is_right<P, Activation::tanh, true>();
}
