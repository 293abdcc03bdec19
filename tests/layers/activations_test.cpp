#include "../laws.hpp"

using namespace cincel;

template <class Layer>
using Behind = Sequential<Input<21>, Dense<35>, Layer, BatchNormalization<>, Layer, Dense<5>>;
template <class Layer>
using InFront = Sequential<Input<5, 3, 7>, Layer, Conv2D<5, 2>, Layer, MaxPooling2D<2>, Flatten, Dense<4>, Softmax>;

TEST_CASE_TEMPLATE("activations obey the laws", Net, Behind<ReLU>, Behind<Sigmoid>, Behind<Tanh>, Behind<Softmax>,
                   InFront<ReLU>, InFront<Sigmoid>, InFront<Tanh>, InFront<Softmax>) {
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

TEST_CASE("Softmax of large numbers does not overflow") {
  const auto p = of<Softmax>({1000, 1000, -1000});
  CHECK(p[0] == doctest::Approx(0.5));
  CHECK(p[1] == doctest::Approx(0.5));
  CHECK(p[2] == 0);
}
