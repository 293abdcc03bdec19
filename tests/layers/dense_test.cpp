#include "../laws.hpp"

using namespace cincel;

TEST_CASE_TEMPLATE("Dense obeys the laws", Net, Sequential<Input<13>, Dense<77, NoBias>, ReLU, Dense<3>, Softmax>,
                   Sequential<Input<19>, Dense<40>, Tanh, Dense<11>, Sigmoid, Dense<33>>,
                   Sequential<Input<1>, Dense<1>>, Sequential<Input<64>, Dense<128>, Dense<130>>) {
  laws::obey<Net>();
}

TEST_CASE("a dense layer is a matrix product plus its bias") {
  using Net = Sequential<Input<2>, Dense<3>>;
  // Weights stand [input][unit], as in Keras, then the bias.
  const auto y = laws::run<Net, native_pack>({1, 2, 3, 10, 20, 30, 0.5f, 0.25f, 0.125f}, {1, 2});
  CHECK(y == std::vector<double>{21.5, 42.25, 63.125});
}

static_assert(Sequential<Input<25088>, Dense<4096>>::parameter_count == 102'764'544, "VGG-16's first dense layer");
