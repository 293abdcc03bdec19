// Predictions shared by threads: the same bits as one thread's, however the steps are cut.
#include <doctest/doctest.h>

#include <cincel/parallel.hpp>

#include "random_network.hpp"

using namespace cincel;

namespace {

template <class Net>
struct Weights {
  AlignedVector<float> packed;
  Weights() {
    packed.resize(static_cast<std::size_t>(numbers_in(inference_plan<Net>.weight_bytes)));
    pack_weights<Net>(random_parameters<Net>(3).data(), packed.data());
  }
  WeightsView<Net> view() const { return WeightsView<Net>::from_packed(packed.data()); }
};

template <class Net, int Threads>
void same_bits() {
  static_assert(inference_plan<Net>.macs >= parallel_macs);
  const Weights<Net> weights;
  ThreadPool pool(Threads);
  ParallelInference<Net, Threads> shared(weights.view(), pool);
  Inference<Net> alone(weights.view(), static_arena<Net>());
  for (unsigned seed = 1; seed <= 3; ++seed) {
    const auto x = random_numbers(InputLayout<Net>::total, seed, -1, 1);
    const std::span<const float, static_cast<std::size_t>(InputLayout<Net>::total)> sample(x.data(), x.size());
    alone.predict(sample);
    shared.predict(sample);
    for (std::size_t o = 0; o < OutputLayout<Net>::count; ++o) {
      const auto a = alone.output(o), b = shared.output(o);
      CHECK(std::equal(a.begin(), a.end(), b.begin(), b.end()));
    }
  }
}

/// How the steps of `Net` are cut: 'r' rows, 'c' channels, '.' not.
template <class Net, int Threads>
std::string cuts() {
  std::string text;
  for (const Step& s : inference_plan<Net>.steps) {
    const auto c = detail::cuts_of(s.op, Threads);
    text += c.threads == 1 ? '.' : c.by_channels ? 'c' : 'r';
  }
  return text;
}

template <class... L>
using Block = Residual<Sequential<L...>>;
// Convolutions from the caller's memory, direct, by tiles of both sizes, pooled, with a residual; a map with halos.
using Convolutions =
    Sequential<Input<31, 30, 3>, Conv2D<32, 3, Same>, ReLU, MaxPooling2D<2>,
               Block<Conv2D<32, 3, Same, NoBias>, BatchNormalization<>, ReLU, Conv2D<32, 3, Same>>, ReLU,
               Conv2D<64, 3, Same>, ReLU, MaxPooling2D<2>, Block<Conv2D<64, 3, Same>, Force<"conv2d", Winograd<2>>>,
               Conv2D<72, 1>, Tanh, Conv2D<96, 3, Stride<2>, Groups<3>>, Flatten, Dense<200>, ReLU, Dense<10>, Softmax>;
// Depthwise convolutions, a scale that is one pixel for all, slices of a concatenation, a normalisation before its
// convolution, two outputs.
using Mobile = Sequential<Input<28, 28, 16>, Conv2D<48, 1>, ReLU, DepthwiseConv2D<3, Same>, ReLU,
                          Multiply<Identity, Sequential<GlobalAveragePooling2D, Dense<48>, Sigmoid, Reshape<1, 1, 48>>>,
                          Concat<Conv2D<32, 3, Same>, Identity, Conv2D<24, 1>>, BatchNormalization<>, ReLU,
                          Conv2D<96, 3>, DepthwiseConv2D<5, Stride<2>>, SiLU,
                          Outputs<Output<"a", GlobalAveragePooling2D, Dense<10>, Softmax>, Output<"b", Conv2D<5, 1>>>>;

}  // namespace

TEST_CASE("two and three threads give the bits of one") {
  same_bits<Convolutions, 2>();
  same_bits<Convolutions, 3>();
  same_bits<Mobile, 2>();
  same_bits<Mobile, 3>();
}

TEST_CASE("steps are cut by rows where these fit the tiles, else by channels; small ones not at all") {
  using Net = Sequential<Input<56, 56, 64>, Conv2D<64, 3, Same>, MaxPooling2D<3, Stride<2>, Padding<1>>,
                         Conv2D<64, 3, Same>, ReLU, GlobalAveragePooling2D, Dense<2000>, Dense<10>>;
  CHECK(cuts<Net, 2>() == "rr.c.c.");
  CHECK(cuts<Net, 1>() == ".......");
  using Odd = Sequential<Input<7, 7, 512>, Conv2D<512, 1>, Conv2D<16, 1>>;
  CHECK(cuts<Odd, 2>() == "cr");
}

TEST_CASE("a network that is too small is predicted by the caller; a pool that is too small is refused") {
  using Net = Sequential<Input<4>, Dense<3>>;
  const Weights<Net> weights;
  ThreadPool pool(2), one(1);
  ParallelInference<Net, 2> net(weights.view(), pool);
  Inference<Net> alone(weights.view());
  const std::array<float, 4> x{1, 2, 3, 4};
  CHECK(net.predict(x)[2] == alone.predict(x)[2]);
  CHECK_THROWS_WITH_AS((ParallelInference<Net, 2>(weights.view(), one)),
                       "ParallelInference: the pool has 1 of 2 threads", std::invalid_argument);
}
