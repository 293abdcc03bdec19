// Layers that move numbers, that inference elides or folds, and pre-processing.
#include "../files.hpp"
#include "../laws.hpp"

using namespace cincel;

TEST_CASE_TEMPLATE(
    "Flatten, Dropout and Rescaling obey the laws", Net, Sequential<Input<3, 5, 2>, Flatten, Dense<3>>,
    Sequential<Input<6, 5, 3>, Conv2D<7, 2>, Flatten, Tanh, Flatten, Dense<3>>,
    Sequential<Input<19>, Dense<40>, Dropout<0.25f>, Dense<3>, Dropout<0.5f>>,
    Sequential<Input<6, 7, 3>, Conv2D<5, 3, Same>, Dropout<0.5f>, Conv2D<4, 3, Same>>,
    Sequential<Input<6, 7, 2>, Rescaling<0.5f, 0.1f>, Conv2D<33, 2, NoBias>>,
    Sequential<Input<6, 7, 2>, Rescaling<0.5f, 0.1f>, Conv2D<3, 3, Same>, Rescaling<2.0f, -1.0f>, Flatten, Dense<2>>) {
  laws::obey<Net>();
}

template <class... L>
using Around = Sequential<Input<6, 8, 4>, Conv2D<8, 1>, Tanh, L..., Flatten, Dense<3>>;

TEST_CASE_TEMPLATE("layers that move numbers obey the laws", Net,
                   Around<Reshape<12, -1, 4>, Conv2D<3, 3, Same>, Permute<3, 1, 2>, Cropping2D<Pads{1, 0, 0, 1}>>,
                   Around<ZeroPadding2D<Pads{1, 0, 2, 1}>, Conv2D<4, 3>, UpSampling2D<Size(2, 3)>, Slice<2, 1, -2, 3>>,
                   Around<UpSampling2D<2, Bilinear>, DepthToSpace<2>, Conv2D<4, 2>, Slice<3, -3>>,
                   Around<ChannelPadding<1, 2>, Conv2D<5, 2>, ChannelPadding<0, 3>>,
                   Around<SpaceToDepth<2>, PixelShuffle<2>, PixelUnshuffle<2>, Resizing<5, 3>, CenterCrop<2, 2>>,
                   Around<Resizing<3, 5, Nearest>, Reshape<15, 8>, Permute<2, 1>, ZeroPadding1D<1, 2>, Cropping1D<1, 0>,
                          UpSampling1D<2>, Slice<1, 2, 0, 2>>) {
  laws::obey<Net>();
}

TEST_CASE_TEMPLATE(
    "pre-processing obeys the laws", Net,
    Sequential<Input<6, 7, 3>, Rescaling<0.5f, 0.1f>, Normalization<Mean<0.1f, 0.2f, 0.3f>, Variance<0.5f, 2.0f, 1.0f>>,
               Conv2D<5, 2>, Flatten, Dense<2>>,
    Sequential<Input<6, 7, 5>, Rescaling<0.5f>, Normalization<>, Conv2D<5, 3>, Flatten, Dense<2>>,
    Sequential<Input<6, 7, 3>, Normalization<Mean<0.5f>, Variance<0.25f>>, Conv2D<5, 3, Same>, Flatten, Dense<2>>,
    Sequential<Input<4, 5, 3>, Normalization<Mean<0.1f, 0.2f, 0.3f>, Variance<0.5f>>, Flatten, Dense<2>>,
    Sequential<ByteInput<9, 8, 3>, Resizing<6, 6>, Rescaling<1 / 255.0f>, Conv2D<5, 3, Same>, Flatten, Dense<2>>) {
  laws::obey<Net>();
}

// What is exact is folded into the convolution: one step is left, and no zero is padded around a shifted value.
static_assert(inference_plan<Sequential<ByteInput<8, 8, 3>, Rescaling<1 / 255.0f>,
                                        Normalization<Mean<0.5f>, Variance<0.04f>>, Conv2D<4, 3>>>.steps.size() == 1);
static_assert(inference_plan<Sequential<ByteInput<8, 8, 3>, Rescaling<1 / 255.0f>, Conv2D<4, 3, Same>>>.steps.size() ==
              1);
static_assert(inference_plan<Sequential<Input<8, 8, 3>, Normalization<>, Conv2D<4, 3>>>.steps.size() == 1);
static_assert(inference_plan<Sequential<Input<8, 8, 3>, Normalization<>, Conv2D<4, 3, Same>>>.steps.size() == 2);

TEST_CASE("a network of bytes predicts the same from bytes and from floats") {
  using Net = Sequential<ByteInput<9, 8, 3>, Rescaling<1 / 255.0f, -0.5f>, Conv2D<5, 3, Same>, Flatten, Dense<2>>;
  const auto parameters = random_parameters<Net>(1);
  std::vector<float> packed(static_cast<std::size_t>(numbers_in(inference_plan<Net>.weight_bytes))), x;
  pack_weights<Net>(parameters.data(), packed.data());
  std::array<std::uint8_t, 216> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) x.push_back(bytes[i] = static_cast<std::uint8_t>(i * 37));
  Inference<Net> net(WeightsView<Net>::from_packed(packed.data()));
  const auto y = net.predict(bytes);
  const std::vector<float> from_bytes(y.begin(), y.end());
  const auto z = net.predict(std::span<const float, 216>(x));
  CHECK(from_bytes == std::vector<float>(z.begin(), z.end()));
  const auto exact = laws::run<Net, laws::Exact>(parameters, x);
  for (std::size_t i = 0; i < 2; ++i) CHECK(static_cast<double>(z[i]) == doctest::Approx(exact[i]).epsilon(1e-5));
}

namespace {
/// An input behind the layers of another one's branch.
template <class Second>
using SecondInput =
    Sequential<Concat<Sequential<Input<6, 6, 8>, Conv2D<16, 3, Same>, Tanh, Conv2D<4, 3, Same>>, Second>,
               GlobalAveragePooling2D, Dense<2>>;
}  // namespace

TEST_CASE("bytes are kept until they are read, wherever their input is declared") {
  // All inputs are taken before the first step.
  using Bytes = SecondInput<Sequential<ByteInput<6, 6, 2>, Rescaling<1 / 255.0f>, Tanh>>;
  using Floats = SecondInput<Sequential<Input<6, 6, 2>, Rescaling<1 / 255.0f>, Tanh>>;
  using Behind = SecondInput<Sequential<ByteInput<6, 6, 2>, Rescaling<1 / 255.0f>, Conv2D<3, 3, Same>, ReLU>>;
  static_assert(check::network_fault<Bytes>() == nullptr && check::network_fault<Behind>() == nullptr);
  const auto parameters = random_parameters<Bytes>(1);
  const auto x = random_numbers(6 * 6 * 10, 2, 0, 255);
  CHECK(laws::run<Bytes, laws::Exact>(parameters, x) == laws::run<Floats, laws::Exact>(parameters, x));
}

TEST_CASE("adapt takes mean and variance from data, as Keras does") {
  using Net = Sequential<Input<1, 2, 2>, Normalization<>, Flatten, Dense<2>>;
  Model<Net, Adam, MeanSquaredError> model;
  model.adapt(std::vector<float>{1, 10, 3, 20, 5, 30, 7, 40});
  CHECK(model["normalization.mean"_p][0] == 4);
  CHECK(model["normalization.mean"_p][1] == 25);
  CHECK(model["normalization.variance"_p][0] == 5);
  CHECK(model["normalization.variance"_p][1] == 125);
  CHECK_THROWS_AS(model.adapt(std::vector<float>(3)), std::invalid_argument);
  CHECK_THROWS_AS(model.adapt(std::vector<float>()), std::invalid_argument);
}

namespace {
/// A network's parameters after `adapt`, those of its normalisations first.
template <class Net>
std::vector<float> adapted(const std::vector<float>& x, std::size_t parameters) {
  Model<Net, SGD, MeanSquaredError> model;
  model.adapt(x);
  std::vector<float> all;
  for (std::size_t p = 0; p < parameters; ++p)
    all.insert(all.end(), model.parameter(p).begin(), model.parameter(p).end());
  return all;
}
using Numbers = std::vector<float>;

/// What `adapt` says of a network, of which it changes nothing.
template <class Net>
std::string refused() {
  Model<Net, SGD, MeanSquaredError> model;
  const auto numbers = [&] {
    return Numbers(model.parameter(0).data(), model.parameter(0).data() + ParameterLayout<Net>::total);
  };
  const Numbers before = numbers();
  const std::string sentence = error_of([&] { model.adapt(random_numbers(2 * InputLayout<Net>::total, 1, -5, 5)); });
  CHECK(numbers() == before);
  return sentence;
}
}  // namespace

TEST_CASE("adapt gives each normalisation the statistics of the input that it stands behind") {
  using Flat =
      Sequential<Concat<Sequential<Input<2>, Normalization<>>, Sequential<Input<3>, Normalization<>>>, Dense<1>>;
  const Numbers two_samples{1, 2, 100, 200, 300, 3, 6, 300, 600, 900};
  CHECK(adapted<Flat>(two_samples, 4) == Numbers{2, 4, 1, 4, 200, 400, 600, 100 * 100, 200 * 200, 300 * 300});
  using Second = Sequential<Concat<Input<2>, Sequential<Input<3>, Normalization<>>>, Dense<1>>;
  CHECK(adapted<Second>(two_samples, 2) == Numbers{200, 400, 600, 100 * 100, 200 * 200, 300 * 300});
  using First = Sequential<Concat<Sequential<Input<2>, Normalization<>>, Input<3>>, Dense<1>>;
  CHECK(adapted<First>(two_samples, 2) == Numbers{2, 4, 1, 4});
  // Maps: a channel's statistics are over all pixels of all samples.
  using Maps = Sequential<Concat<Sequential<Input<1, 2, 2>, Normalization<>, Flatten>,
                                 Sequential<ByteInput<2, 1, 3>, Normalization<>, Flatten>>,
                          Dense<1>>;
  CHECK(adapted<Maps>({1, 10, 3, 20, 0, 8,  16, 2, 10, 18,  //
                       5, 30, 7, 40, 4, 12, 20, 6, 14, 22},
                      4) == Numbers{4, 25, 5, 125, 3, 11, 19, 5, 5, 5});
  // Bytes, and two on one input; those whose statistics stand in the type are left alone.
  using Bytes =
      Sequential<ByteInput<2>, Concat<Normalization<>, Normalization<Mean<1.0f>, Variance<4.0f>>, Normalization<>>,
                 Dense<1>>;
  CHECK(adapted<Bytes>({255, 0, 0, 10, 0, 20}, 4) ==
        Numbers{85, 10, 14450, static_cast<float>(200 / 3.0), 85, 10, 14450, static_cast<float>(200 / 3.0)});
}

TEST_CASE("adapt takes a shared normalisation's statistics over the pixels of all its inputs, each input once") {
  using Both = Sequential<Concat<Sequential<Input<2>, Shared<"n", Normalization<>>>, Input<1>,
                                 Sequential<Input<1, 2, 2>, Shared<"n", Normalization<>>, Flatten>>,
                          Dense<1>>;
  CHECK(adapted<Both>({1, 10, 1e6f, 3, 20, 5, 30}, 2) ==
        Numbers{3, 20, static_cast<float>(8 / 3.0), static_cast<float>(200 / 3.0)});
  using Twice = Sequential<Input<2>, Concat<Shared<"n", Normalization<>>, Shared<"n", Normalization<>>>, Dense<1>>;
  CHECK(adapted<Twice>({1, 10, 3, 20, 5, 30}, 2) ==
        Numbers{3, 20, static_cast<float>(8 / 3.0), static_cast<float>(200 / 3.0)});
}

TEST_CASE("adapt refuses a normalisation that it cannot give statistics of data, and changes nothing") {
  using None = Sequential<Input<2>, Normalization<Mean<1.0f>, Variance<4.0f>>, Dense<1>>;
  CHECK(refused<None>() == "adapt: the network has no Normalization<> whose statistics are learnt");
  using Behind = Sequential<Input<2>, Rescaling<0.5f>, Normalization<>, Dense<1>>;
  CHECK(refused<Behind>() ==
        "adapt: the Normalization<> of normalization.mean does not stand directly behind an input");
  using Second = Sequential<Input<2>, Normalization<>, Dense<3>, Normalization<>, Dense<1>>;
  CHECK(refused<Second>() ==
        "adapt: the Normalization<> of normalization_1.mean does not stand directly behind an input");
  using Reused = Sequential<Input<2>, Shared<"n", Normalization<>>, ReLU, Shared<"n", Normalization<>>, Dense<1>>;
  CHECK(refused<Reused>() ==
        "adapt: the Normalization<> of n.normalization.mean does not stand directly behind an input");
}

namespace {
template <class Net>
std::vector<double> moved() {
  std::vector<float> x;
  for (std::int64_t i = 1; i <= Net::input_shape.volume(); ++i) x.push_back(static_cast<float>(i));
  return laws::run<Net, native_pack>({}, x);
}
}  // namespace

TEST_CASE("layers that move numbers, by hand") {
  CHECK(moved<Sequential<Input<2, 3>, Permute<2, 1>>>() == std::vector<double>{1, 4, 2, 5, 3, 6});
  CHECK(moved<Sequential<Input<1, 2, 1>, ZeroPadding2D<Pads{1, 0, 0, 1}>>>() == std::vector<double>{0, 0, 0, 1, 2, 0});
  CHECK(moved<Sequential<Input<2, 2>, ChannelPadding<1, 0>>>() == std::vector<double>{0, 1, 2, 0, 3, 4});
  CHECK(moved<Sequential<Input<3, 3, 1>, Cropping2D<1>>>() == std::vector<double>{5});
  CHECK(moved<Sequential<Input<3, 3, 1>, CenterCrop<2, 2>>>() == std::vector<double>{1, 2, 4, 5});
  CHECK(moved<Sequential<Input<5, 2>, Slice<1, 1, 0, 2>>>() == std::vector<double>{3, 4, 7, 8});
  CHECK(moved<Sequential<Input<1, 2, 1>, UpSampling2D<2>>>() == std::vector<double>{1, 1, 2, 2, 1, 1, 2, 2});
  CHECK(moved<Sequential<Input<1, 2, 1>, UpSampling2D<Size(1, 2), Bilinear>>>() ==
        std::vector<double>{1, 1.25, 1.75, 2});
  // Eight channels become blocks of 2 x 2 pixels of two channels.
  CHECK(moved<Sequential<Input<1, 1, 8>, DepthToSpace<2>>>() == std::vector<double>{1, 2, 3, 4, 5, 6, 7, 8});
  CHECK(moved<Sequential<Input<1, 1, 8>, PixelShuffle<2>>>() == std::vector<double>{1, 5, 2, 6, 3, 7, 4, 8});
  CHECK(moved<Sequential<Input<4, 4, 2>, SpaceToDepth<2>, DepthToSpace<2>>>() ==
        moved<Sequential<Input<4, 4, 2>, Identity>>());
  CHECK(moved<Sequential<Input<4, 4, 2>, PixelUnshuffle<2>, PixelShuffle<2>>>() ==
        moved<Sequential<Input<4, 4, 2>, Identity>>());
  CHECK(moved<Sequential<Input<2, 3>, Reshape<3, 2>>>() == std::vector<double>{1, 2, 3, 4, 5, 6});
}

TEST_CASE("Flatten keeps the order of memory: row, column, channel") {
  using Net = Sequential<Input<2, 1, 2>, Flatten>;
  CHECK(laws::run<Net, native_pack>({}, {1, 2, 3, 4}) == std::vector<double>{1, 2, 3, 4});
}

TEST_CASE("Rescaling multiplies, then adds") {
  using Net = Sequential<Input<2>, Rescaling<0.5f, 1.0f>>;
  CHECK(laws::run<Net, native_pack>({}, {4, -2}) == std::vector<double>{3, 0});
}
