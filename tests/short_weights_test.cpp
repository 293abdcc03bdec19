// Dense layers whose packed weights are bfloat16 or int8: what they compute, held against double, and where they are used.
#include <doctest/doctest.h>

#include <cincel/io/embed.hpp>
#include <cincel/parallel.hpp>
#include <cincel/training.hpp>

#include "laws.hpp"
#include "random_network.hpp"

#include <cmath>

using namespace cincel;

namespace {

template <class Net>
std::vector<float> packed_of(const std::vector<float>& parameters) {
  std::vector<float> packed(static_cast<std::size_t>(numbers_in(inference_plan<Net>.weight_bytes)));
  pack_weights<Net>(parameters.data(), packed.data());
  return packed;
}

template <class Net>
std::vector<float> predict_once(const std::vector<float>& packed, const std::vector<float>& x) {
  constexpr auto size = static_cast<std::size_t>(InputLayout<Net>::total);
  Inference<Net> net(WeightsView<Net>::from_packed(packed.data()), static_arena<Net>());
  const auto y = net.predict(std::span<const float, size>(x.data(), size));
  return {y.begin(), y.end()};
}

/// The way in which the layer of the first step with weights is computed.
template <class Net>
std::string_view way_of() {
  for (const Step& s : inference_plan<Net>.steps)
    if (s.op.params > 0) return implementation_of(s.op).name;
  return "";
}

/// One dense layer of `Inputs` and `Units` against double: within what its format rounds the weights by, and 1e-5 of the
/// sum of magnitudes for the sum itself. The bias of unit k is k / 8.
template <int Inputs, int Units, fixed_string Format>
void holds_its_error() {
  using Net = Sequential<Input<Inputs>, Dense<Units>, Force<"dense", Format>>;
  CHECK(way_of<Net>() == Format.view());
  auto p = random_numbers(std::int64_t{Inputs} * Units + Units, 5, -1, 1);
  for (std::size_t k = 0; k < Units; ++k) p[std::size_t{Inputs} * Units + k] = static_cast<float>(k) / 8;
  const auto x = random_numbers(Inputs, 6, -1, 1);
  const auto y = predict_once<Net>(packed_of<Net>(p), x);
  double worst = 0, largest_share = 0;
  for (std::size_t k = 0; k < Units; ++k) {
    double sum = static_cast<double>(k) / 8, magnitudes = sum, inputs = 0, largest = 0;
    for (std::size_t i = 0; i < Inputs; ++i) {
      const double w = static_cast<double>(p[i * Units + k]), v = static_cast<double>(x[i]);
      sum += w * v;
      magnitudes += std::fabs(w * v);
      inputs += std::fabs(v);
      largest = std::fmax(largest, std::fabs(w));
    }
    const double by_weights = Format.view() == "int8" ? largest / 254 * inputs : magnitudes / 256;
    const double error = std::fabs(static_cast<double>(y[k]) - sum);
    worst = std::fmax(worst, error / (by_weights + 1e-5 * magnitudes));
    largest_share = std::fmax(largest_share, error / (1e-5 * magnitudes));
  }
  CAPTURE(Inputs);
  CAPTURE(Units);
  CHECK(worst <= 1);
  if (Inputs > 8) CHECK(largest_share > 1);  // else they would be float32 weights
}

template <fixed_string Format>
void sizes_hold() {
  holds_its_error<1, 1, Format>();
  holds_its_error<2, 31, Format>();
  holds_its_error<7, 32, Format>();
  holds_its_error<64, 33, Format>();
  holds_its_error<129, 15, Format>();
  holds_its_error<259, 17, Format>();
  holds_its_error<1000, 70, Format>();
  holds_its_error<5001, 49, Format>();
}

}  // namespace

TEST_CASE("each format's error is that of its weights: odd numbers of inputs and units, more and less than a block") {
  sizes_hold<"bfloat16">();
  sizes_hold<"int8">();
}

TEST_CASE("weights that a format has are exact, the largest and the smallest among them") {
  using Half = Sequential<Input<3>, Dense<2, NoBias>, Force<"dense", "bfloat16">>;
  const float large = std::bit_cast<float>(0x7f7f0000u), small = std::bit_cast<float>(0x00010000u);
  const auto y = predict_once<Half>(packed_of<Half>({large, -1.5f, -0.0078125f, small, 3, 254}), {1, 0, 0});
  CHECK(y[0] == large);
  CHECK(y[1] == -1.5f);
  CHECK(predict_once<Half>(packed_of<Half>({large, -1.5f, -0.0078125f, small, 3, 254}), {0, 1, 0})[1] == small);

  using WholeNumbers = Sequential<Input<3>, Dense<2, NoBias>, Force<"dense", "int8">>;
  const std::vector<float> whole = {127, 0, -127, 0, 1, 0};  // the second unit has no weight but 0
  CHECK(predict_once<WholeNumbers>(packed_of<WholeNumbers>(whole), {1, 0, 0}) == std::vector<float>{127, 0});
  CHECK(predict_once<WholeNumbers>(packed_of<WholeNumbers>(whole), {0, 1, 0}) == std::vector<float>{-127, 0});
  CHECK(predict_once<WholeNumbers>(packed_of<WholeNumbers>(whole), {0, 0, 1}) == std::vector<float>{1, 0});
}

TEST_CASE("bfloat16 is the nearest one, of two the even one; int8 too, half a unit away from zero") {
  const auto half = [](float x) { return impl::bfloat16_bits(static_cast<double>(x)); };
  CHECK(half(1.0f) == 0x3f80);
  CHECK(half(1.00390625f) == 0x3f80);  // halfway to 0x3f81
  CHECK(half(1.01171875f) == 0x3f82);  // halfway from 0x3f81
  CHECK(half(1.00390637f) == 0x3f81);
  CHECK(half(-3.0f) == 0xc040);
  CHECK(half(0.0f) == 0);
  CHECK(half(3.4e38f) == 0x7f7f);  // and not infinity
  CHECK(half(-3.4e38f) == 0xff7f);
  CHECK(half(std::numeric_limits<float>::infinity()) == 0x7f80);
  CHECK(half(-std::numeric_limits<float>::infinity()) == 0xff80);
  CHECK((half(std::nanf("")) & 0x7fff) > 0x7f80);
  CHECK(impl::int8_bits(2.5, 1.0f) == 3);
  CHECK(impl::int8_bits(2.4, 1.0f) == 2);
  CHECK(impl::int8_bits(-2.5, 1.0f) == 0xfd);
  CHECK(impl::int8_bits(127.0000001, 1.0f) == 127);
  CHECK(impl::int8_bits(-127.4, 1.0f) == 0x81);
}

namespace {
template <Type F>
constexpr std::string_view spelled = type_names[static_cast<std::size_t>(F)];
using Plain = Sequential<Input<160>, Dense<64>, ReLU, Dense<8>>;
using Halves = Sequential<Plain, DenseWeights<"bfloat16">>;
using Bytes = Sequential<Plain, DenseWeights<"int8">>;
// Memory of the weights, with the biases of 64 and 8 units; blocks of 32.
static_assert(Plain::weight_bytes == 4 * (160 * 64 + 64 * 16 + 64 + 32));
static_assert(Halves::weight_bytes == 4 * (160 * 64 / 2 + 64 * 16 + 64 + 32));
static_assert(Bytes::weight_bytes == 4 * (160 * 64 / 4 + 64 + 64 * 16 + 64 + 32));
static_assert(Plain::parameter_count == Bytes::parameter_count && Plain::macs == Bytes::macs);
}  // namespace

TEST_CASE("DenseWeights takes the layers whose weights are more than 32 KiB, Force any one, training none") {
  CHECK(way_of<Plain>() == "vectors");
  CHECK(way_of<Halves>() == spelled<Type::bfloat16>);
  CHECK(way_of<Bytes>() == spelled<Type::int8>);
  CHECK(way_of<Sequential<Input<128>, Dense<64>, DenseWeights<"int8">>>() == "vectors");  // 32 KiB
  CHECK(way_of<Sequential<Input<129>, Dense<64>, DenseWeights<"int8">>>() == "int8");
  CHECK(way_of<Sequential<Input<129>, Dense<64>, DenseWeights<"int8">, Force<"dense", "vectors">>>() == "vectors");
  CHECK(way_of<Sequential<Input<4>, Dense<2>, Force<"dense", "bfloat16">>>() == "bfloat16");
  CHECK(way_of<Sequential<Input<4>, Dense<2>>>() != "bfloat16");

  const auto x = random_numbers(160 * 5, 3, -1, 1), y = random_numbers(8 * 5, 4, -1, 1);
  Model<Plain, SGD, MeanSquaredError> a(SGD{}, {}, {.seed = 2});
  Model<Bytes, SGD, MeanSquaredError> b(SGD{}, {}, {.seed = 2});
  a.fit(x, y, {.batch_size = 2, .epochs = 2, .verbose = false});
  b.fit(x, y, {.batch_size = 2, .epochs = 2, .verbose = false});
  CHECK(std::equal(a["dense.weight"_p].begin(), a["dense.weight"_p].end(), b["dense.weight"_p].begin()));
  CHECK(a.predict(x) != b.predict(x));
}

TEST_CASE("laws: folded normalisation and pre-processing, shared weights of other options, views, several outputs") {
  laws::obey<Sequential<Input<6, 5, 3>, Rescaling<0.5f, 0.25f>, Flatten, Dense<33>, BatchNormalization<>, ReLU,
                        Dense<7>, Force<"dense", "int8">, Force<"dense_1", "bfloat16">>>();
  laws::obey<Sequential<
      Input<40>, Reshape<5, 2, 4>, Flatten, Shared<"d", Dense<40>>, ReLU, Shared<"d", Dense<40>>, Force<"d", "int8">,
      Outputs<Output<"a", Dense<4>, Softmax>, Output<"b", Dense<1>, Sigmoid, Force<"b.dense", "int8">>>>>();
}

TEST_CASE("several samples at once give what each gives alone, and none depends on the others") {
  const auto agrees = []<class Net>(std::type_identity<Net>) {
    constexpr std::size_t in = static_cast<std::size_t>(InputLayout<Net>::total), out = 45;
    const auto packed = packed_of<Net>(random_parameters<Net>(7));
    Inference<Net, Batch<17>> several(WeightsView<Net>::from_packed(packed.data()), static_arena<Net, Batch<17>>());
    const auto x = random_numbers(17 * in, 11, -1, 1);
    std::vector<float> first;
    for (const std::size_t n : {17u, 16u, 9u, 1u}) {
      const auto y = several.predict(std::span<const float>(x.data(), n * in));
      REQUIRE(y.size() == n * out);
      if (n == 17) first.assign(y.begin(), y.end());
      CHECK(std::equal(y.begin(), y.end(), first.begin()));
    }
    for (std::size_t i = 0; i < 17; ++i) {
      const auto alone =
          predict_once<Net>(packed, std::vector<float>(x.begin() + static_cast<std::ptrdiff_t>(i * in),
                                                       x.begin() + static_cast<std::ptrdiff_t>((i + 1) * in)));
      for (std::size_t k = 0; k < out; ++k) CHECK(first[i * out + k] == doctest::Approx(alone[k]).epsilon(1e-4));
    }
  };
  agrees(
      std::type_identity<Sequential<Input<301>, Dense<77>, Tanh, Dense<201>, ReLU, Dense<45>, DenseWeights<"int8">>>{});
  agrees(std::type_identity<
         Sequential<Input<301>, Dense<77>, Tanh, Dense<201>, ReLU, Dense<45>, DenseWeights<"bfloat16">>>{});
}

TEST_CASE("threads share such a layer by its blocks and give the same bits") {
  const auto agrees = []<class Net>(std::type_identity<Net>) {
    constexpr auto in = static_cast<std::size_t>(InputLayout<Net>::total);
    CHECK(sliced_plan<Net, 2>.divided[0]);
    CHECK(sliced_plan<Net, 3>.divided[0]);
    const auto packed = packed_of<Net>(random_parameters<Net>(8));
    const auto x = random_numbers(in, 12, -1, 1);
    const auto alone = predict_once<Net>(packed, x);
    ThreadPool pool(3);
    const auto weights = WeightsView<Net>::from_packed(packed.data());
    ParallelInference<Net, 2> two(weights, pool);
    ParallelInference<Net, 3> three(weights, pool);
    const std::span<const float, in> span(x.data(), in);
    const auto y2 = two.predict(span);
    CHECK(std::equal(y2.begin(), y2.end(), alone.begin()));
    const auto y3 = three.predict(span);
    CHECK(std::equal(y3.begin(), y3.end(), alone.begin()));
  };
  agrees(std::type_identity<Sequential<Input<301>, Dense<301>, DenseWeights<"int8">>>{});
  agrees(std::type_identity<Sequential<Input<302>, Dense<300>, DenseWeights<"bfloat16">>>{});
}

TEST_CASE("packed and embedded as others; what was packed in another format is refused") {
  const auto p = random_parameters<Bytes>(3);
  const auto bytes = pack_bytes<Bytes>(p, 3), halves = pack_bytes<Halves>(p, 3), plain = pack_bytes<Plain>(p, 3);
  CHECK(plain.size() > halves.size());
  CHECK(halves.size() > bytes.size());
  const auto view = WeightsView<Bytes>::from_bytes(bytes);
  REQUIRE(view);
  Inference<Bytes> net(view.view, static_arena<Bytes>());
  CHECK(net.self_test());
  REQUIRE(WeightsView<Halves>::from_bytes(halves));
  CHECK(Inference<Halves>(WeightsView<Halves>::from_bytes(halves).view, static_arena<Halves>()).self_test());
  CHECK(WeightsView<Bytes>::from_bytes(plain).error == WeightsError::packing);
  CHECK(WeightsView<Plain>::from_bytes(bytes).error == WeightsError::packing);
  CHECK(WeightsView<Halves>::from_bytes(bytes).error == WeightsError::packing);
}

namespace {

/// Packs parameters of which one of the first layer is `bad`, and tells what reading says.
template <class Net>
void refuses(float bad) {
  auto p = random_parameters<Net>(3);
  p[70] = bad;  // of the second input and the unit 6
  CHECK_THROWS_AS(pack_bytes<Net>(p, 0), std::invalid_argument);
  auto bytes = pack_bytes<Net>(p, 0, NonFinite::permit);
  const auto refused = WeightsView<Net>::from_bytes(bytes);
  CHECK(refused.error == WeightsError::not_finite);
  CHECK(packed_name<Net>(static_cast<std::int64_t>(refused.offset - sizeof(PackedHeader)) / 4) == "dense.weight");
  const auto taken = WeightsView<Net>::from_bytes(bytes, NonFinite::permit);
  REQUIRE(taken);
  Inference<Net> net(taken.view, static_arena<Net>());
  const auto x = random_numbers(160, 2, 0.5f, 1);
  const auto y = net.predict(std::span<const float, 160>(x.data(), 160));
  CHECK(std::none_of(y.begin(), y.end(), [](float v) { return std::isfinite(v); }));
}

}  // namespace

TEST_CASE("numbers that are not finite are refused by name, and otherwise reach the outputs") {
  using HalfOut = Sequential<Input<160>, Dense<64>, Dense<8>, DenseWeights<"bfloat16">>;
  using ByteOut = Sequential<Input<160>, Dense<64>, Dense<8>, DenseWeights<"int8">>;
  refuses<HalfOut>(std::nanf(""));
  refuses<HalfOut>(std::numeric_limits<float>::infinity());
  refuses<ByteOut>(std::nanf(""));
  refuses<ByteOut>(-std::numeric_limits<float>::infinity());
  // Bits of whole numbers that would be NaN as a float: 127 above a negative one.
  using Small = Sequential<Input<2>, Dense<17, NoBias>, Force<"dense", "int8">>;
  std::vector<float> p(2 * 17, 1.0f);
  for (std::size_t k = 0; k < 17; ++k) p[17 + k] = k == 0 ? -1.0f : 1.0f;
  CHECK(WeightsView<Small>::from_bytes(pack_bytes<Small>(p, 2)));
  std::vector<float> x = {std::nanf(""), 1};
  for (const float v : predict_once<Small>(packed_of<Small>(p), x)) CHECK(std::isnan(v));
}

TEST_CASE("a prediction in a constant expression unpacks them too") {
  using Net = Sequential<Input<5>, Dense<3>, Force<"dense", "int8">>;
  static constexpr std::array<float, 18> p = {127, 0, 0, 0, 127, 0, 0, 0, 127, -127, 0, 0, 0, 64, 0, 1, 2, 3};
  constexpr auto y = [] {
    std::array<float, static_cast<std::size_t>(numbers_in(inference_plan<Net>.weight_bytes))> packed{};
    pack_weights<Net>(p.data(), packed.data());
    std::array<float, static_cast<std::size_t>(numbers_in(inference_plan<Net>.arena_bytes))> arena{};
    const std::array<float, 5> x = {1, 2, 3, 4, 5};
    const float* inputs[] = {x.data()};
    Program<Net, scalar_pack<float, 1>>::run(
        {inputs, packed.data(), arena.data(), inference_plan<Net>.operands.data()});
    std::array<float, 3> out{};
    for (std::size_t i = 0; i < 3; ++i) out[i] = numbers_at(arena.data(), inference_plan<Net>.outputs[0].offset)[i];
    return out;
  }();
  static_assert(y[0] == 127.0f - 4 * 127 + 1);
  static_assert(y[1] == 2 * 127.0f + 5 * 64 + 2);
  static_assert(y[2] == 3 * 127.0f + 3);
}
