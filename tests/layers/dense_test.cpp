#include "../laws.hpp"

using namespace cincel;

TEST_CASE_TEMPLATE("Dense obeys the laws", Net, Sequential<Input<13>, Dense<77, NoBias>, ReLU, Dense<3>, Softmax>,
                   Sequential<Input<19>, Dense<40>, Tanh, Dense<11>, Sigmoid, Dense<33>>,
                   Sequential<Input<1>, Dense<1>>, Sequential<Input<64>, Dense<128>, Dense<130>>) {
  laws::obey<Net>();
}

TEST_CASE("a dense layer is a matrix product plus its bias") {
  using Net = Sequential<Input<2>, Dense<3>>;
  // Weights stand [input][unit], as in Keras, then the bias.
  const auto y = laws::run<Net, native_pack>({1, 2, 3, 10, 20, 30, 0.5f, 0.25f, 0.125f}, {1, 2});
  CHECK(y == std::vector<double>{21.5, 42.25, 63.125});
}

static_assert(Sequential<Input<25088>, Dense<4096>>::parameter_count == 102'764'544, "VGG-16's first dense layer");

namespace {

/// The way in which the only dense layer of `Net` is computed.
template <class Net>
constexpr std::string_view way_of = implementation_of(inference_plan<Net>.steps.back().op).name;

template <int In, int Units>
using Product = Sequential<Input<In>, Dense<Units>>;

}  // namespace

TEST_CASE("a dense layer of up to 64 inputs and 64 units has code of its own, a larger one has not") {
  static_assert(way_of<Product<64, 64>> == "small" && way_of<Product<1, 1>> == "small");
  static_assert(way_of<Product<65, 64>> == "vectors" && way_of<Product<64, 65>> == "vectors");
}

TEST_CASE_TEMPLATE("small dense layers of every size obey the laws", Net, Product<1, 8>, Product<8, 1>, Product<2, 33>,
                   Product<7, 16>, Product<63, 9>, Product<64, 64>, Product<17, 48>,
                   Sequential<Input<5>, Dense<64, NoBias>, Tanh, Dense<31>, BatchNormalization<>, Softmax>) {
  laws::obey<Net>();
}

TEST_CASE("a larger dense layer of few units is a dot product for each, and its weights take no padding") {
  static_assert(way_of<Product<65, 1>> == "dots" && way_of<Product<128, 10>> == "dots");
  static_assert(way_of<Product<4096, 12>> == "dots" && way_of<Product<4096, 13>> == "vectors");
  static_assert(way_of<Product<64, 1>> == "small" && way_of<Product<84, 10>> == "vectors");
  // A row of weights is an odd number of cache lines, and the bias stands in a block of 32.
  static_assert(numbers_in(inference_plan<Product<4080, 1>>.weight_bytes) == round_up(4080, 32) + 32);
  static_assert(numbers_in(inference_plan<Product<100, 2>>.weight_bytes) == 2 * 112 + 32);
}

TEST_CASE_TEMPLATE("dots of every number of units and inputs obey the laws", Net, Product<65, 1>, Product<127, 2>,
                   Product<128, 3>, Product<129, 4>, Product<160, 5>, Product<209, 6>, Product<255, 7>, Product<257, 8>,
                   Product<300, 9>, Product<303, 10>, Product<321, 11>, Product<400, 12>,
                   Sequential<Product<3, 2>, Force<"dense", "dots">>,
                   Sequential<Product<16, 4>, Force<"dense", "dots">>,
                   Sequential<Input<70>, Dense<130, NoBias>, Tanh, Dense<3, NoBias>, Softmax>) {
  laws::obey<Net>();
}

TEST_CASE("dots obey the laws beside what shares, reshapes and pools: shared weights, several outputs") {
  using Both = Sequential<Input<13, 10, 1>, AveragePooling2D<2>, Reshape<30>, Tanh,
                          Concat<Shared<"w", Dense<70>>, Shared<"w", Dense<70>>>, Dense<3>>;
  static_assert(way_of<Both> == "dots");
  laws::obey<Both>();
  using Twice = Sequential<Input<90>, Auxiliary<"other", Shared<"w", Dense<5>>, Tanh>, ReLU, Shared<"w", Dense<5>>>;
  static_assert(way_of<Twice> == "dots");
  laws::obey<Twice>();
}

TEST_CASE("dots take what is folded into a dense layer, and add 1e5 terms to 1e-5 of their magnitudes") {
  using Folded = Sequential<Input<10, 9, 3>, Rescaling<0.5f, 3.0f>, Flatten, Dense<2>, BatchNormalization<>, Tanh>;
  static_assert(inference_plan<Folded>.steps.size() == 1 && way_of<Folded> == "dots");
  laws::obey<Folded>();
  constexpr std::int64_t inputs = 100'003;
  using Net = Product<inputs, 2>;
  static_assert(way_of<Net> == "dots");
  const auto parameters = random_numbers(2 * inputs + 2, 1, -1, 1), x = random_numbers(inputs, 2, 0, 1);
  const auto y = laws::run<Net, native_pack>(parameters, x);
  for (std::size_t k = 0; k < 2; ++k) {
    double sum = static_cast<double>(parameters[2 * inputs + k]), magnitudes = std::abs(sum);
    for (std::size_t i = 0; i < inputs; ++i) {
      const double term = static_cast<double>(parameters[2 * i + k]) * static_cast<double>(x[i]);
      sum += term;
      magnitudes += std::abs(term);
    }
    CHECK(std::abs(y[k] - sum) <= 1e-5 * magnitudes);
  }
}

TEST_CASE("a small dense layer gives what vectors give") {
  using Small = Sequential<Input<64>, Dense<61>, ReLU>;
  using Vectors = Sequential<Small, Force<"dense", "vectors">>;
  static_assert(way_of<Vectors> == "vectors");
  laws::obey<Vectors>();
  const auto parameters = random_parameters<Small>(1), x = random_numbers(64, 2, -1, 1);
  const auto a = laws::run<Small, native_pack>(parameters, x), b = laws::run<Vectors, native_pack>(parameters, x);
  for (std::size_t i = 0; i < a.size(); ++i) CHECK(a[i] == doctest::Approx(b[i]).epsilon(1e-5));
}

namespace {

/// The gradient of `n` samples is the mean of those of each, to 1e-5, and the same bits on one and three threads.
template <class Net>
void batches_are_their_samples() {
  using E = Engine<Net, native_pack, 0>;
  const auto x = random_numbers(37 * E::inputs, 1, -1, 1);
  const auto gradient_of = [&](int n, int first, int threads) {
    E engine(1, threads);
    const auto parameters = random_parameters<Net>(2);
    std::copy(parameters.begin(), parameters.end(), engine.values());
    engine.compute_gradients(
        n, 1, [&](int i, int) { return x.data() + (first + i) * E::inputs; },
        [&](int i, const OutputValue<float>* o, float scale) {
          const float* z = o[0].z;
          float* dz = o[0].dz;
          return SampleLoss{
              laws::distance_of<float>(laws::span_of(OutputLayout<Net>::offsets), &z, first + i, &dz, scale), 0};
        });
    return std::vector<double>(engine.gradient(0), engine.gradient(0) + ParameterLayout<Net>::total);
  };
  std::vector<double> sum(static_cast<std::size_t>(ParameterLayout<Net>::total));
  for (int n = 1; n <= 37; ++n) {
    const auto one = gradient_of(1, n - 1, 1);
    for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += one[k];
    if (n > 9 && n % 9 != 1) continue;
    const auto all = gradient_of(n, 0, 1);
    CHECK(all == gradient_of(n, 0, 3));
    const double scale = 1e-5 * laws::largest_of(sum, 1e-3);
    for (std::size_t k = 0; k < sum.size(); ++k) CHECK(std::abs(all[k] * n - sum[k]) <= scale);
  }
}

/// Whether a thread takes several samples of `Net` through a step at once.
template <class Net>
constexpr bool at_once = impl::TrainingMemory<Net, native_pack, 0>::several;

}  // namespace

// 89 · 93 numbers are more than 32 KiB; the last units and inputs fill no group.
template <class Head>
using LargeDense = Sequential<Input<7>, Dense<89>, Tanh, Dense<93>, ReLU, Head>;

TEST_CASE("a network of small maps takes several samples through a large dense layer at once, whatever their number") {
  using Net = LargeDense<Dense<3>>;
  static_assert(at_once<Net> && !at_once<Sequential<Input<7>, Dense<89>>>);
  laws::obey<Net>();
  laws::obey<Sequential<Input<7>, Dense<89>, Tanh, Concat<Shared<"d", Dense<93>>, Shared<"d", Dense<93>>>, Dense<3>>>();
  batches_are_their_samples<Net>();
}

TEST_CASE("a network of large maps keeps rows of each sample of a large dense layer, whatever their number") {
  using Net = LargeDense<Sequential<Dense<9000>, ReLU, Dense<1>>>;
  static_assert(!at_once<Net> && GradientLayout<Net>::any_rows);
  static_assert(!GradientLayout<Sequential<Input<7>, Dense<89>>>::any_rows);
  batches_are_their_samples<Net>();
}

TEST_CASE("networks with batch normalisation take several samples through convolutions of small maps at once") {
  // 3 · 3 · 32 · 33 numbers are more than 32 KiB. A batch has five samples in `obey`.
  using Block = Sequential<Conv2D<33, 3, Same, NoBias>, BatchNormalization<>, ReLU>;
  using Net = Sequential<Input<5, 4, 3>, Conv2D<32, 1, NoBias>, BatchNormalization<>, ReLU, Block,
                         Residual<Sequential<Conv2D<33, 3, Same, NoBias>, BatchNormalization<>>>, ReLU, MaxPooling2D<2>,
                         Conv2D<130, Size(2, 1), Padding<Pads{1, 0, 0, 1}>>, Flatten, Dense<5>>;
  static_assert(at_once<Net>);
  laws::obey<Net>();
}
