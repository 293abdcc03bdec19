#include "../laws.hpp"

using namespace cincel;

TEST_CASE_TEMPLATE(
    "BatchNormalization obeys the laws", Net,
    Sequential<Input<7, 9, 6>, Conv2D<9, 3, Same>, BatchNormalization<>, ReLU, Conv2D<17, 3, Stride<2>, Same>, Sigmoid,
               BatchNormalization<>, GlobalAveragePooling2D, Dense<4>, Softmax>,
    Sequential<Input<9, 7, 3>, Conv2D<5, 3, NoBias>, BatchNormalization<NoCenter, Epsilon<0.1f>>, Tanh, Flatten,
               Dense<3>>,
    Sequential<Input<23>, Dense<18>, BatchNormalization<NoScale, Momentum<0.5f>>, Dense<3>>,
    Sequential<Input<9, 11, 5>, BatchNormalization<>, Sigmoid, MaxPooling2D<3, Stride<2>, Same>, Flatten, Dense<2>>) {
  laws::obey<Net>();
}

TEST_CASE("the moving statistics follow Keras's formula, with the biased variance") {
  using Net = Sequential<Input<1>, BatchNormalization<Momentum<0.75f>>, Dense<2>, Softmax>;
  Model<Net> model;
  model.compute_gradients(std::vector<float>{1, 3}, std::vector<std::uint8_t>{0, 1});
  // The batch's mean is 2, its biased variance 1: 0.75 · 0 + 0.25 · 2 and 0.75 · 1 + 0.25 · 1.
  CHECK(model["batch_normalization.moving_mean"_p][0] == doctest::Approx(0.5));
  CHECK(model["batch_normalization.moving_variance"_p][0] == doctest::Approx(1));
}
