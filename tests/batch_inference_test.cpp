// Predictions of several samples in a call: those of each alone, whatever else is in the call.
#include <doctest/doctest.h>

#include <cincel/inference.hpp>

#include "random_network.hpp"

#include <cmath>

using namespace cincel;

namespace {

template <class Net>
std::span<const float, static_cast<std::size_t>(InputLayout<Net>::total)> sample_of(const std::vector<float>& x,
                                                                                    int i) {
  constexpr auto size = static_cast<std::size_t>(InputLayout<Net>::total);
  return std::span<const float, size>(x.data() + static_cast<std::size_t>(i) * size, size);
}

/// Steps of `Net` that take several samples at once.
template <class Net>
int together() {
  int n = 0;
  for (const Step& s : inference_plan<Net>.steps)
    n += traits_of(s.op).takes_several(s.op) && implementation_of(s.op).name != std::string_view("plain");
  return n;
}

/// Calls of `N` samples and fewer, against `Inference<Net>`: to 1e-5 of the largest output; and each sample's bits do not
/// depend on the call that it is part of.
template <class Net, int N>
void agrees() {
  static std::array<float, static_cast<std::size_t>(numbers_in(inference_plan<Net>.weight_bytes))> packed;
  pack_weights<Net>(random_parameters<Net>(7).data(), packed.data());
  const auto weights = WeightsView<Net>::from_packed(packed.data());
  Inference<Net> alone(weights, static_arena<Net>());
  Inference<Net, Batch<N>> several(weights, static_arena<Net, Batch<N>>());
  const std::vector<float> x = random_numbers(N * InputLayout<Net>::total, 11, -1, 1);
  std::array<std::vector<float>, OutputLayout<Net>::count> first;  // of a call of all
  for (const int n : {N, N - 1, 1, 0, N / 2}) {
    const auto y =
        several.predict(std::span<const float>(x.data(), static_cast<std::size_t>(n * InputLayout<Net>::total)));
    CHECK(y.data() == several.output(0).data());
    for (std::size_t o = 0; o < OutputLayout<Net>::count; ++o) {
      const auto made = several.output(o);
      const auto size = static_cast<std::size_t>(OutputLayout<Net>::shapes[o].volume());
      REQUIRE(made.size() == static_cast<std::size_t>(n) * size);
      if (n == N) first[o].assign(made.begin(), made.end());
      CHECK(std::equal(made.begin(), made.end(), first[o].begin()));
      if (n != N) continue;
      for (int i = 0; i < n; ++i) {
        alone.predict(sample_of<Net>(x, i));
        const auto expected = alone.output(o);
        float worst = 0, largest = 0;
        for (std::size_t k = 0; k < size; ++k) {
          worst = std::fmax(worst, std::fabs(made[static_cast<std::size_t>(i) * size + k] - expected[k]));
          largest = std::fmax(largest, std::fabs(expected[k]));
        }
        CHECK(largest > 0);
        CHECK(worst <= 1e-5f * largest);
      }
    }
  }
}

template <class... L>
using Block = Residual<Sequential<L...>>;

}  // namespace

TEST_CASE("large dense layers read their weights once for several samples") {
  using Net = Sequential<Input<200>, Dense<67>, ReLU, Dense<150>, Tanh, Dense<130>, Dense<10>, Softmax>;
  CHECK(together<Net>() == 3);
  agrees<Net, 16>();
  agrees<Net, 17>();
  agrees<Net, 2>();
  agrees<Net, 37>();
}

TEST_CASE("so do convolutions of small maps: with a halo, a residual, a pooling, an activation, a part of a register") {
  using Net = Sequential<Input<8, 7, 40>, Conv2D<48, 3, Same>, ReLU, Block<Conv2D<48, 3, Same>>, ReLU,
                         Conv2D<41, 3, Same>, ReLU, MaxPooling2D<2>, Conv2D<33, 2, Stride<2>>, Flatten, Dense<5>>;
  CHECK(together<Sequential<Input<8, 7, 40>, Conv2D<48, 3, Same>>>() == 1);
  agrees<Net, 16>();
  agrees<Net, 5>();
}

TEST_CASE("Winograd's tiles of several samples go through a pass together") {
  using Net = Sequential<Input<7, 8, 40>, Conv2D<48, 3, Same>, Sigmoid, Block<Conv2D<48, 3, Same>>, ReLU,
                         Conv2D<41, 3, Same>, MaxPooling2D<2>, Tanh, Flatten, Dense<5>>;
  using By2 =
      Sequential<Net, Force<"conv2d", Winograd<2>>, Force<"conv2d_1", Winograd<4>>, Force<"conv2d_2", Winograd<2>>>;
  using By4 =
      Sequential<Net, Force<"conv2d", Winograd<4>>, Force<"conv2d_1", Winograd<2>>, Force<"conv2d_2", Winograd<4>>>;
  CHECK(together<Sequential<Input<7, 8, 40>, Conv2D<48, 3, Same>, Force<"conv2d", Winograd<4>>>>() == 1);
  agrees<By2, 16>();
  agrees<By4, 16>();
  agrees<By4, 5>();
}

TEST_CASE("tiles of samples skip what lies in the padding: strides, dilations, 5x5, one pixel, long sums") {
  agrees<Sequential<Input<2, 2, 512>, Conv2D<33, 3, Same>, ReLU, Conv2D<70, 3, Same>>, 16>();
  agrees<Sequential<Input<4, 4, 96>, Conv2D<40, 3, Same>, Tanh, Block<Conv2D<40, 5, Same>>, SiLU, Conv2D<64, 3, Same>>,
         15>();
  agrees<Sequential<Input<8, 8, 64>, Conv2D<64, 3, Stride<2>, Same>, ReLU, Conv2D<50, 3, Stride<2>, Padding<1>>,
                    LeakyReLU<0.2f>, Conv2D<80, 3, Same>>,
         7>();
  agrees<Sequential<Input<6, 7, 48>, Conv2D<32, 3, Dilation<2>, Same>, ReLU, Conv2D<48, Size{2, 4}, Same>, ReLU,
                    Conv2D<90, Size{5, 1}, Dilation<Size{2, 1}>, Same>>,
         12>();
  agrees<Sequential<Input<1, 1, 256>, Conv2D<64, 3, Same>, Sigmoid, Conv2D<200, 3, Same>>, 9>();
  agrees<Sequential<Input<8, 3, 40>, Concat<Conv2D<40, 3, Same>, Conv2D<33, 5, Same>>, Residual<Conv2D<73, 3, Same>>,
                    GlobalAveragePooling2D>,
         11>();
}

TEST_CASE(
    "what is done sample by sample stands between: normalisations, depthwise kernels, several inputs and outputs") {
  using Shared = Sequential<Input<6, 6, 32>, DepthwiseConv2D<3, Same>, LayerNormalization<>, Conv2D<64, 3>, Flatten,
                            Outputs<Output<"a", Sequential<Dense<90>, Softmax>>, Output<"b", Dense<3>>>>;
  agrees<Shared, 18>();
  using Pair =
      Sequential<Concat<Sequential<Input<100>, Dense<90>>, Sequential<Input<90>, ReLU>>, Dense<64>, GELU, Dense<7>>;
  agrees<Pair, 19>();
}

TEST_CASE("layers that share weights, and values that are seen in another shape, are among them") {
  using Twice = Sequential<Input<96>, Shared<"d", Dense<96>>, ReLU, Shared<"d", Dense<96>>, Reshape<4, 3, 8>,
                           Conv2D<300, 2>, ReLU, Flatten, Dense<12>>;
  CHECK(together<Twice>() >= 3);
  agrees<Twice, 17>();
  agrees<Twice, 2>();
}

TEST_CASE("a network without large weights takes one sample after another, in one arena") {
  using Net = Sequential<Input<6, 6, 1>, Conv2D<2, 3>, ReLU, Flatten, Dense<3>>;
  CHECK(together<Net>() == 0);
  CHECK(Arena<Net, Batch<8>>::size < 2 * Arena<Net>::size + 8 * 3 + 16);
  agrees<Net, 8>();
}

TEST_CASE("a NaN stays with its sample, and numbers that are no whole samples, or too many, predict nothing") {
  using Net = Sequential<Input<128>, Dense<100>, ReLU, Dense<4>>;
  static std::array<float, static_cast<std::size_t>(numbers_in(inference_plan<Net>.weight_bytes))> packed;
  pack_weights<Net>(random_parameters<Net>(7).data(), packed.data());
  Inference<Net, Batch<6>> net(WeightsView<Net>::from_packed(packed.data()), static_arena<Net, Batch<6>>());
  std::vector<float> x = random_numbers(7 * 128, 3, -1, 1);
  x[2 * 128 + 5] = std::nanf("");
  const auto y = net.predict(std::span<const float>(x.data(), 6 * 128));
  REQUIRE(y.size() == 24);
  for (std::size_t i = 0; i < y.size(); ++i) CHECK(std::isnan(y[i]) == (i / 4 == 2));
  CHECK(net.predict(x).empty());
  CHECK(net.output(0).empty());
  CHECK(net.predict(std::span<const float>(x.data(), 127)).empty());
  CHECK(net.predict(std::span<const float>(x.data(), 128)).size() == 4);
}
