// How many shards a batch is cut into, and what that costs and keeps.
#include <doctest/doctest.h>

#include <cincel/training.hpp>
#include <cincel/zoo/resnet.hpp>

#include <vector>

using namespace cincel;

namespace {

using Small = Sequential<Input<8, 8, 1>, Conv2D<4, 3>, ReLU, Flatten, Dense<10>, Softmax>;
/// Just more parameters than eight shards are for; the batch normalisation makes its statistics from the shards too.
using Large = Sequential<Input<2048>, Dense<4096>, BatchNormalization<>, ReLU, Dense<4>>;

static_assert(shards_for(0) == 8 && shards_for(1) == 8 && shards_for(1 << 23) == 8);
static_assert(shards_for((1 << 23) + 1) == 4 && shards_for(std::int64_t{1} << 40) == 4);
static_assert(Engine<Small, native_pack>::max_shards == 8);
static_assert(Engine<Large, native_pack>::max_shards == 4);
static_assert(Engine<Large, scalar_pack<double, 1>>::max_shards == 4, "float and double add up in the same order");

/// Bytes of the shards' gradients of a network where each parameter has one, in float32.
template <class Net>
constexpr std::int64_t bytes_of_shards = shards_for(ParameterLayout<Net>::total) * ParameterLayout<Net>::total * 4;
static_assert(bytes_of_shards<zoo::ResNet50<>> == 409'762'432);  // 410 MB; eight shards were 820 MB
static_assert(bytes_of_shards<Small> == 8 * (4 * 9 + 4 + 144 * 10 + 10) * 4);

constexpr std::size_t samples = 5;  // three shards have one, the last has two

std::vector<float> numbers(std::size_t n, std::uint32_t stream) {
  RandomStream random(1, Purpose::self_test, stream);
  std::vector<float> v(n);
  for (float& x : v) x = random.uniform() - 0.5f;
  return v;
}

std::vector<float> trained_on(int threads) {
  Model<Large, Adam, MeanSquaredError> model({}, {}, {.seed = 3, .threads = threads});
  const std::vector<float> x = numbers(samples * 2048, 1), y = numbers(samples * 4, 2);
  for (int step = 0; step < 2; ++step) model.train_on_batch(x, y);
  const float* const values = model.parameter(0).data();
  return {values, values + ParameterLayout<Large>::total};
}

}  // namespace

TEST_CASE("a network so large that it has four shards trains to the same bits on 1, 2, 3 and 6 threads") {
  const std::vector<float> one = trained_on(1);
  for (const int threads : {2, 3, 6}) CHECK_MESSAGE(trained_on(threads) == one, threads, " threads");
}

TEST_CASE("the gradient of four shards is the mean of the samples' gradients, to 1e-6 of the largest") {
  using Net = Sequential<Input<2048>, Dense<4096>, ReLU, Dense<4>>;
  static_assert(Engine<Net, native_pack>::max_shards == 4);
  Model<Net, SGD, MeanSquaredError> model({}, {}, {.threads = 2});
  const std::vector<float> x = numbers(samples * 2048, 1), y = numbers(samples * 4, 2);
  const std::span<const float> all_x(x), all_y(y);
  std::vector<double> mean(4096);  // of the first layer's bias
  for (std::size_t i = 0; i < samples; ++i) {
    model.compute_gradients(all_x.subspan(i * 2048, 2048), all_y.subspan(i * 4, 4));
    for (std::size_t k = 0; k < mean.size(); ++k) mean[k] += static_cast<double>(model.gradient(1)[k]) / samples;
  }
  model.compute_gradients(x, y);
  double largest = 0, worst = 0;
  for (std::size_t k = 0; k < mean.size(); ++k) {
    largest = std::max(largest, std::abs(mean[k]));
    worst = std::max(worst, std::abs(mean[k] - static_cast<double>(model.gradient(1)[k])));
  }
  CHECK(largest > 0);
  CHECK(worst < 1e-6 * largest);
}
