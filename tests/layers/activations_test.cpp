#include "../laws.hpp"

using namespace cincel;

template <class Layer>
using Behind = Sequential<Input<21>, Dense<35>, Layer, BatchNormalization<>, Layer, Dense<5>>;
template <class Layer>
using InFront = Sequential<Input<5, 3, 7>, Layer, Conv2D<5, 2>, Layer, MaxPooling2D<2>, Flatten, Dense<4>, Softmax>;

// Each activation alone, fused behind a convolution, behind batch normalisation, in front of pooling.
template <class A, class B, class C, class D>
using Four = Sequential<Input<6, 5, 3>, A, Conv2D<7, 2>, B, BatchNormalization<>, C, Conv2D<9, 2>, D, MaxPooling2D<2>,
                        Flatten, A, Dense<6>, B, Dense<4>>;

// Convolutions whose activation follows some rows behind (one row of pixels, several, the last ones), and inside of a long
// row; whole vectors and a part of one.
template <class A, class B>
using Rows = Sequential<Input<10, 13, 2>, Conv2D<35, 2>, A, Conv2D<7, 1>, B>;
template <class A, class B>
using LongRows = Sequential<Input<2, 96, 2>, Conv2D<37, 2>, A, Conv2D<5, 1>, B>;

TEST_CASE_TEMPLATE("activations obey the laws", Net, Behind<ReLU>, Behind<Softmax>, InFront<Sigmoid>, InFront<Tanh>,
                   Four<LeakyReLU<0.1f>, ELU<0.7f>, SELU, ClippedReLU<0.5f>>,
                   Four<HardSigmoid, Softplus, Softsign, Exponential>, Four<GELU, GELUTanh, SiLU, Mish>,
                   Four<HardSwish, LogSoftmax, PReLU, ReLU6>, Four<HardTanh, HardTanh, HardTanh, HardTanh>,
                   Four<SiLU, PReLU, GELU, HardSwish>, Rows<SiLU, Tanh>, LongRows<GELU, Sigmoid>) {
  laws::obey<Net>();
}

namespace {
template <class Layer>
std::vector<double> of(const std::vector<float>& x) {
  return laws::run<Sequential<Input<3>, Layer>, native_pack>({}, x);
}
}  // namespace

TEST_CASE("activations by hand") {
  CHECK(of<ReLU>({-1, 0, 2}) == std::vector<double>{0, 0, 2});
  const auto s = of<Sigmoid>({0, 1, -1000});
  CHECK(s[0] == doctest::Approx(0.5));
  CHECK(s[1] == doctest::Approx(0.7310585786));
  CHECK(s[2] == doctest::Approx(0));
  const auto t = of<Tanh>({0, 0.5f, 1000});
  CHECK(t[0] == doctest::Approx(0));
  CHECK(t[1] == doctest::Approx(0.4621171573));
  CHECK(t[2] == doctest::Approx(1));
}

TEST_CASE("activations are exact where they must be") {
  constexpr float beyond = std::numeric_limits<float>::infinity();
  CHECK(of<Exponential>({0, -beyond, beyond}) == std::vector<double>{1, 0, static_cast<double>(beyond)});
  CHECK(of<Sigmoid>({0, -beyond, beyond}) == std::vector<double>{0.5, 0, 1});
  CHECK(of<Tanh>({0, -beyond, beyond}) == std::vector<double>{0, -1, 1});
  CHECK(of<GELU>({0, -beyond, -30}) == std::vector<double>{0, 0, 0});
  CHECK(of<SiLU>({0, -beyond, 100}) == std::vector<double>{0, 0, 100});
  CHECK(of<ELU<>>({0, -beyond, 1}) == std::vector<double>{0, -1, 1});
  CHECK(of<Softplus>({-beyond, -200, 100}) == std::vector<double>{0, 0, 100});
  CHECK(of<Softmax>({5, 5, -beyond}) == std::vector<double>{0.5, 0.5, 0});
}

// Values of PyTorch 1.13.0a0 in float64 at −2, 0.5 and 3, to ten digits.
TEST_CASE("the other activations by PyTorch") {
  const auto is = [](const std::vector<double>& y, double a, double b, double c) {
    CHECK(y[0] == doctest::Approx(a).epsilon(1e-6));
    CHECK(y[1] == doctest::Approx(b).epsilon(1e-6));
    CHECK(y[2] == doctest::Approx(c).epsilon(1e-6));
  };
  const std::vector<float> x{-2, 0.5f, 3};
  is(of<LeakyReLU<0.01f>>(x), -0.02, 0.5, 3);
  is(of<ELU<>>(x), -0.8646647168, 0.5, 3);
  is(of<SELU>(x), -1.520166469, 0.5253504937, 3.152102962);
  is(of<ReLU6>(x), 0, 0.5, 3);
  is(of<ClippedReLU<1.0f>>(x), 0, 0.5, 1);
  is(of<HardSigmoid>(x), 0.1666666667, 0.5833333333, 1);
  is(of<HardTanh>(x), -1, 0.5, 1);
  is(of<Softplus>(x), 0.126928011, 0.9740769842, 3.048587352);
  is(of<Softsign>(x), -0.6666666667, 0.3333333333, 0.75);
  is(of<Exponential>(x), 0.1353352832, 1.648721271, 20.08553692);
  is(of<GELU>(x), -0.0455002639, 0.3457312306, 2.995950306);
  is(of<GELUTanh>(x), -0.04540230591, 0.3457140098, 2.996362608);
  is(of<SiLU>(x), -0.238405844, 0.3112296656, 2.85772238);
  is(of<HardSwish>(x), -0.3333333333, 0.2916666667, 3);
  is(of<Mish>(x), -0.2525014827, 0.3752452113, 2.986535005);
  is(of<LogSoftmax>(x), -5.085097246, -2.585097246, -0.08509724636);
}

TEST_CASE("PReLU has a slope a channel, 0.25 at first") {
  using Net = Sequential<Input<1, 2, 2>, PReLU>;
  CHECK(laws::run<Net, native_pack>({0.5f, 2}, {-1, -1, 3, -4}) == std::vector<double>{-0.5, -2, 3, -8});
  Model<Net, Adam, MeanSquaredError> model;
  CHECK(model["p_re_lu.alpha"_p][1] == 0.25f);
}

TEST_CASE("Softmax of large numbers does not overflow") {
  const auto p = of<Softmax>({1000, 1000, -1000});
  CHECK(p[0] == doctest::Approx(0.5));
  CHECK(p[1] == doctest::Approx(0.5));
  CHECK(p[2] == 0);
}
