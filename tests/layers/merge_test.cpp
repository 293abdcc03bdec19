// Branches, taps, repetition, shared weights, several inputs and outputs.
#include "../laws.hpp"

using namespace cincel;

using Gate = Sequential<GlobalAveragePooling2D, Dense<2>, ReLU, Dense<6>, Sigmoid>;
using Bottleneck = Residual<
    Sequential<Conv2D<3, 1, NoBias>, BatchNormalization<>, ReLU, Conv2D<6, 3, Same, NoBias>, BatchNormalization<>>>;
using Dense3 = Sequential<Tap<"in">, BatchNormalization<>, ReLU, Conv2D<3, 3, Same>, ConcatAfter<"in">>;
using Tower = Shared<"tower", Conv2D<4, 3>, ReLU, Flatten, Dense<5>>;
using Siamese = Sequential<
    Concat<Sequential<Named<"left", Input<6, 5, 2>>, Tower>, Sequential<Named<"right", Input<6, 5, 2>>, Tower>>, Tanh,
    Dense<3>>;

using NormalizedTower = Shared<"tower", Conv2D<4, 3, NoBias>, BatchNormalization<>, ReLU, Flatten, Dense<5>>;
using NormalizedSiamese = Sequential<Concat<Sequential<Named<"left", Input<6, 5, 2>>, NormalizedTower>,
                                            Sequential<Named<"right", Input<6, 5, 2>>, NormalizedTower>>,
                                     Tanh, Dense<3>>;

TEST_CASE_TEMPLATE(
    "branching networks obey the laws", Net,
    Sequential<Input<8, 7, 3>, Conv2D<6, 3>, Bottleneck, ReLU, Residual<Conv2D<4, 1>, Conv2D<4, 3, Same>>, ReLU,
               Flatten, Dense<3>>,
    Sequential<Input<8, 7, 6>, Multiply<Identity, Gate>, Conv2D<6, 3>, Multiply<Identity, Gate>, GlobalAveragePooling2D,
               Dense<3>>,
    Sequential<Input<8, 7, 3>,
               Concat<Conv2D<4, 1>, Sequential<Conv2D<5, 3, Same>, ReLU>,
                      Sequential<MaxPooling2D<3, Stride<1>, Same>, Conv2D<3, 1>>>,
               Conv2D<6, 3, Same>, MaxPooling2D<2>, Concat<Identity, Concat<Conv2D<17, 1>, Identity>>, Flatten,
               Dense<3>>,
    Sequential<Input<6, 6, 4>, Repeat<3, Dense3>, Conv2D<3, 1>, AveragePooling2D<2>, Flatten, Dense<3>>,
    Sequential<Input<6, 6, 4>, Average<Conv2D<4, 1>, Tanh, Identity>, Maximum<Conv2D<4, 3, Same>, Identity>,
               Multiply<Conv2D<4, 1>, Identity, Tanh>, Add<Conv2D<4, 1>, Identity, Tanh>, Flatten, Dense<3>>,
    Siamese, NormalizedSiamese,
    Sequential<Input<8, 8, 3>, Conv2D<4, 3>, Auxiliary<"early", GlobalAveragePooling2D, Dense<3>>, ReLU, Conv2D<4, 3>,
               Auxiliary<"map", Conv2D<3, 4>, Flatten, Softmax>, Flatten,
               Outputs<Output<"main", Dense<3>, Softmax>, Output<"again", Dense<3>>>>,
    Sequential<Input<8, 8, 3>, Tap<"a">, Conv2D<3, 3, Same>, Tap<"b">, MaxPooling2D<2>, UpSampling2D<2>,
               ConcatWith<"b">, Conv2D<3, 1>, AddWith<"a">, GlobalAveragePooling2D, Sigmoid, Tap<"gate">, Dense<3>,
               Tanh, MultiplyWith<"gate">, Tap<"e">, Tanh, AverageWith<"e">, Tap<"f">, Dense<3>, MaximumWith<"f">>) {
  laws::obey<Net>();
}

// A sum of two convolutions with an activation is two steps: the second adds the first in its epilogue.
static_assert(inference_plan<Sequential<Input<8, 8, 3>, Add<Conv2D<4, 1>, Conv2D<4, 1>>, ReLU>>.steps.size() == 2);
// A concatenation of convolutions costs nothing, a nested one neither; a value in two places is copied once.
static_assert(
    inference_plan<Sequential<Input<8, 8, 3>, Concat<Conv2D<4, 1>, Concat<Conv2D<4, 1>, Conv2D<2, 1>>>>>.steps.size() ==
    3);
static_assert(inference_plan<Sequential<Input<8, 8, 3>, Conv2D<4, 1>, Concat<Identity, Identity>>>.steps.size() == 2);
// DenseNet's growing list lies in one buffer: each layer reads a prefix of it.
using Growing = Sequential<Input<6, 6, 4>, Conv2D<4, 1>, Repeat<3, Dense3>>;
static_assert(inference_plan<Growing>.steps.size() == 1 + 3 * 2);
// What no output depends on is not computed.
static_assert(
    inference_plan<until<Sequential<Input<8>, Concat<Named<"a", Dense<4>>, Named<"b", Dense<4>>>>, "b">>.steps.size() ==
    1);

static_assert(Siamese::input_count == 2 && Siamese::input_shapes[1] == Shape(6, 5, 2));
static_assert(Siamese::parameter_count == 3 * 3 * 2 * 4 + 4 + 48 * 5 + 5 + 10 * 3 + 3, "the tower counts once");
static_assert(parameter_names<Siamese>[0].view() == "tower.conv2d.weight");
static_assert(inference_plan<Siamese>.weight_bytes < bytes_of(2 * 48 * 16 + 1000), "packed weights are shared too");

// Shared weights are packed by one step only: packing runs on all threads.
constexpr int packing_steps = [] {
  int n = 0;
  for (const TrainingStep& t : training_plan<Siamese>.steps) n += t.packs && t.forward.op.params > 0;
  return n;
}();
static_assert(packing_steps == 3, "the tower's convolution and dense layer, and the last dense layer");

using Stages = Sequential<Input<16>, Named<"stage", Repeat<2, Sequential<Dense<16>, ReLU>>>>;
static_assert(parameter_names<Stages>[2].view() == "stage.1.dense.weight");
template <int I>
using Wider = Dense<8 * (I + 1)>;
static_assert(Sequential<Input<4>, RepeatWith<3, Wider>>::parameter_count == 4 * 8 + 8 + 8 * 16 + 16 + 16 * 24 + 24);
static_assert(parameter_names<Sequential<Input<4>, RepeatWith<3, Wider>>>[4].view() == "dense_2.weight");

TEST_CASE("a siamese tower sees two inputs with one set of weights") {
  const auto parameters = random_parameters<Siamese>(1), a = random_numbers(60, 2, -1, 1),
             b = random_numbers(60, 3, -1, 1);
  std::vector<float> packed(static_cast<std::size_t>(numbers_in(inference_plan<Siamese>.weight_bytes))), both(a);
  both.insert(both.end(), b.begin(), b.end());
  pack_weights<Siamese>(parameters.data(), packed.data());
  Inference<Siamese> net(WeightsView<Siamese>::from_packed(packed.data()));
  const auto y = net.predict(std::span<const float, 60>(a), std::span<const float, 60>(b));
  const std::vector<float> apart(y.begin(), y.end());
  const auto z = net.predict(std::span<const float, 120>(both));
  CHECK(apart == std::vector<float>(z.begin(), z.end()));
}

using TwoHeads =
    Sequential<Input<4>, Dense<8>, Tanh, Outputs<Output<"class", Dense<2>, Softmax>, Output<"size", Dense<1>>>>;

TEST_CASE("outputs are read by name") {
  const auto parameters = random_parameters<TwoHeads>(1), x = random_numbers(4, 2, -1, 1);
  std::vector<float> packed(static_cast<std::size_t>(numbers_in(inference_plan<TwoHeads>.weight_bytes)));
  pack_weights<TwoHeads>(parameters.data(), packed.data());
  Inference<TwoHeads> net(WeightsView<TwoHeads>::from_packed(packed.data()));
  const auto y = net.predict(std::span<const float, 4>(x));
  CHECK(net.output<"class">()[0] == y[0]);
  CHECK(net.output<"size">().size() == 1);
  CHECK(net.output(1)[0] == net.output<"size">()[0]);
}

TEST_CASE("two heads learn two things at once") {
  std::vector<float> x = random_numbers(400, 5, -1, 1), y;
  for (std::size_t i = 0; i < 100; ++i) {
    const bool right = x[4 * i] > 0;
    y.insert(y.end(), {right ? 0.0f : 1.0f, right ? 1.0f : 0.0f, x[4 * i + 1] - x[4 * i + 2]});
  }
  using Losses = OutputLosses<CategoricalCrossentropy, MeanSquaredError>;
  Model<TwoHeads, Adam, Losses> model(Adam{.learning_rate = 0.02f});
  model.fit(x, y, {.batch_size = 20, .epochs = 60, .verbose = false});
  CHECK(model.evaluate(x, y).accuracy() > 0.95);
  const auto size = model.predict(x, 1);
  double error = 0;
  for (std::size_t i = 0; i < 100; ++i) error += std::abs(static_cast<double>(size[i] - y[3 * i + 2]));
  CHECK(error / 100 < 0.15);
}

TEST_CASE("the network up to a layer has its parameters first and makes its value") {
  using Net = Sequential<Input<8, 8, 3>, Named<"stem", Sequential<Conv2D<4, 3>, ReLU>>, Residual<Conv2D<4, 3, Same>>,
                         Flatten, Dense<3>>;
  using Stem = until<Net, "stem">;
  using Mid = until<Net, "conv2d">;
  static_assert(Stem::output_shape == Shape(6, 6, 4) && Stem::parameter_count == 3 * 3 * 3 * 4 + 4);
  static_assert(Mid::output_shape == Shape(6, 6, 4));
  const auto parameters = random_parameters<Net>(1), x = random_numbers(192, 2, -1, 1);
  CHECK(laws::run<Stem, native_pack>(parameters, x) ==
        laws::run<Sequential<Input<8, 8, 3>, Conv2D<4, 3>, ReLU>, native_pack>(parameters, x));
  static_assert(parameter_names<Sequential<Stem, Flatten, Dense<2>>>[0].view() == "stem.conv2d.weight");
}

TEST_CASE("another head, another input size") {
  using Net =
      Sequential<Input<16, 16, 3>, Conv2D<4, 3>, ReLU, GlobalAveragePooling2D, Dense<8>, ReLU, Dense<10>, Softmax>;
  using Mine = replace_head<Net, Dense<2>, Softmax>;
  static_assert(
      std::is_same_v<Mine,
                     Sequential<Input<16, 16, 3>, Conv2D<4, 3>, ReLU, GlobalAveragePooling2D, Dense<2>, Softmax>>);
  static_assert(with_input<Net, 32, 24>::layer_shapes[1] == Shape(30, 22, 4));
  static_assert(with_input<Net, 32, 24>::parameter_count == Net::parameter_count);
  static_assert(with_input<until<Net, "conv2d">, 8, 8>::output_shape == Shape(6, 6, 4));
  CHECK(Mine::output_shape == Shape(2));
}

// Facts of every layer, in order of execution.
static_assert(Growing::layer_facts[1].parameter_count == 4 * 4 + 4 && Growing::layer_facts[1].macs == 36 * 16);
static_assert(Growing::layer_facts.back().receptive_field == Size(7), "three 3x3 convolutions one after another");

TEST_CASE("sums that are written over what they add obey the laws, one behind the other") {
  using Block = Residual<Sequential<Conv2D<4, 1>, ReLU, Conv2D<16, 3, Same>>>;
  using Net = Sequential<Input<6, 5, 3>, Conv2D<16, 3, Same>, Block, ReLU, Block, ReLU, Conv2D<5, 1>, TightNumbers>;
  int in_place = 0;
  for (const Step& s : inference_plan<Net>.steps)
    in_place += s.op.residual && inference_plan<Net>.operands[s.first_operand + 1].offset == s.y.offset;
  CHECK(in_place == 2);
  laws::obey<Net>();
}
