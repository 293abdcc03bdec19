// A step leaves nothing to the next one: large weights' gradients are written where the last step's numbers stand.
#include <doctest/doctest.h>

#include <cincel/training.hpp>

#include <vector>

using namespace cincel;

namespace {

std::vector<float> numbers(std::size_t n, std::uint32_t stream) {
  RandomStream random(1, Purpose::self_test, stream);
  std::vector<float> v(n);
  for (float& x : v) x = random.uniform() - 0.5f;
  return v;
}

template <class Net>
using Regression = Model<Net, SGD, MeanSquaredError>;

/// Samples `n`, of which every third is all zeros, so that its gradients are: such samples are added in another way.
template <class Net>
std::vector<float> inputs(std::size_t n) {
  constexpr auto size = static_cast<std::size_t>(Net::input_shape.volume());
  std::vector<float> x = numbers(n * size, 1);
  for (std::size_t i = 0; i < n; i += 3) std::fill_n(x.begin() + static_cast<std::ptrdiff_t>(i * size), size, 0.0f);
  return x;
}
/// The gradients of samples `first` to `end` - 1, their inputs times `scale`.
template <class Net>
std::vector<float> gradients(Regression<Net>& model, std::size_t first, std::size_t end, float scale = 1) {
  constexpr auto in = static_cast<std::size_t>(Net::input_shape.volume()),
                 out = static_cast<std::size_t>(Net::output_shape.volume());
  std::vector<float> x = inputs<Net>(end), y = numbers(end * out, 2), all;
  for (float& v : x) v *= scale;
  model.compute_gradients(std::span<const float>(x).subspan(first * in),
                          std::span<const float>(y).subspan(first * out));
  for (std::size_t p = 0; p < ParameterLayout<Net>::count; ++p)
    all.insert(all.end(), model.gradient(p).begin(), model.gradient(p).end());
  return all;
}

/// The gradients of `n` samples are the same bits on a model that has made others before, larger and not finite ones; and
/// the means of the samples' own.
template <class Net>
void forgets() {
  static_assert(impl::TrainingMemory<Net, native_pack, impl::left_to_loss<Net, MeanSquaredError>()>::several,
                "or nothing is written first");
  for (const std::size_t n : {std::size_t{1}, std::size_t{7}, std::size_t{8}, std::size_t{41}, std::size_t{300}}) {
    CAPTURE(n);
    Regression<Net> fresh({}, {}, {.seed = 3, .threads = 1}), used({}, {}, {.seed = 3, .threads = 2});
    gradients<Net>(used, 0, 130, 1e3f);
    gradients<Net>(used, 0, 20, std::numeric_limits<float>::infinity());
    const std::vector<float> all = gradients<Net>(fresh, 0, n);
    CHECK(gradients<Net>(used, 0, n) == all);
    std::vector<double> mean(all.size());
    for (std::size_t i = 0; i < n; ++i) {
      const std::vector<float> one = gradients<Net>(used, i, i + 1);
      for (std::size_t k = 0; k < one.size(); ++k) mean[k] += static_cast<double>(one[k]) / static_cast<double>(n);
    }
    double largest = 0, worst = 0;
    for (std::size_t k = 0; k < all.size(); ++k) {
      largest = std::max(largest, std::abs(mean[k]));
      worst = std::max(worst, std::abs(mean[k] - static_cast<double>(all[k])));
    }
    CHECK(largest > 0);
    CHECK(worst < 1e-5 * largest);
  }
}

}  // namespace

TEST_CASE("gradients of large dense weights are those of this step alone") {
  forgets<Sequential<Input<96>, Dense<100>, ReLU, Dense<96>, Tanh, Dense<3>>>();
}

TEST_CASE("gradients of dense weights that are used twice are") {
  forgets<Sequential<Input<96>, Shared<"d", Dense<96>>, ReLU, Shared<"d", Dense<96>>, Dense<3>>>();
}

TEST_CASE("gradients of large weights over small maps are, of samples that are zero too") {
  forgets<Sequential<Input<4, 4, 16>, Conv2D<64, 3, Same, NoBias>, ReLU, Conv2D<16, 3>, ReLU, Flatten, Dense<2>>>();
}
