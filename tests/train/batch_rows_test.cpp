// Floor 6: gradients of large dense weights are made for the whole batch at once.
#include <doctest/doctest.h>

#include <cincel/training.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

using namespace cincel;

namespace {

/// No size is a multiple of what a tile or a register has.
using Net = Sequential<Input<70>, Dense<130>, ReLU, Dropout<0.25f>, Dense<67>, ReLU, Dense<3>>;
/// Here the batch goes through the step in phases.
using Normalized = Sequential<Input<70>, Dense<130>, BatchNormalization<>, ReLU, Dense<67>, ReLU, Dense<3>>;
/// Two uses share the first weights.
using Twice = Sequential<Input<96>, Shared<"d", Dense<96>>, ReLU, Shared<"d", Dense<96>>, Dense<97>, Dense<3>>;

template <class N>
using Layout = GradientLayout<N>;
static_assert(std::count(Layout<Net>::leaves_rows.begin(), Layout<Net>::leaves_rows.end(), true) == 2);
static_assert(Layout<Net>::total == 130 + 67 + 67 * 3 + 3, "shards have gradients of all else alone");
static_assert(Layout<Normalized>::any_rows && Layout<Normalized>::plan.normalizations == 1);
static_assert(std::count(Layout<Twice>::leaves_rows.begin(), Layout<Twice>::leaves_rows.end(), true) == 1);

std::vector<float> numbers(std::size_t n, std::uint32_t stream) {
  RandomStream random(1, Purpose::self_test, stream);
  std::vector<float> v(n);
  for (float& x : v) x = random.uniform() - 0.5f;
  return v;
}

/// The gradient of `n` samples in pack `P`, on so many threads: all parameters.
template <class N, class P>
std::vector<double> gradient_of(int n, int threads) {
  using T = typename P::value_type;
  using E = Engine<N, P, 0>;
  E engine(3, threads);
  const std::vector<float> drawn = numbers(static_cast<std::size_t>(n * E::inputs), 1);
  const std::vector<T> x(drawn.begin(), drawn.end());
  for (int step = 1; step <= 2; ++step)  // the second finds numbers of the first everywhere
    engine.compute_gradients(
        n, 7, [&](int i, int) { return x.data() + i * E::inputs; },
        [](int i, const OutputValue<T>* o, T scale) {
          double loss = 0;
          for (int k = 0; k < 3; ++k) {
            const double d = static_cast<double>(o->z[k]) - std::sin(i + k);
            loss += d * d;
            o->dz[k] = static_cast<T>(2 * d) * scale;
          }
          return SampleLoss{loss, 0};
        });
  return {engine.gradients(), engine.gradients() + ParameterLayout<N>::total};
}

/// In float on 1, 2 and 5 threads the same bits, and to 1e-5 of the largest number the gradient in double.
template <class N>
void holds(int n) {
  CAPTURE(n);
  const std::vector<double> one = gradient_of<N, native_pack>(n, 1),
                            exact = gradient_of<N, scalar_pack<double, 1>>(n, 3);
  for (const int threads : {2, 5}) CHECK(gradient_of<N, native_pack>(n, threads) == one);
  double largest = 0, worst = 0;
  for (std::size_t i = 0; i < one.size(); ++i) {
    largest = std::max(largest, std::abs(exact[i]));
    worst = std::max(worst, std::abs(one[i] - exact[i]));
  }
  CHECK(largest > 0);
  CHECK(worst < 1e-5 * largest);
}

/// Stands for the kernels: a row gives 1 to each number of a matrix, which begins with that or is added to.
struct Ones {
  static void add(const TrainingStep& t, const BatchRows<float>&, std::int64_t n, const MatrixPart& part, bool begin,
                  float* dw) {
    const std::int64_t units = t.forward.op.out.volume();
    for (std::int64_t i = part.first_input; i < part.end_input; ++i)
      for (std::int64_t k = part.first_unit; k < part.end_unit; ++k)
        dw[i * units + k] = (begin ? 0 : dw[i * units + k]) + static_cast<float>(n);
  }
  static constexpr auto add_rows = [] {
    fixed_array<decltype(&add), Layout<Net>::steps.size()> all{};
    for (auto& function : all) function = &add;
    return all;
  }();
};

}  // namespace

TEST_CASE("gradients of large dense weights are those of the batch: one round, several, fewer samples than shards") {
  for (const int n : {1, 5, 128, 300, 1030}) holds<Net>(n);
}

TEST_CASE("the same behind a batch normalisation, which cuts the step, and beside layers that share weights") {
  for (const int n : {5, 300}) holds<Normalized>(n);
  for (const int n : {5, 300}) holds<Twice>(n);
}

TEST_CASE("rounds have each sample once, shard after shard, in rows one after another") {
  for (const int n : {1, 7, 8, 255, 256, 257, 300, 2000}) {
    const Shards shards(n, 8);
    const impl::Rounds rounds(shards, 32);
    std::vector<int> seen(static_cast<std::size_t>(n));
    for (int r = 0; r < rounds.count(); ++r) {
      std::int64_t row = 0;
      for (int s = 0; s < shards.count(); ++s)
        for (int i = rounds.begin(s, r); i < rounds.end(s, r); ++i) {
          ++seen[static_cast<std::size_t>(i)];
          CHECK(rounds.row_of(s, i) == row++);
        }
      CHECK(rounds.size(r) == row);
      CHECK(row <= 256);
    }
    CHECK(std::count(seen.begin(), seen.end(), 1) == n);
    CHECK(impl::Rounds(shards, 0).count() == 1);
  }
}

TEST_CASE("sums of very many rounds are set aside and added up") {
  for (const int rounds : {1, 256, 257, 700}) {
    impl::RowsOfSteps<Net, float, all_outputs> rows;
    ThreadPool pool(2);
    std::vector<float> gradient(static_cast<std::size_t>(ParameterLayout<Net>::total), 5.0f);
    rows.begin(1, rounds);
    for (int r = 0; r < rounds; ++r) rows.add<Ones>(0, r, 1, gradient.data(), pool);
    rows.finish(gradient.data());
    for (std::size_t p = 0; p < ParameterLayout<Net>::count; ++p) {
      const auto first = gradient.begin() + ParameterLayout<Net>::offsets[p],
                 end = gradient.begin() + ParameterLayout<Net>::offsets[p + 1];
      const float expected = Layout<Net>::is_of_rows[p] ? static_cast<float>(rounds) : 5.0f;
      CHECK(std::count(first, end, expected) == end - first);
    }
  }
}
