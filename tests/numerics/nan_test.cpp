// A NaN in any place of any layer's input reaches exactly the outputs that it reaches in PyTorch: for vector registers of
// the instruction set that this is compiled for, for the scalar twin, and in a constant expression.
#include <doctest/doctest.h>

#include <cincel/training.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>

#include "../random_network.hpp"
#include "../single_layers.hpp"

using namespace cincel;

namespace {

constexpr float not_a_number = std::numeric_limits<float>::quiet_NaN();

/// How many numbers are NaN, and the hash of their places that reference/make_layer_reference.py makes.
template <class T>
std::pair<float, float> places_of_nan(const T* y, std::int64_t n) {
  std::int64_t count = 0;
  std::uint32_t hash = 0;
  for (std::int64_t i = 0; i < n; ++i)
    if (y[i] != y[i]) {
      ++count;
      hash = (hash * 16777619u) ^ static_cast<std::uint32_t>(i + 1);
    }
  return {static_cast<float>(count), static_cast<float>(hash & 0xffffffu)};
}

template <class P>
void spreads_as_in_pytorch() {
  const reference::File file("nan.safetensors");
  single_layers::for_each([&]<class Net>(const char* name) {
    // Of these PyTorch reads neighbours with the weight 0, at borders and where its rounding says so: see below.
    for (const char* bilinear : {"resizing", "resizing_between", "upsampling_bilinear"})
      if (name == std::string_view(bilinear)) return;
    single_layers::Layer<Net, P> layer;
    const auto expected = file[name];
    auto x = layer.input();
    REQUIRE(expected.size() == 2 * x.size());
    for (std::size_t i = 0; i < x.size(); ++i) {
      const auto kept = x[i];
      x[i] = static_cast<typename P::value_type>(not_a_number);
      const auto found = places_of_nan(layer(x), Net::output_shape.volume());
      x[i] = kept;
      CHECK_MESSAGE(found.first == expected[2 * i], std::string(name), ": NaN in place ", i, " is in ", found.first,
                    " outputs");
      CHECK_MESSAGE(found.second == expected[2 * i + 1], std::string(name), ": NaN in place ", i,
                    " is in other outputs");
    }
  });
}

}  // namespace

TEST_CASE("NaN spreads as in PyTorch, in vector registers") { spreads_as_in_pytorch<native_pack>(); }
#if defined CINCEL_SCALAR
TEST_CASE("NaN spreads as in PyTorch, in a scalar twin of one lane") { spreads_as_in_pytorch<scalar_pack<float, 1>>(); }
#endif

namespace {

/// Whether sample `i` of `out` has a share of pixel `x` of `in`, in whole numbers: places in units of 1 / (2 · out).
bool has_share(std::int64_t i, std::int64_t x, std::int64_t in, std::int64_t out) {
  const std::int64_t last = 2 * out * (in - 1), place = std::clamp((2 * i + 1) * in - out, std::int64_t{0}, last);
  return std::abs(place - 2 * out * x) < 2 * out;
}

template <class Net>
void spreads_to_its_shares() {
  single_layers::Layer<Net, native_pack> layer;
  constexpr Shape in = Net::input_shape, out = Net::output_shape;
  auto x = layer.input();
  for (std::int64_t place = 0; place < in.volume(); ++place) {
    const float kept = x[static_cast<std::size_t>(place)];
    x[static_cast<std::size_t>(place)] = not_a_number;
    const float* y = layer(x);
    x[static_cast<std::size_t>(place)] = kept;
    const std::int64_t row = place / in[2] / in[1], column = place / in[2] % in[1];
    for (std::int64_t i = 0; i < out.volume(); ++i) {
      const std::int64_t r = i / out[2] / out[1], c = i / out[2] % out[1];
      const bool reached =
          i % out[2] == place % in[2] && has_share(r, row, in[0], out[0]) && has_share(c, column, in[1], out[1]);
      CHECK((y[i] != y[i]) == reached);
    }
  }
}

}  // namespace

TEST_CASE_TEMPLATE("a bilinear sample is NaN if a pixel that it has a share of is", Net,
                   Sequential<Input<3, 5, 2>, UpSampling2D<Size(2, 3), Bilinear>>,
                   Sequential<Input<7, 9, 3>, Resizing<4, 11>>, Sequential<Input<7, 9, 3>, Resizing<4, 10>>,
                   Sequential<Input<3, 1, 1>, Resizing<9, 4>>) {
  spreads_to_its_shares<Net>();
}

TEST_CASE("a token that is NaN looks up NaN, one beyond the table zeros") {
  using Net = Sequential<Input<3>, Embedding<4, 5>>;
  single_layers::Layer<Net, native_pack> layer;
  const float* y = layer(std::vector<float>{1, not_a_number, 7});
  for (int k = 0; k < 5; ++k) {
    CHECK(y[k] == y[k]);
    CHECK(y[5 + k] != y[5 + k]);
    CHECK(y[10 + k] == 0);
  }
}

TEST_CASE("a causal attention's NaN reaches no earlier step") {
  using Net = Sequential<Input<4, 6>, MultiHeadAttention<2, 3, Causal>>;
  single_layers::Layer<Net, native_pack> layer;
  auto x = layer.input();
  x[2 * 6 + 1] = not_a_number;
  const float* y = layer(x);
  for (int i = 0; i < 24; ++i) CHECK((y[i] != y[i]) == (i >= 12));
}

TEST_CASE("the larger and the smaller of two are NaN if either is, in every lane") {
  float a[native_pack::size], b[native_pack::size], low[native_pack::size], high[native_pack::size];
  for (std::size_t i = 0; i < native_pack::size; ++i) {
    for (std::size_t k = 0; k < native_pack::size; ++k) a[k] = 1, b[k] = 2;
    for (float* broken : {a, b}) {
      broken[i] = not_a_number;
      store_lanes(high, maximum(load<native_pack>(a), load<native_pack>(b)));
      store_lanes(low, minimum(load<native_pack>(a), load<native_pack>(b)));
      CHECK(largest(load<native_pack>(broken)) != largest(load<native_pack>(broken)));
      broken[i] = broken == a ? 1 : 2;
      for (std::size_t k = 0; k < native_pack::size; ++k) {
        CHECK((high[k] == 2) == (k != i));
        CHECK((high[k] != high[k]) == (k == i));
        CHECK((low[k] == 1) == (k != i));
        CHECK((low[k] != low[k]) == (k == i));
      }
    }
    a[i] = not_a_number;
    store_lanes(high, at_least(native_pack(3.0f), load<native_pack>(a)));
    store_lanes(low, at_most(native_pack(0.5f), load<native_pack>(a)));
    for (std::size_t k = 0; k < native_pack::size; ++k) {
      CHECK((k == i ? high[k] != high[k] : high[k] == 3));
      CHECK((k == i ? low[k] != low[k] : low[k] == 0.5f));
    }
  }
}

// clang takes no arithmetic that makes NaN for a constant expression: there such a prediction does not compile.
#if !defined __clang__
namespace {
template <Activation A>
constexpr bool keeps_nan() {
  using One = scalar_pack<float, 1>;
  const float y = kernels::activate<A>(One(not_a_number), 1.0f).v[0],
              g = kernels::activation_gradient<A>(One(not_a_number), One(1.0f), 2.0f).v[0];
  return y != y && g != g;
}
}  // namespace

TEST_CASE("in a constant expression too") {
  static_assert(keeps_nan<Activation::relu>() && keeps_nan<Activation::clipped_relu>() &&
                keeps_nan<Activation::hard_swish>() && keeps_nan<Activation::elu>() && keeps_nan<Activation::tanh>() &&
                keeps_nan<Activation::gelu>() && keeps_nan<Activation::mish>() && keeps_nan<Activation::softsign>());
  static_assert(largest(scalar_pack<float, 3>{}) == 0);
}
#endif

namespace {

/// Whether all gradients of the parameters are NaN after a step on `x`, whose loss has the gradient 1 in all outputs.
template <class Net>
bool gradients_are_nan(const std::vector<float>& x) {
  Engine<Net, native_pack> engine(1, 1);
  const auto parameters = random_parameters<Net>(5);
  std::copy(parameters.begin(), parameters.end(), engine.values());
  engine.compute_gradients(
      1, 1, [&](int, int) { return x.data(); },
      [&](int, const auto* o, float) {
        for (std::int64_t k = 0; k < OutputLayout<Net>::total; ++k) o[0].dz[k] = o[0].z[k];
        return SampleLoss{};
      });
  for (std::size_t i = 0; i < static_cast<std::size_t>(ParameterLayout<Net>::total); ++i)
    if (engine.gradient(0)[i] == engine.gradient(0)[i]) return false;
  return true;
}

/// The last layer reads all of the layer before, so that a NaN anywhere makes the whole gradient NaN.
template <class... L>
using Before = Sequential<Input<6, 6, 2>, L..., Flatten, Dense<3>>;

}  // namespace

TEST_CASE_TEMPLATE("a NaN of the input reaches every gradient, though zeros are skipped", Net,
                   Before<Conv2D<9, 1>, ReLU, GlobalMaxPooling2D>, Before<Conv2D<9, 3>, ReLU, GlobalAveragePooling2D>,
                   Before<Conv2D<4, 3, Same>, LayerNormalization<>>, Before<GroupNormalization<1>>,
                   Before<Conv2DTranspose<3, 2>, GlobalAveragePooling2D>) {
  auto x = random_numbers(72, 6, -1, 1);
  for (const std::size_t place : {14u, 43u}) {
    const float kept = x[place];
    x[place] = not_a_number;
    CHECK(gradients_are_nan<Net>(x));
    x[place] = kept;
    CHECK_FALSE(gradients_are_nan<Net>(x));
  }
}
