// Layers that only act while training.
#include "../laws.hpp"

using namespace cincel;

template <class Noise>
using Noisy = Sequential<Input<6, 5, 3>, Conv2D<7, 2>, Noise, Conv2D<4, 3, Same>, Noise, Flatten, Dense<3>>;

TEST_CASE_TEMPLATE(
    "noise obeys the laws", Net, Noisy<SpatialDropout2D<0.4f>>, Noisy<AlphaDropout<0.3f>>, Noisy<GaussianNoise<0.2f>>,
    Noisy<GaussianDropout<0.3f>>,
    Sequential<Input<6, 5, 4>, Residual<Sequential<Conv2D<4, 3, Same>, StochasticDepth<0.5f>>>, Flatten, Dense<3>>) {
  laws::obey<Net>();
}

namespace {

/// The mask of a noise layer over a 40 x 50 x 8 value.
template <Noise N>
std::vector<float> mask_of(float rate, std::uint32_t sample = 0) {
  const Op op{.kind = Kind::noise, .out = Shape(40, 50, 8), .rate = rate};
  std::vector<float> mask(16'000);
  kernels::fill_mask<N>(op, RandomStream(1, Purpose::dropout, 0, 0, sample), mask.data());
  return mask;
}
double mean_of(const std::vector<float>& x) {
  double sum = 0;
  for (const float v : x) sum += static_cast<double>(v);
  return sum / static_cast<double>(x.size());
}

}  // namespace

TEST_CASE("spatial dropout drops whole channels") {
  const auto mask = mask_of<Noise::channel_dropout>(0.5f);
  for (std::size_t i = 8; i < mask.size(); ++i) CHECK(mask[i] == mask[i - 8]);
}

TEST_CASE("stochastic depth drops whole samples, at its rate") {
  int dropped = 0;
  for (std::uint32_t s = 0; s < 1000; ++s) {
    const auto mask = mask_of<Noise::depth>(0.2f, s);
    CHECK(std::count(mask.begin(), mask.end(), mask[0]) == 16'000);
    dropped += mask[0] == 0.0f;
  }
  CHECK(dropped == doctest::Approx(200).epsilon(0.2));
}

TEST_CASE("Gaussian dropout has mean 1 and the deviation of dropout") {
  const auto mask = mask_of<Noise::gaussian_dropout>(0.2f);
  double square = 0;
  for (const float m : mask) square += (static_cast<double>(m) - 1) * (static_cast<double>(m) - 1);
  CHECK(mean_of(mask) == doctest::Approx(1).epsilon(0.02));
  CHECK(square / 16'000 == doctest::Approx(0.25).epsilon(0.05));
}

TEST_CASE("alpha dropout keeps mean 0 and variance 1") {
  const kernels::AlphaDropout d(0.25);
  std::vector<float> x(16'000);
  kernels::normal_numbers(RandomStream(2, Purpose::self_test), x.data(), 16'000);
  const auto mask = mask_of<Noise::alpha_dropout>(0.25f);
  double sum = 0, square = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double y = mask[i] == 0.0f ? d.a * d.dropped + d.b : d.a * static_cast<double>(x[i]) + d.b;
    sum += y;
    square += y * y;
  }
  CHECK(sum / 16'000 == doctest::Approx(0).scale(1).epsilon(0.03));
  CHECK(square / 16'000 == doctest::Approx(1).epsilon(0.03));
}

TEST_CASE("dropout keeps its share and the mean") {
  std::vector<float> mask(100'000);
  kernels::dropout_mask(RandomStream(1, Purpose::dropout), 0.25f, mask.data(), 100'000);
  double sum = 0;
  int zeros = 0;
  for (const float m : mask) sum += static_cast<double>(m), zeros += m == 0.0f;
  CHECK(sum / 100'000 == doctest::Approx(1).epsilon(0.01));
  CHECK(zeros == doctest::Approx(25'000).epsilon(0.02));
}

TEST_CASE("number e of a dropout's mask is made of 16 bits of block e / 8, whatever their number") {
  const RandomStream stream(7, Purpose::dropout, 1, 2, 3);
  constexpr float rate = 0.375f;  // 24576 of 65536
  for (const std::int64_t n : {0, 1, 2, 7, 8, 9, 255, 256, 257, 511, 513, 1600}) {
    std::vector<float> mask(static_cast<std::size_t>(n) + 1, -1.0f);
    kernels::dropout_mask(stream, rate, mask.data(), n);
    int wrong = mask[static_cast<std::size_t>(n)] != -1.0f;
    for (std::int64_t e = 0; e < n; ++e) {
      const std::uint32_t word = stream.block(static_cast<std::uint32_t>(e / 8)).w[e / 2 % 4];
      const bool dropped = (e % 2 == 0 ? word & 0xffffu : word >> 16) < 24576;
      wrong += mask[static_cast<std::size_t>(e)] != (dropped ? 0.0f : 1.6f);
    }
    CHECK_MESSAGE(wrong == 0, n, " numbers");
  }
}
