// Sums of very many terms: outputs hold 1e-5 and gradients 1e-4 of the sum of their terms' magnitudes in double precision,
// up to 2^24 terms. All terms have one sign here, so that the sum is that of the magnitudes; plain float sums of these are
// up to 30 % off.
#include <doctest/doctest.h>

#include <cincel/training.hpp>

#include "../random_network.hpp"

using namespace cincel;

namespace {

using Exact = scalar_pack<double, 1>;

/// The outputs of `Net` by pack `P` for an input of `x` everywhere.
template <class Net, class P>
std::vector<double> outputs_of(float x) {
  using T = typename P::value_type;
  constexpr auto& plan = inference_plan<Net>;
  std::vector<float> parameters = random_numbers(ParameterLayout<Net>::total, 3, 0.05f, 0.1f);
  AlignedVector<T> packed, arena;
  packed.resize(static_cast<std::size_t>(numbers_in(plan.weight_bytes)));
  arena.resize(static_cast<std::size_t>(numbers_in(plan.arena_bytes)));
  const std::vector<T> input(static_cast<std::size_t>(InputLayout<Net>::total), static_cast<T>(x));
  pack_weights<Net>(parameters.data(), packed.data());
  const auto inputs = InputLayout<Net>::pointers(input.data());
  Program<Net, P>::run({inputs.data(), packed.data(), arena.data(), plan.operands.data()});
  const T* y = numbers_at(arena.data(), plan.outputs[0].offset);
  return {y, y + Net::output_shape.volume()};
}

template <class Net>
double worst_output(float x) {
  const auto fast = outputs_of<Net, native_pack>(x), plain = outputs_of<Net, scalar_pack<float, 1>>(x),
             exact = outputs_of<Net, Exact>(x);
  double worst = 0;
  for (std::size_t i = 0; i < exact.size(); ++i) {
    worst = std::max(worst, std::abs(fast[i] - exact[i]) / std::abs(exact[i]));
    worst = std::max(worst, std::abs(plain[i] - exact[i]) / std::abs(exact[i]));
  }
  return worst;
}

/// The gradient of all parameters for inputs `x` in all samples and a gradient of 1 in all outputs.
template <class Net, class P>
std::vector<double> gradients_of(float x, int samples) {
  using T = typename P::value_type;
  Engine<Net, P, 0> engine(1, 1);
  const auto parameters = random_numbers(ParameterLayout<Net>::total, 3, 0.05f, 0.1f);
  std::copy(parameters.begin(), parameters.end(), engine.values());
  std::vector<T> input(static_cast<std::size_t>(InputLayout<Net>::total));
  for (std::size_t i = 0; i < input.size(); ++i) input[i] = static_cast<T>(x);
  engine.compute_gradients(
      samples, 1, [&](int, int) { return input.data(); },
      [&](int, const OutputValue<T>* o, T) {
        for (std::int64_t k = 0; k < OutputLayout<Net>::total; ++k) o[0].dz[k] = T(1);
        return SampleLoss{};
      });
  return {engine.gradient(0), engine.gradient(0) + ParameterLayout<Net>::total};
}

/// To the largest gradient, which has as many terms as the others.
template <class Net>
double worst_gradient(float x = 0.1f, int samples = 1) {
  const auto fast = gradients_of<Net, native_pack>(x, samples), exact = gradients_of<Net, Exact>(x, samples);
  double worst = 0, most = 0;
  for (std::size_t i = 0; i < exact.size(); ++i) {
    most = std::max(most, std::abs(exact[i]));
    worst = std::max(worst, std::abs(fast[i] - exact[i]));
  }
  REQUIRE(most > 0);
  return worst / most;
}

/// Of 2^24 terms. (No lambda: g++ would try to evaluate the loop while it compiles.)
template <class Term>
double error_of_long_sum(Term term) {
  LongSum<scalar_pack<float, 1>> sum;
  double exact = 0;
  for (std::int64_t i = 0; i < 1 << 24; ++i) {
    sum.add(scalar_pack<float, 1>(term(i)));
    exact += static_cast<double>(term(i));
  }
  return std::abs(static_cast<double>(cincel::sum(sum)) - exact) / exact;
}

template <class... L>
using Signal = Sequential<Input<65536>, L...>;
/// One number for each channel, spread over a map by `L`.
template <class... L>
using Spread = Sequential<Input<4>, Dense<2>, Reshape<1, 1, 2>, L...>;

}  // namespace

TEST_CASE("a long sum of 2^24 terms is exact to 1e-5 of its terms' magnitudes, whatever their order") {
  CHECK(error_of_long_sum([](std::int64_t) { return 0.1f; }) < 1e-5);
  // Terms just below half a unit in the last place of what stands before them are lost one by one.
  CHECK(error_of_long_sum([](std::int64_t i) { return i == 0 ? 1.0f : 0x1.fp-25f; }) < 1e-5);
  CHECK(error_of_long_sum([](std::int64_t i) { return i % 4096 == 0 ? 1.0f : 1e-6f; }) < 1e-5);
  CHECK(error_of_long_sum([](std::int64_t i) { return static_cast<float>(i % 1000) * 1e-3f; }) < 1e-5);
}

TEST_CASE("a long sum that overflows is infinite, one with NaN is NaN, a short one is the plain one") {
  const auto sum_of = [](int n, float x) {
    LongSum<native_pack> sum;
    for (int i = 0; i < n; ++i) sum.add(native_pack(x));
    return largest(sum.value());
  };
  for (const int n : {1, 128, 129, 4096, 4097, 10000}) {
    CHECK(sum_of(n, std::numeric_limits<float>::infinity()) == std::numeric_limits<float>::infinity());
    CHECK(sum_of(n, std::numeric_limits<float>::quiet_NaN()) != sum_of(n, std::numeric_limits<float>::quiet_NaN()));
    CHECK(sum_of(n, 1) == static_cast<float>(n));
  }
  CHECK(sum_of(10000, 3e38f) == std::numeric_limits<float>::infinity());
}

TEST_CASE("outputs of long sums hold 1e-5") {
  CHECK(worst_output<Sequential<Input<1024, 1024, 1>, GlobalAveragePooling2D>>(0.1f) < 1e-5);
  CHECK(worst_output<Sequential<Input<4096, 4096, 1>, GlobalAveragePooling2D>>(0.1f) < 1e-5);
  CHECK(worst_output<Sequential<Input<512, 512, 1>, AveragePooling2D<256>>>(0.1f) < 1e-5);
  CHECK(worst_output<Sequential<Input<512, 512, 1>, LpPooling2D<256>>>(0.1f) < 1e-5);
  CHECK(worst_output<Sequential<Input<512, 512, 1>, LpPooling2D<256, Power<3>>>>(0.1f) < 1e-5);
  CHECK(worst_output<Signal<Dense<3>>>(0.1f) < 1e-5);
  CHECK(worst_output<Sequential<Input<65536, 1>, Conv1D<3, 65000>>>(0.1f) < 1e-5);
  CHECK(worst_output<Sequential<Input<64, 64, 16>, Conv2D<3, 64>>>(0.1f) < 1e-5);
  CHECK(worst_output<Sequential<Input<64, 64, 16>, Conv2D<3, 64>, Force<"conv2d", "direct">>>(0.1f) < 1e-5);
  CHECK(worst_output<Sequential<Input<260, 260, 1>, Conv2D<3, 256>, Force<"conv2d", "width">>>(0.1f) < 1e-5);
  CHECK(worst_output<Sequential<Input<260, 260, 2>, Conv2D<2, 256, Stride<2>>, Force<"conv2d", "width">>>(0.1f) < 1e-5);
  CHECK(worst_output<Sequential<Input<256, 256, 2>, DepthwiseConv2D<256>>>(0.1f) < 1e-5);
  CHECK(worst_output<Sequential<Input<1, 1, 65536>, Conv2DTranspose<2, 1>>>(0.1f) < 1e-5);
  CHECK(worst_output<Signal<Softmax>>(0.1f) < 1e-5);
  CHECK(worst_output<Signal<LogSoftmax>>(0.1f) < 1e-5);
  CHECK(worst_output<Sequential<Input<1, 1, 65536>, RMSNormalization<>>>(0.1f) < 1e-5);
  CHECK(worst_output<Sequential<Input<2100, 2>, MultiHeadAttention<1>>>(0.1f) < 1e-5);
}

TEST_CASE("short sums beside the bounds of the blocks hold 1e-5 too") {
  CHECK(worst_output<Sequential<Input<127>, Dense<3>>>(0.1f) < 1e-5);
  CHECK(worst_output<Sequential<Input<129>, Dense<33>>>(0.1f) < 1e-5);
  CHECK(worst_output<Sequential<Input<8192>, Dense<33>>>(0.1f) < 1e-5);
  CHECK(worst_output<Sequential<Input<8193>, Dense<33>>>(0.1f) < 1e-5);
  CHECK(worst_output<Sequential<Input<8, 8, 128>, Conv2D<17, 1>>>(0.1f) < 1e-5);
  CHECK(worst_output<Sequential<Input<8, 8, 43>, Conv2D<17, 3, Dilation<2>>>>(0.1f) < 1e-5);
  CHECK(worst_output<Sequential<Input<1, 160, 1>, Conv2D<3, Size(1, 128)>, Force<"conv2d", "width">>>(0.1f) < 1e-5);
  CHECK(worst_output<Sequential<Input<1, 160, 1>, Conv2D<3, Size(1, 129)>, Force<"conv2d", "width">>>(0.1f) < 1e-5);
  CHECK(worst_output<Sequential<Input<9, 9, 456>, Conv2D<40, 3>>>(0.1f) < 1e-5);
}

TEST_CASE("gradients of convolutions over large maps hold 1e-4") {
  CHECK(worst_gradient<Sequential<Input<1024, 1024, 1>, Conv2D<2, 3>>>() < 1e-5);
  CHECK(worst_gradient<Sequential<Input<128, 128, 8>, Conv2D<9, 3>>>() < 1e-5);
  CHECK(worst_gradient<Sequential<Input<65536, 3>, Conv1D<2, 1, Dilation<2>>>>() < 1e-5);
  CHECK(worst_gradient<Sequential<Input<256, 256, 3>, DepthwiseConv2D<3>>>() < 1e-5);
  CHECK(worst_gradient<Sequential<Input<256, 256, 2>, Conv2DTranspose<3, 2>>>() < 1e-5);
}

TEST_CASE("gradients of parameters that are one number a channel hold 1e-4") {
  CHECK(worst_gradient<Sequential<Input<256, 256, 3>, PReLU>>(-0.1f) < 1e-5);
  CHECK(worst_gradient<Sequential<Input<256, 256, 3>, LayerScale>>() < 1e-5);
  CHECK(worst_gradient<Sequential<Input<256, 256, 3>, LayerNormalization<>>>() < 1e-5);
  CHECK(worst_gradient<Sequential<Input<256, 256, 3>, RMSNormalization<>>>() < 1e-5);
  CHECK(worst_gradient<Sequential<Input<256, 256, 3>, GroupNormalization<1>>>() < 1e-5);
  CHECK(worst_gradient<Sequential<Input<256, 256, 3>, BatchNormalization<>>>() < 1e-5);
}

TEST_CASE("gradients of numbers that are used all over a map hold 1e-4") {
  CHECK(worst_gradient<
            Sequential<Input<256, 256, 2>, Multiply<Identity, Sequential<GlobalAveragePooling2D, Dense<2>>>>>() < 1e-5);
  CHECK(worst_gradient<Spread<UpSampling2D<256>>>() < 1e-5);
  CHECK(worst_gradient<Spread<Resizing<256, 256, Bilinear>>>() < 1e-5);
  CHECK(worst_gradient<Spread<Resizing<256, 256, Nearest>>>() < 1e-5);
  CHECK(worst_gradient<Signal<Embedding<4, 3>>>() < 1e-5);
}

TEST_CASE("gradients through long reductions hold 1e-4") {
  CHECK(worst_gradient<Sequential<Input<4>, Dense<2>, Dense<65536>>>() < 1e-5);
  CHECK(worst_gradient<Sequential<Input<1, 1, 2>, Conv2D<2, 1>, Conv2D<65536, 1>>>() < 1e-5);
  CHECK(worst_gradient<Sequential<Input<2100, 2>, MultiHeadAttention<1>>>() < 1e-4);
}

TEST_CASE("gradients of many samples hold 1e-4, also where they are not a multiple of what is added at once") {
  CHECK(worst_gradient<Sequential<Input<3>, Dense<2>>>(0.1f, 500000) < 1e-5);
  CHECK(worst_gradient<Sequential<Input<3>, Dense<2>>>(0.1f, 8 * 256 - 7) < 1e-5);
  CHECK(worst_gradient<Sequential<Input<2, 2, 3>, BatchNormalization<>>>(0.1f, 3001) < 1e-5);
}
