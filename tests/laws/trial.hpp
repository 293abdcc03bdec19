// A training step as a value, and the laws of it. What does not differ between networks is compiled once: only `Trial` is
// a template on the network.
#pragma once

#include <cincel/training.hpp>

#include "prediction.hpp"

#include <memory>

namespace laws {

inline constexpr int batch = 5;

/// Half the squared distance of every number of every output from a target, the mean over each output: no output is left
/// out, and no number weighs little. `at` are the outputs' offsets; dz may be null.
template <class T>
double distance_of(std::span<const std::int64_t> at, const T* const* z, std::int64_t sample, T* const* dz, T scale) {
  double loss = 0;
  for (std::size_t o = 0; o + 1 < at.size(); ++o) {
    const std::int64_t n = at[o + 1] - at[o];
    for (std::int64_t k = 0; k < n; ++k) {
      const double target = 0.25 * static_cast<double>((k + 3 * sample + 2 * static_cast<std::int64_t>(o)) % 7) - 0.75;
      const double d = static_cast<double>(z[o][k]) - target;
      loss += d * d / (2 * static_cast<double>(n));
      if (dz != nullptr) dz[o][k] = scale * static_cast<T>(d / static_cast<double>(n));
    }
  }
  return loss;
}

/// An engine with known parameters and a batch, of any network. No softmax is left to the loss.
template <class T>
class AnyTrial {
 public:
  virtual ~AnyTrial() = default;
  /// Mean loss of `n` samples from sample `first`; leaves the gradient in the engine.
  double loss(int n = batch, int first = 0) { return step(n, first); }

  std::span<T> values;
  std::span<const T> gradient;
  std::span<const Param> params;
  std::span<const std::int64_t> at;  // where each parameter begins

 private:
  virtual double step(int n, int first) = 0;
};

template <class Net, class P>
class Trial final : public AnyTrial<typename P::value_type> {
 public:
  using T = typename P::value_type;
  using E = Engine<Net, P, 0>;
  E engine;

  explicit Trial(int threads, int samples = batch) : engine(1, threads) {
    constexpr auto n = static_cast<std::size_t>(ParameterLayout<Net>::total);
    this->values = {engine.values(), n};
    this->gradient = {engine.gradients(), n};
    this->params = span_of(graph_of<Net>.params);
    this->at = span_of(ParameterLayout<Net>::offsets);
    const auto parameters = random_parameters<Net>(5);
    const auto inputs = random_numbers(samples * E::inputs, 6, -1, 1);
    std::copy(parameters.begin(), parameters.end(), engine.values());
    x_.assign(inputs.begin(), inputs.end());
  }

 private:
  double step(int n, int first) override {
    return engine
        .compute_gradients(
            n, 1, [&](int i, int) { return x_.data() + (first + i) * E::inputs; },
            [&](int i, const OutputValue<T>* o, T scale) {
              std::array<const T*, OutputLayout<Net>::count> z{};
              std::array<T*, OutputLayout<Net>::count> dz{};
              for (std::size_t k = 0; k < z.size(); ++k) z[k] = o[k].z, dz[k] = o[k].dz;
              return SampleLoss{
                  distance_of<T>(span_of(OutputLayout<Net>::offsets), z.data(), first + i, dz.data(), scale), 0};
            })
        .mean_loss();
  }
  std::vector<T> x_;
};

template <class T>
using MakeTrial = std::unique_ptr<AnyTrial<T>> (*)(int threads);
template <class Net, class P>
std::unique_ptr<AnyTrial<typename P::value_type>> make_trial(int threads) {
  return std::make_unique<Trial<Net, P>>(threads);
}

/// How many elements of a parameter are varied.
inline constexpr std::int64_t differences = 60;

/// Central differences of the loss by some elements of parameter `p`, every `stride`-th.
inline std::vector<double> differences_of(AnyTrial<double>& exact, std::size_t p, std::int64_t stride) {
  std::vector<double> all;
  for (std::int64_t i = exact.at[p]; i < exact.at[p + 1]; i += stride) {
    double& w = exact.values[static_cast<std::size_t>(i)];
    const double kept = w, h = 1e-6;
    w = kept + h;
    const double above = exact.loss();
    w = kept - h;
    const double below = exact.loss();
    w = kept;
    all.push_back((above - below) / (2 * h));
  }
  return all;
}

/// To 1e-4 of the largest gradient of the parameter. One whose gradient is zero because its terms cancel, as that of a bias
/// before a normalisation, has errors of its terms' size: to 1e-6 of the largest of the network.
inline void gradients_agree(AnyTrial<float>& fast, AnyTrial<double>& exact) {
  CHECK(fast.loss() == doctest::Approx(exact.loss()).epsilon(1e-5));
  const auto stride_of = [&](std::size_t p) {
    return (std::max)((exact.at[p + 1] - exact.at[p]) / differences, std::int64_t{1});
  };
  std::vector<std::vector<double>> expected(exact.params.size());
  double largest = 0;
  for (std::size_t p = 0; p < expected.size(); ++p) {
    if (!exact.params[p].trainable) continue;
    expected[p] = differences_of(exact, p, stride_of(p));
    largest = largest_of(expected[p], largest);
  }
  for (std::size_t p = 0; p < expected.size(); ++p) {
    const double own = largest_of(expected[p], 0),
                 scale = own < 1e-7 * largest ? 1e-6 * largest : 1e-4 * (std::max)(own, 1e-3);
    for (std::size_t i = 0; i < expected[p].size(); ++i) {
      const auto got = static_cast<double>(
          fast.gradient[static_cast<std::size_t>(exact.at[p] + static_cast<std::int64_t>(i) * stride_of(p))]);
      CHECK_MESSAGE(std::abs(got - expected[p][i]) <= scale, exact.params[p].leaf, " of parameter ", p);
    }
  }
}
template <class Net>
void gradients_agree() {
  gradients_agree(*make_trial<Net, native_pack>(1), *make_trial<Net, Exact>(1));
}

/// To 1e-9 in double precision, all outputs. Networks whose training differs from their inference are left out.
inline void evaluation_is_training(AnyTrial<double>& t, const Prediction<double>& p,
                                   const std::vector<float>& parameters) {
  double mean = 0;
  const std::int64_t size = p.input_at.back();
  const auto all = random_numbers(batch * size, 6, -1, 1);
  for (int i = 0; i < batch; ++i) {
    const auto first = all.begin() + i * size;
    const auto y = outputs_of(p, parameters, {first, first + size});
    std::vector<const double*> z;
    for (std::size_t o = 0; o + 1 < p.output_at.size(); ++o) z.push_back(y.data() + p.output_at[o]);
    mean += distance_of<double>(p.output_at, z.data(), i, nullptr, 1.0) / batch;
  }
  CHECK(t.loss() == doctest::Approx(mean).epsilon(1e-9));
}

inline void batch_is_its_samples(AnyTrial<double>& t) {
  double mean = 0;
  std::vector<double> sum(t.gradient.size());
  for (int i = 0; i < batch; ++i) {
    mean += t.loss(1, i) / batch;
    for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += t.gradient[k] / batch;
  }
  CHECK(t.loss() == doctest::Approx(mean).epsilon(1e-12));
  const double scale = 1e-12 * largest_of(sum, 1e-3);
  for (std::size_t k = 0; k < sum.size(); ++k) CHECK(std::abs(t.gradient[k] - sum[k]) <= scale);
}

inline void threads_agree(AnyTrial<float>& one, AnyTrial<float>& two) {
  CHECK(one.loss() == two.loss());
  CHECK(std::equal(one.gradient.begin(), one.gradient.end(), two.gradient.begin(), two.gradient.end()));
}

}  // namespace laws
