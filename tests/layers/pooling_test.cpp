#include "../laws.hpp"

using namespace cincel;

template <class... Pool>
using Pooled = Sequential<Input<9, 11, 3>, Conv2D<6, 2>, Tanh, Pool..., Tanh, Flatten, Dense<3>>;

TEST_CASE_TEMPLATE("pooling obeys the laws", Net, Pooled<MaxPooling2D<2>>, Pooled<MaxPooling2D<3, Stride<2>, Same>>,
                   Pooled<MaxPooling2D<Size(2, 3), Stride<1>>>, Pooled<AveragePooling2D<2>>,
                   Pooled<AveragePooling2D<3, Stride<2>, Same>>, Pooled<AveragePooling2D<3, Padding<1>>>,
                   Pooled<MaxPooling2D<3, Stride<2>, Padding<1>, CeilMode>>,
                   Pooled<AveragePooling2D<3, Stride<2>, Padding<1>, CountPadding, CeilMode>>,
                   Sequential<Input<5, 7, 17>, Conv2D<19, 1>, GlobalAveragePooling2D, Dense<3>>,
                   Sequential<Input<5, 7, 17>, Conv2D<19, 1>, GlobalMaxPooling2D, Dense<3>>,
                   Sequential<Input<23, 3>, Conv1D<6, 3>, MaxPooling1D<2>, Conv1D<5, 3, Same>, AveragePooling1D<2>,
                              GlobalMaxPooling1D, Dense<3>>,
                   Sequential<Input<23, 3>, Conv1D<6, 3>, GlobalAveragePooling1D, Dense<3>>) {
  laws::obey<Net>();
}

namespace {
const std::vector<float> count_up = {1, 2, 3, 4, 5, 6, 7, 8, 9};
template <class Layer>
std::vector<double> pooled() {
  return laws::run<Sequential<Input<3, 3, 1>, Layer>, native_pack>({}, count_up);
}
}  // namespace

TEST_CASE("pooling by hand: pixels beyond the border never win and are not counted") {
  CHECK(pooled<MaxPooling2D<2>>() == std::vector<double>{5});
  CHECK(pooled<MaxPooling2D<2, Same>>() == std::vector<double>{5, 6, 8, 9});
  CHECK(pooled<AveragePooling2D<2, Stride<1>>>() == std::vector<double>{3, 4, 6, 7});
  CHECK(pooled<AveragePooling2D<2, Same>>() == std::vector<double>{3, 4.5, 7.5, 9});
  CHECK(pooled<GlobalAveragePooling2D>() == std::vector<double>{5});
  CHECK(pooled<GlobalMaxPooling2D>() == std::vector<double>{9});
  CHECK(pooled<MaxPooling2D<2, CeilMode>>() == std::vector<double>{5, 6, 8, 9});
  CHECK(pooled<AveragePooling2D<2, CeilMode>>() == std::vector<double>{3, 4.5, 7.5, 9});
  // The zeros of the padding count, what hangs over beyond them does not: (1 + 2 + 4 + 5) / 9, (3 + 6) / 6 and so on.
  const auto counted = pooled<AveragePooling2D<3, Stride<2>, Padding<Pads{1, 1, 0, 0}>, CountPadding, CeilMode>>();
  CHECK(counted[0] == doctest::Approx(12.0 / 9));
  CHECK(counted[1] == doctest::Approx(16.0 / 6));
  CHECK(counted[3] == doctest::Approx(28.0 / 4));
  std::vector<float> negative(9, -3.0f);
  CHECK(laws::run<Sequential<Input<3, 3, 1>, MaxPooling2D<2, Same>>, native_pack>({}, negative) ==
        std::vector<double>(4, -3.0));
}

namespace {
/// Pooling of a random map against plain code, in vectors of floats and of doubles.
template <int H, int W, int C, int K, int S, int Pad>
void equals_plain_code() {
  using Largest = Sequential<Input<H, W, C>, MaxPooling2D<K, Stride<S>, Padding<Pad>>>;
  using Mean = Sequential<Input<H, W, C>, AveragePooling2D<K, Stride<S>, Padding<Pad>>>;
  const auto x = random_numbers(H * W * C, 5, -1, 1);
  std::vector<double> largest, mean;
  for (int i = 0; i + K <= H + 2 * Pad; i += S)
    for (int j = 0; j + K <= W + 2 * Pad; j += S)
      for (int c = 0; c < C; ++c) {
        double sum = 0, most = -2, count = 0;
        for (int r = std::max(i - Pad, 0); r < std::min(i - Pad + K, H); ++r)
          for (int s = std::max(j - Pad, 0); s < std::min(j - Pad + K, W); ++s) {
            const auto v = static_cast<double>(x[static_cast<std::size_t>((r * W + s) * C + c)]);
            sum += v, most = std::max(most, v), ++count;
          }
        largest.push_back(most);
        mean.push_back(sum / count);
      }
  CHECK(laws::run<Largest, native_pack>({}, x) == largest);
  CHECK(laws::run<Largest, scalar_pack<double, 16>>({}, x) == largest);
  const auto fast = laws::run<Mean, native_pack>({}, x), exact = laws::run<Mean, scalar_pack<double, 4>>({}, x);
  REQUIRE(fast.size() == mean.size());
  for (std::size_t i = 0; i < mean.size(); ++i) {
    CHECK(std::abs(fast[i] - mean[i]) < 1e-6);
    CHECK(std::abs(exact[i] - mean[i]) < 1e-14);
  }
}
}  // namespace

TEST_CASE("pooling equals plain code: windows of constant size and others, channels that fill vectors and do not") {
  equals_plain_code<28, 28, 6, 2, 2, 0>();
  equals_plain_code<7, 9, 1, 2, 2, 0>();
  equals_plain_code<8, 8, 17, 2, 1, 1>();
  equals_plain_code<9, 8, 5, 3, 2, 1>();
  equals_plain_code<11, 10, 24, 3, 1, 0>();
  equals_plain_code<13, 12, 3, 4, 3, 2>();
  equals_plain_code<5, 1, 2, 1, 1, 0>();
  equals_plain_code<6, 2, 2, 2, 2, 0>();  // a column, whose pixels' vectors reach over several rows
  equals_plain_code<2, 3, 3, 3, 1, 1>();  // no window is whole
}

namespace {

/// Average pooling backwards with windows that tile a map of C channels in a buffer with this halo: each number of the map
/// is its window's share, and no other number of the buffer is written.
void shares_are_written(std::int64_t c, Size window, Pads halo) {
  Op op;
  op.window.kernel = op.window.stride = window;
  op.out = {3, 5, c};
  op.in = {3 * window.h, 5 * window.w, c};
  Buffer x = dense_buffer(op.in);
  const Buffer y = dense_buffer(op.out);
  x.halo = halo;
  x.row = x.columns() * c;
  constexpr std::int64_t guard = 64;
  const auto dy = random_numbers(y.size(), 1, -1, 1);
  std::vector<float> dx(static_cast<std::size_t>(x.size() + 2 * guard), 9), expected = dx;
  for (std::int64_t i = 0; i < op.in.height(); ++i)
    for (std::int64_t j = 0; j < op.in.width(); ++j)
      for (std::int64_t k = 0; k < c; ++k)
        expected[static_cast<std::size_t>(guard + pixel_at(x, i, j) + k)] =
            dy[static_cast<std::size_t>(pixel_at(y, i / window.h, j / window.w) + k)] *
            (1.0f / static_cast<float>(window.h * window.w));
  kernels::average_pool2d_gradient<native_pack, true>(op, x, y, dy.data(), dx.data() + guard);
  CHECK(dx == expected);
}

}  // namespace

TEST_CASE("average pooling backwards writes the map's numbers and no others") {
  for (const std::int64_t c : {1, 3, 6, 8, 16, 17, 31, 40})
    for (const Size window : {Size(2), Size(1, 3), Size(4, 1)})
      for (const Pads& halo : {Pads{}, Pads{1, 1, 1, 1}, Pads{2, 0, 0, 0}, Pads{0, 0, 0, 3}}) {
        INFO(c, " channels, window ", window.h, 'x', window.w, ", halo ", halo.left, ' ', halo.right);
        shares_are_written(c, window, halo);
      }
}

// Where the next pixel is not the map's: in a halo, in a slice, in a part of a map, in the caller's memory.
TEST_CASE_TEMPLATE("pooling of few channels writes nothing beyond them", Net,
                   Sequential<Input<9, 8, 3>, AveragePooling2D<2>, Conv2D<4, 3, Same>>,
                   Sequential<Input<9, 8, 3>, AveragePooling2D<3, Stride<1>>, Conv2D<4, 5, Same>>,
                   Sequential<Input<8, 8, 3>, Concat<Conv2D<5, 2, Stride<2>>, AveragePooling2D<2>, MaxPooling2D<2>>,
                              AveragePooling2D<2>>,
                   Sequential<Input<12, 8, 1>, Conv2D<6, 3, Same>, Tanh, AveragePooling2D<2>, Conv2D<16, 3, Same>, Tanh,
                              AveragePooling2D<Size(3, 2)>, Flatten, Dense<3>>,
                   Sequential<Input<8, 8, 6>, Shared<"c", Conv2D<6, 3, Same>>, Tanh, AveragePooling2D<2>,
                              Shared<"c", Conv2D<6, 3, Same>>, Tanh, AveragePooling2D<2>, Flatten, Dense<3>>,
                   Sequential<Input<11, 13, 3>, Conv2D<6, 2, Same>, MaxPooling2D<2, Stride<1>>, AveragePooling2D<3>,
                              MaxPooling2D<2>, Flatten, Dense<2>>) {
  laws::obey<Net>();
}

template <int Channels, class Pool>
using LpPooled = Sequential<Input<9, 11, 3>, Conv2D<Channels, 2>, Tanh, Pool, Flatten, Dense<3>>;

TEST_CASE_TEMPLATE(
    "Lp pooling obeys the laws", Net, LpPooled<7, LpPooling2D<2>>,
    LpPooled<5, LpPooling2D<3, Stride<2>, Same, Power<1>>>, LpPooled<11, LpPooling2D<Size(2, 3), Stride<1>, Power<3>>>,
    LpPooled<13, LpPooling2D<3, Stride<2>, Padding<Pads{1, 0, 1, 1}>, CeilMode>>,
    LpPooled<3, LpPooling2D<Size(3, 2), Padding<Pads{0, 1, 1, 0}>, CeilMode, Power<3>>>,
    LpPooled<17, LpPooling2D<2, Stride<Size(3, 2)>, CeilMode, Power<1>>>,
    // More than 128 numbers a window: a long sum. And a part of a map, since the last rows are not read.
    Sequential<Input<13, 11, 2>, Conv2D<5, 1>, LpPooling2D<Size(13, 11), Power<3>>, Flatten, Dense<3>>,
    Sequential<Input<11, 8, 2>, Conv2D<3, 2>, LpPooling2D<2, Stride<1>>, MaxPooling2D<4>, Flatten, Dense<3>>,
    Sequential<Input<23, 3>, Conv1D<7, 3>, LpPooling1D<2>, Conv1D<5, 3, Same>,
               LpPooling1D<3, Stride<2>, Same, Power<3>>, Flatten, Dense<3>>) {
  laws::obey<Net>();
}

namespace {
template <class Net>
void makes(const std::vector<float>& x, const std::vector<double>& expected) {
  const auto y = laws::run<Net, native_pack>({}, x);
  REQUIRE(y.size() == expected.size());
  for (std::size_t i = 0; i < y.size(); ++i) CHECK(y[i] == doctest::Approx(expected[i]).epsilon(1e-6));
}
}  // namespace

TEST_CASE("Lp pooling by hand: magnitudes count, pixels beyond the border are zeros") {
  CHECK(pooled<LpPooling2D<3, Power<1>>>() == std::vector<double>{45});
  makes<Sequential<Input<2, 2, 1>, LpPooling2D<2>>>({3, -4, 0, 12}, {13});
  makes<Sequential<Input<2, 2, 1>, LpPooling2D<2, Power<3>>>>({3, -4, 5, 0}, {6});
  makes<Sequential<Input<2, 2, 1>, LpPooling2D<2, Power<1>>>>({3, -4, 5, 0}, {12});
  makes<Sequential<Input<3, 3, 1>, LpPooling2D<2, CeilMode>>>({3, 4, 5, 0, 0, 12, 8, 15, 7}, {5, 13, 17, 7});
  makes<Sequential<Input<2, 2, 1>, LpPooling2D<2, Padding<Pads{1, 1, 0, 0}>>>>({-2, 3, 4, 5}, {2});
  makes<Sequential<Input<2, 2, 1>, LpPooling2D<2, Power<3>>>>({0, 0, 0, 0}, {0});
}

// The inputs are those of ONNX's own tests: numpy.random.seed(0), numpy.random.randn(…), of which a part stands here.
TEST_CASE("Lp pooling gives the numbers of ONNX's test cases of LpPool") {
  // lppool_2d_dilations: a dilation of 2 is a channel for each phase.
  makes<Sequential<Input<4, 4, 1>, SpaceToDepth<2>, LpPooling2D<2>>>(
      {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16},
      {14.560219778561036, 16.24807680927192, 21.633307652783937, 23.49468024894146});
  // lppool_1d_default: the first six steps.
  makes<Sequential<Input<6, 1>, LpPooling1D<2, Stride<1>, Power<3>>>>(
      {1.76405239f, 0.400157213f, 0.97873801f, 2.24089313f, 1.867558f, -0.977277875f},
      {1.77088940, 1.00054502, 2.30147576, 2.60935926, 1.95281112});
  // lppool_2d_same_upper: the corner at the bottom and right.
  makes<Sequential<Input<2, 2, 1>, LpPooling2D<2, Stride<1>, Same>>>(
      {0.441032916f, 0.178792864f, -0.41747734f, -1.09749663f}, {1.26698983, 1.11196482, 1.17421722, 1.09749663});
}

namespace {
/// The gradient of the norm of four numbers.
template <int P>
std::vector<float> slopes(const std::vector<float>& x) {
  using Net = Sequential<Input<4, 1>, PositionalEmbedding, LpPooling1D<4, Power<P>>>;
  Engine<Net, native_pack> engine(1, 1);
  std::fill_n(engine.values(), 4, 0.0f);
  engine.compute_gradients(
      1, 1, [&](int, int) { return x.data(); },
      [&](int, const auto* o, float) {
        o[0].dz[0] = 1;
        return SampleLoss{};
      });
  return {engine.gradient(0), engine.gradient(0) + 4};
}
void are(const std::vector<float>& got, const std::vector<double>& expected) {
  for (std::size_t i = 0; i < expected.size(); ++i)
    CHECK(static_cast<double>(got[i]) == doctest::Approx(expected[i]).epsilon(1e-6));
}
}  // namespace

TEST_CASE("the gradient of Lp pooling by hand: 0 where the norm is, large numbers overflow nowhere, NaN passes") {
  are(slopes<1>({3, -4, 0, 5}), {1, -1, 0, 1});
  are(slopes<2>({3, -4, 0, 12}), {3.0 / 13, -4.0 / 13, 0, 12.0 / 13});
  are(slopes<3>({3, -4, 0, 5}), {9.0 / 36, -16.0 / 36, 0, 25.0 / 36});
  for (const auto& zero : {slopes<1>({0, 0, 0, 0}), slopes<2>({0, 0, 0, 0}), slopes<3>({0, 0, 0, 0})})
    CHECK(zero == std::vector<float>(4, 0.0f));
  are(slopes<2>({3e18f, -4e18f, 0, 12e18f}), {3.0 / 13, -4.0 / 13, 0, 12.0 / 13});
  are(slopes<3>({3e-12f, -4e-12f, 0, 5e-12f}), {9.0 / 36, -16.0 / 36, 0, 25.0 / 36});
  const float nan = std::numeric_limits<float>::quiet_NaN();
  for (const auto& broken : {slopes<2>({1, nan, 0, 2}), slopes<3>({1, nan, 0, 2})})
    for (const float v : broken) CHECK(v != v);
  const auto sign = slopes<1>({1, nan, 0, 2});
  CHECK(sign[1] != sign[1]);
  CHECK(sign[3] == 1);
}
