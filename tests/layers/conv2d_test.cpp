#include "../laws.hpp"

using namespace cincel;

TEST_CASE_TEMPLATE("Conv2D obeys the laws", Net,
                   Sequential<Input<11, 9, 3>, Conv2D<12, 3>, Conv2D<33, 3, Stride<2>, Same>, Flatten, Dense<4>>,
                   Sequential<Input<7, 8, 6>, Conv2D<9, Size(1, 3), NoBias>, ReLU, Conv2D<17, 2, Padding<1>>>,
                   Sequential<Input<9, 9, 5>, Conv2D<20, 1>, Tanh, Conv2D<5, Size(3, 2), Stride<2>>>,
                   Sequential<Input<12, 12, 1>, Conv2D<32, 3>, ReLU, MaxPooling2D<2>, Conv2D<64, 3>, ReLU,
                              MaxPooling2D<2>, Flatten, Dropout<0.5f>, Dense<10>, Softmax>) {
  laws::obey<Net>();
}

TEST_CASE("a 3x3 same convolution of ones counts its neighbours") {
  using Net = Sequential<Input<3, 3, 1>, Conv2D<1, 3, Same, NoBias>>;
  const auto y = laws::run<Net, native_pack>(std::vector<float>(9, 1.0f), std::vector<float>(9, 1.0f));
  CHECK(y == std::vector<double>{4, 6, 4, 6, 9, 6, 4, 6, 4});
}

TEST_CASE("Same with stride 2 on an even map pads below and to the right, as TensorFlow does") {
  using Net = Sequential<Input<4, 4, 1>, Conv2D<1, 3, Stride<2>, Same, NoBias>>;
  static_assert(Net::output_shape == Shape(2, 2, 1));
  const auto y = laws::run<Net, native_pack>(std::vector<float>(9, 1.0f), std::vector<float>(16, 1.0f));
  CHECK(y == std::vector<double>{9, 6, 6, 4});
}

// VGG-16's first layer and ResNet-50's: 3·3·3·64 + 64 and 7·7·3·64.
static_assert(Sequential<Input<224, 224, 3>, Conv2D<64, 3, Same>>::parameter_count == 1792);
using Stem = Sequential<Input<224, 224, 3>, Conv2D<64, 7, Stride<2>, Padding<3>, NoBias>>;
static_assert(Stem::parameter_count == 9408 && Stem::output_shape == Shape(112, 112, 64));
static_assert(Stem::macs == 112LL * 112 * 9408 && Stem::receptive_field == Size(7));
