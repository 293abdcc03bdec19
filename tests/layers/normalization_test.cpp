// Normalisations within one sample.
#include "../laws.hpp"

#include <cmath>

using namespace cincel;

TEST_CASE_TEMPLATE("normalisations obey the laws", Net,
                   Sequential<Input<5, 4, 6>, Conv2D<21, 1>, LayerNormalization<>, Tanh, RMSNormalization<>,
                              UnitNormalization, Flatten, Dense<3>>,
                   Sequential<Input<5, 4, 6>, Conv2D<12, 2>, GroupNormalization<3>, ReLU,
                              InstanceNormalization<NoCenter>, Flatten, Dense<3>>,
                   Sequential<Input<7, 6>, LayerNormalization<NoScale, Epsilon<1e-5f>>, Dense<5>,
                              LayerNormalization<NoCenter, NoScale>, RMSNormalization<NoScale>,
                              GroupNormalization<1, NoScale, NoCenter>, Flatten, Dense<3>>,
                   Sequential<Input<5, 4, 6>, Conv2D<19, 1>, LocalResponseNormalization<5, 0.5f, 0.75f, 2.0f>,
                              Conv2D<4, 1>, LocalResponseNormalization<3>, Flatten, Dense<3>>) {
  laws::obey<Net>();
}

// Groups that end within vectors of channels, and on several; responses of more channels than a vector has, than a short
// sum, than there are; more pixels than a short sum has.
TEST_CASE_TEMPLATE("normalisations across vectors obey the laws", Net,
                   Sequential<Input<3, 4, 2>, Conv2D<70, 1>, GroupNormalization<14>, ReLU, GroupNormalization<2>, Tanh,
                              InstanceNormalization<>, Flatten, Dense<2>>,
                   Sequential<Input<2, 2, 3>, Conv2D<210, 1>, LocalResponseNormalization<203, 1.0f, 0.5f, 1.0f>,
                              Conv2D<40, 1>, LocalResponseNormalization<35, 0.5f, 1.0f, 1.5f>, Conv2D<5, 1>,
                              LocalResponseNormalization<15, 2.0f, 0.25f>, Flatten, Dense<2>>,
                   Sequential<Input<13, 11, 2>, Conv2D<35, 1>, LayerNormalization<>, RMSNormalization<>,
                              GlobalAveragePooling2D, Dense<2>>) {
  laws::obey<Net>();
}

TEST_CASE("a group's normalisation holds however far its numbers lie from zero") {
  using Net = Sequential<Input<6, 7, 20>, GroupNormalization<4, Epsilon<1e-6f>>>;
  std::vector<float> x = random_numbers(6 * 7 * 20, 3, -1, 1);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] += i % 20 < 10 ? 3000.0f : -1500.0f;
  const auto w = random_parameters<Net>(5);
  const auto y = laws::run<Net, native_pack>(w, x);
  for (std::size_t first = 0; first < 20; first += 5) {
    double mean = 0, square = 0;
    const auto for_group = [&](auto f) {
      for (std::size_t pixel = 0; pixel < 42; ++pixel)
        for (std::size_t c = first; c < first + 5; ++c) f(pixel * 20 + c, c);
    };
    for_group([&](std::size_t i, std::size_t) { mean += static_cast<double>(x[i]) / 210; });
    for_group([&](std::size_t i, std::size_t) {
      square += (static_cast<double>(x[i]) - mean) * (static_cast<double>(x[i]) - mean) / 210;
    });
    const double scale = 1 / std::sqrt(square + 1e-6);
    for_group([&](std::size_t i, std::size_t c) {
      const double hat = (static_cast<double>(x[i]) - mean) * scale;
      CHECK(std::abs(y[i] - (hat * static_cast<double>(w[c]) + static_cast<double>(w[20 + c]))) < 2e-6);
    });
  }
}

TEST_CASE("normalisations by hand") {
  const auto run = []<class L>(L, const std::vector<float>& w, const std::vector<float>& x) {
    return laws::run<Sequential<Input<1, 1, 2>, L>, native_pack>(w, x);
  };
  // mean 3, deviation 1: x̂ = −1, 1
  const auto layer = run(LayerNormalization<Epsilon<1e-12f>>{}, {2, 10, 0, 1}, {2, 4});
  CHECK(layer[0] == doctest::Approx(-2));
  CHECK(layer[1] == doctest::Approx(11));
  const auto rms = run(RMSNormalization<>{}, {1, 1}, {3, 4});  // root of 12.5
  CHECK(rms[0] == doctest::Approx(0.8485281374));
  const auto unit = run(UnitNormalization{}, {}, {3, 4});
  CHECK(unit[0] == doctest::Approx(0.6));
  CHECK(unit[1] == doctest::Approx(0.8));
  CHECK(run(UnitNormalization{}, {}, {0, 0})[0] == 0);
  // 3 / (2 + 0.5/3 · (9 + 16))^0.75
  const auto lrn = run(LocalResponseNormalization<3, 0.5f, 0.75f, 2.0f>{}, {}, {3, 4});
  CHECK(lrn[0] == doctest::Approx(3 / std::pow(2 + 0.5 / 3 * 25, 0.75)).epsilon(1e-5));
}
