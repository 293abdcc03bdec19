// Training with several samples at hand, of networks with several outputs, shared weights and views: the gradients of a
// batch are the sums of those of its samples, and the same bits on any number of threads.
#include <doctest/doctest.h>

#include "../laws.hpp"

using namespace cincel;

namespace {

constexpr int samples = 43;  // shards of five and six

template <class Net>
void batch_is_its_samples() {
  static_assert(GradientLayout<Net, 0>::samples_at_hand >= 4);
  laws::Trial<Net, laws::Exact> alone(1, samples), exact(1, samples);
  laws::Trial<Net, native_pack> one(1, samples), two(2, samples);
  std::vector<double> sum(static_cast<std::size_t>(ParameterLayout<Net>::total));
  double mean = 0;
  for (int i = 0; i < samples; ++i) {
    mean += alone.loss(1, i) / samples;
    for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += alone.engine.gradient(0)[k] / samples;
  }
  CHECK(exact.loss(samples) == doctest::Approx(mean).epsilon(1e-12));
  CHECK(one.loss(samples) == doctest::Approx(mean).epsilon(1e-5));
  CHECK(two.loss(samples) == one.loss(samples));
  constexpr auto& at = ParameterLayout<Net>::offsets;
  for (std::size_t p = 0; p < ParameterLayout<Net>::count; ++p) {
    const std::vector<double> of_parameter(sum.begin() + at[p], sum.begin() + at[p + 1]);
    const double largest = laws::largest_of(of_parameter, 1e-3);
    for (std::size_t k = 0; k < of_parameter.size(); ++k) {
      CHECK(std::abs(exact.engine.gradient(p)[k] - of_parameter[k]) <= 1e-11 * largest);
      CHECK(std::abs(static_cast<double>(one.engine.gradient(p)[k]) - of_parameter[k]) <= 1e-4 * largest);
      CHECK(two.engine.gradient(p)[k] == one.engine.gradient(p)[k]);
    }
  }
}

/// `OfShared` and `OfHead` say how the convolutions are computed.
template <class OfShared, class OfHead>
using Twice =
    Sequential<Input<6, 6, 32>, Shared<"c", Conv2D<32, 3, Same>>, Tanh, Shared<"c", Conv2D<32, 3, Same>>, OfShared,
               Outputs<Output<"a", Conv2D<40, 3>, OfHead, Tanh, Flatten, Dense<64>, Tanh, Dense<5>>,
                       Output<"b", Reshape<9, 4, 32>, AveragePooling2D<2>, Flatten, Dense<70>>>>;

}  // namespace

TEST_CASE("of two outputs behind shared convolutions, all direct") {
  batch_is_its_samples<Twice<Force<"c", "direct">, Force<"a.conv2d", "direct">>>();
}

TEST_CASE("of the same, by tiles of both sizes, forward and backward") {
  batch_is_its_samples<Twice<Force<"c", Winograd<2>>, Force<"a.conv2d", Winograd<4>>>>();
  batch_is_its_samples<Twice<Force<"c", Winograd<4>>, Force<"a.conv2d", Winograd<2>>>>();
}
