// Normalisations within one sample.
#include "../laws.hpp"

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
