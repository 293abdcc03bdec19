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
template <class Net>
std::vector<float> gradients(Regression<Net>& model, std::size_t n, float scale) {
  std::vector<float> x = inputs<Net>(n), all;
  for (float& v : x) v *= scale;
  model.compute_gradients(x, numbers(n * static_cast<std::size_t>(Net::output_shape.volume()), 2));
  for (std::size_t p = 0; p < ParameterLayout<Net>::count; ++p)
    all.insert(all.end(), model.gradient(p).begin(), model.gradient(p).end());
  return all;
}

/// The gradients of `n` samples are the same bits on a model that has made others before, larger and not finite ones.
template <class Net>
void forgets() {
  for (const std::size_t n : {std::size_t{1}, std::size_t{7}, std::size_t{8}, std::size_t{41}, std::size_t{300}}) {
    CAPTURE(n);
    for (const int threads : {1, 2}) {
      Regression<Net> fresh({}, {}, {.seed = 3, .threads = threads}), used({}, {}, {.seed = 3, .threads = threads});
      gradients<Net>(used, 130, 1e3f);
      gradients<Net>(used, 20, std::numeric_limits<float>::infinity());
      CHECK(gradients<Net>(used, n, 1) == gradients<Net>(fresh, n, 1));
    }
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
  forgets<Sequential<Input<6, 6, 16>, Conv2D<64, 3, Same, NoBias>, ReLU, Conv2D<32, 3>, ReLU, Flatten, Dense<2>>>();
}
