// Convolutions of all kinds: plain, grouped, dilated, depthwise, separable, transposed.
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

TEST_CASE_TEMPLATE("groups, dilation, rectangles and odd paddings obey the laws", Net,
                   Sequential<Input<9, 8, 6>, Conv2D<9, 3, Groups<3>, Same>, Tanh,
                              Conv2D<12, 2, Groups<3>, Dilation<2>>, Flatten, Dense<4>>,
                   Sequential<Input<11, 10, 5>, Conv2D<7, 3, Dilation<2>>, ReLU,
                              Conv2D<5, Size(1, 3), Stride<Size(2, 1)>, Dilation<Size(1, 2)>>,
                              Conv2D<3, Size(2, 1), Padding<Pads{1, 0, 2, 3}>>, GlobalAveragePooling2D>,
                   Sequential<Input<31, 4>, Conv1D<9, 5, Stride<2>, Padding<2>>, Tanh,
                              Conv1D<8, 3, Dilation<3>, NoBias>, Conv1D<8, 2, Groups<2>>, Flatten, Dense<3>>) {
  laws::obey<Net>();
}

TEST_CASE_TEMPLATE(
    "depthwise, separable and transposed convolutions obey the laws", Net,
    Sequential<Input<9, 10, 19>, DepthwiseConv2D<3, Same>, BatchNormalization<>, ReLU, DepthwiseConv2D<2, Stride<2>>,
               Tanh, GlobalAveragePooling2D, Dense<3>>,
    // Rows of 19, 10, 5 and 2 pixels by kernels of 5, 3 and 3 columns: several tiles, the last one moved back, and one.
    Sequential<Input<6, 19, 25>, DepthwiseConv2D<5, Same>, ReLU, DepthwiseConv2D<3, Stride<2>, Padding<1>>,
               DepthwiseConv2D<Size(2, 5), Stride<Size(1, 2)>, Same>, DepthwiseConv2D<Size(1, 3), Dilation<1>>,
               GlobalMaxPooling2D>,
    Sequential<Input<8, 9, 5>, DepthwiseConv2D<3, DepthMultiplier<3>, NoBias>, SeparableConv2D<7, 3, Dilation<2>, Same>,
               Flatten, Dense<3>>,
    Sequential<Input<5, 4, 6>, Conv2DTranspose<7, 3, Stride<2>, Same>, Tanh, Conv2DTranspose<5, 2, Stride<2>>,
               GlobalMaxPooling2D>,
    Sequential<Input<5, 4, 3>,
               Conv2DTranspose<19, Size(3, 2), Stride<Size(2, 1)>, Padding<1>, OutputPadding<Size(1, 0)>>,
               Conv2DTranspose<4, 2, Dilation<2>, OutputPadding<1>, NoBias>, GlobalAveragePooling2D>,
    Sequential<Input<9, 3>, Conv1DTranspose<5, 3, Stride<2>>, GlobalAveragePooling1D, Dense<3>>) {
  laws::obey<Net>();
}

// Phases of one, two and four taps; 33 and 40 channels, which are groups and a rest; rows of one tile, of several with the
// last one moved back, of pixels at the border alone; pixels that no tap reaches; what is folded in and what follows.
TEST_CASE_TEMPLATE(
    "transposed convolutions by phases obey the laws", Net,
    Sequential<Input<4, 17, 5>, Conv2DTranspose<33, 4, Stride<2>, Padding<1>>, BatchNormalization<>, ReLU,
               Conv2DTranspose<3, 2, Stride<3>, NoBias>, Tanh, GlobalAveragePooling2D>,
    Sequential<Input<3, 31, 2>, Conv2DTranspose<40, Size(2, 3), Stride<Size(1, 2)>, Dilation<Size(1, 3)>>, GELU,
               Conv2DTranspose<4, 1, Stride<2>, OutputPadding<1>>, BatchNormalization<>, Flatten, Dense<3>>,
    Sequential<Input<2, 3, 130>, Conv2DTranspose<16, 5, Stride<4>, Dilation<2>, Same>, SiLU, MaxPooling2D<3>, Flatten,
               Dense<2>>,
    Sequential<Input<3, 2, 4>, Concat<Conv2DTranspose<7, 3, Stride<2>, Same>, UpSampling2D<2>>, ReLU,
               Conv2DTranspose<2, 3, Dilation<4>>, GlobalMaxPooling2D>) {
  laws::obey<Net>();
}

TEST_CASE_TEMPLATE("depthwise convolutions of 3 x 3 taps and of rows of 5 obey the laws", Net,
                   Sequential<Input<9, 8, 21>, DepthwiseConv2D<3, Stride<2>>, ReLU, DepthwiseConv2D<Size(2, 5), Same>,
                              GlobalAveragePooling2D>,
                   Sequential<Input<13, 12, 8>, DepthwiseConv2D<3, Dilation<2>, Same>, Tanh,
                              DepthwiseConv2D<5, Stride<2>, Same, NoBias>>) {
  laws::obey<Net>();
}

TEST_CASE("a depthwise and a whole convolution that share their weights obey the laws") {
  // {3, 3, 4, 2} to both; the gradient of the one lies as 8 rows of 9, of the other as 2 of 36.
  using Depthwise = Shared<"w", DepthwiseConv2D<3, DepthMultiplier<2>, NoBias>>;
  using Whole = Shared<"w", Conv2D<2, 3, NoBias>>;
  laws::obey<Sequential<Input<5, 6, 4>, Concat<Depthwise, Whole>, GlobalAveragePooling2D, Dense<5>, Softmax>>();
}

TEST_CASE("as many groups as channels is a depthwise convolution") {
  using Grouped = Sequential<Input<5, 5, 4>, Conv2D<4, 3, Groups<4>>>;
  using Depthwise = Sequential<Input<5, 5, 4>, DepthwiseConv2D<3>>;
  static_assert(inference_plan<Grouped>.steps[0].op.kind == Kind::depthwise_conv2d);
  const auto w = random_parameters<Grouped>(1), x = random_numbers(100, 2, -1, 1);
  CHECK(laws::run<Grouped, native_pack>(w, x) == laws::run<Depthwise, native_pack>(w, x));
}

TEST_CASE("output padding may be as large as the stride or the dilation allows, as in PyTorch") {
  using Signal = Sequential<Input<2, 1>, Conv1DTranspose<1, 2, Dilation<3>, OutputPadding<2>, NoBias>>;
  CHECK(laws::run<Signal, native_pack>({1, 2}, {1, 10}) == std::vector<double>{1, 10, 0, 2, 20, 0, 0});
  using Cut = Sequential<Input<2, 1>, Conv1DTranspose<1, 2, Dilation<3>, Padding<1>, OutputPadding<2>, NoBias>>;
  CHECK(laws::run<Cut, native_pack>({1, 2}, {1, 10}) == std::vector<double>{10, 0, 2, 20, 0});
  using Map = Sequential<Input<5, 6, 4>, Conv2DTranspose<4, 3, Dilation<3>, Stride<2>, OutputPadding<2>>>;
  static_assert(Map::output_shape == Shape(17, 19, 4));
  using Sides = Sequential<Input<5, 6, 4>, Conv2DTranspose<4, 3, Dilation<Size(1, 3)>, OutputPadding<Size(0, 2)>>>;
  static_assert(Sides::output_shape == Shape(7, 14, 4));
}

TEST_CASE("a transposed convolution of one pixel is its kernel") {
  using Net = Sequential<Input<1, 2, 1>, Conv2DTranspose<1, 2, Stride<2>, NoBias>>;
  CHECK(laws::run<Net, native_pack>({1, 2, 3, 4}, {1, 10}) == std::vector<double>{1, 2, 10, 20, 3, 4, 30, 40});
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
