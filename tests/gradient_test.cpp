// Floor 6: the gradient of every operator against finite differences of the same forward pass in double precision;
// the number of threads changes no bit.
#include <doctest/doctest.h>

#include <cincel/graph/wiring_error.hpp>
#include <cincel/layers/layers.hpp>
#include <cincel/model/facts.hpp>
#include <cincel/train/engine.hpp>
#include <cincel/train/optimizers.hpp>

#include "random_network.hpp"

using namespace cincel;

namespace {

using Reference = scalar_pack<double, 1>;

template <class Net, class P>
struct Trial {
  using T = typename P::value_type;
  Engine<Net, P> engine;
  std::vector<T> x;
  std::vector<std::uint8_t> labels;
  static constexpr int batch = 5;

  explicit Trial(int threads) : engine(1, threads) {
    const auto parameters = random_parameters<Net>(5);
    const auto inputs = random_numbers(batch * Engine<Net, P>::inputs, 6, -1, 1);
    std::copy(parameters.begin(), parameters.end(), engine.values());
    x.assign(inputs.begin(), inputs.end());
    for (int i = 0; i < batch; ++i) labels.push_back(static_cast<std::uint8_t>(i % Engine<Net, P>::outputs));
  }
  double loss() {
    return engine
        .compute_gradients(
            batch, 1, [&](int i) { return x.data() + i * Engine<Net, P>::inputs; },
            [&](int i, const T* z, T* dz, T scale) {
              return SparseCategoricalCrossentropy{}(z, &labels[static_cast<std::size_t>(i)], Engine<Net, P>::outputs,
                                                     dz, scale);
            })
        .mean_loss();
  }
};

/// Gradients in single precision are those of central differences in double precision, to 1e-4 of the largest.
template <class Net>
void gradient_holds() {
  Trial<Net, native_pack> fast(1);
  Trial<Net, Reference> exact(1);
  const double loss = fast.loss();
  CHECK(loss == doctest::Approx(exact.loss()).epsilon(1e-5));
  constexpr auto& params = graph_of<Net>.params;
  for (std::size_t p = 0; p < params.size(); ++p) {
    if (!params[p].trainable) continue;
    const std::int64_t n = params[p].shape.volume(), stride = n > 60 ? n / 60 : 1;
    std::vector<double> expected, got;
    for (std::int64_t i = 0; i < n; i += stride) {
      double& w = exact.engine.parameter(p)[i];
      const double kept = w, h = 1e-5;
      w = kept + h;
      const double above = exact.loss();
      w = kept - h;
      const double below = exact.loss();
      w = kept;
      expected.push_back((above - below) / (2 * h));
      got.push_back(static_cast<double>(fast.engine.gradient(p)[i]));
    }
    double largest_gradient = 1e-3;
    for (const double e : expected) largest_gradient = std::max(largest_gradient, std::abs(e));
    for (std::size_t i = 0; i < expected.size(); ++i)
      CHECK_MESSAGE(std::abs(got[i] - expected[i]) <= 1e-4 * largest_gradient, params[p].leaf, " of operator ", p);
  }
}

}  // namespace

TEST_CASE_TEMPLATE(
    "gradients are those of finite differences", Net,
    Sequential<Input<11, 11, 1>, Conv2D<12, 3>, ReLU, MaxPooling2D<2>, Conv2D<20, 3>, Tanh, Flatten, Dropout<0.5f>,
               Dense<10>, Softmax>,
    Sequential<Input<7, 9, 6>, Conv2D<9, 3, Same>, BatchNormalization<>, ReLU, Conv2D<17, 3, Stride<2>, Same>, Sigmoid,
               BatchNormalization<>, GlobalAveragePooling2D, Dense<4>, Softmax>,
    Sequential<Input<7, 7, 2>, Rescaling<0.5f, 0.1f>, Conv2D<33, 2, NoBias>, MaxPooling2D<3, Stride<2>, Same>, Sigmoid,
               Conv2D<5, 3, Padding<2>>, Tanh, AveragePooling2D<3, Stride<2>, Same>, Tanh, Softmax, Flatten,
               Dense<7, NoBias>>,
    Sequential<Input<19>, Dense<40>, Tanh, Dropout<0.25f>, Dense<11>, ReLU, Dense<3>, Softmax>) {
  gradient_holds<Net>();
}

TEST_CASE("one thread and two give the same bits") {
  using Net = Sequential<Input<7, 9, 6>, Conv2D<9, 3, Same>, BatchNormalization<>, ReLU, MaxPooling2D<2>, Flatten,
                         Dropout<0.5f>, Dense<4>, Softmax>;
  Trial<Net, native_pack> one(1), two(2);
  CHECK(one.loss() == two.loss());
  for (std::size_t p = 0; p < graph_of<Net>.params.size(); ++p)
    for (std::int64_t i = 0; i < graph_of<Net>.params[p].shape.volume(); ++i)
      CHECK(one.engine.gradient(p)[i] == two.engine.gradient(p)[i]);
}

TEST_CASE("dropout keeps its share and the mean") {
  std::vector<float> mask(100'000);
  kernels::dropout_mask(RandomStream(1, Purpose::dropout), 0.25f, mask.data(), 100'000);
  double sum = 0;
  int zeros = 0;
  for (const float m : mask) sum += static_cast<double>(m), zeros += m == 0.0f;
  CHECK(sum / 100'000 == doctest::Approx(1).epsilon(0.01));
  CHECK(zeros == doctest::Approx(25'000).epsilon(0.02));
}

TEST_CASE("Adam's first step is its learning rate, whatever the size of the gradient") {
  double w[2] = {1, 1}, m[2] = {}, v[2] = {};
  const double g[2] = {0.5, -200};
  double* const slots[] = {m, v};
  Adam{}.update(w, g, slots, 2, 1);
  CHECK(w[0] == doctest::Approx(0.999).epsilon(1e-6));
  CHECK(w[1] == doctest::Approx(1.001).epsilon(1e-6));
}

TEST_CASE("SGD with momentum follows Keras's formula") {
  double w = 1, v = 0;
  const double g = 2;
  double* const slots[] = {&v};
  const SGD sgd{.learning_rate = 0.5f, .momentum = 0.5f};
  sgd.update(&w, &g, slots, 1, 1);
  CHECK(w == doctest::Approx(0));
  sgd.update(&w, &g, slots, 1, 2);
  CHECK(w == doctest::Approx(-1.5));
}
