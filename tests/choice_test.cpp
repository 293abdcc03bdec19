// Floors 2 to 5: the ways to compute an operator, the choice between them, and what packed weights were packed for.
#include <doctest/doctest.h>

#include <cincel/io/embed.hpp>
#include <cincel/model/summary.hpp>

#include "laws.hpp"

using namespace cincel;

namespace {

constexpr Fit costs(std::int64_t cost, bool fits = true) { return {fits, cost}; }
constexpr Implementation cheap{"cheap", [](const Op& op, const Target&) { return costs(op.macs / 4); }};
constexpr Implementation cheap_too{"cheap_too", [](const Op& op, const Target&) { return costs(op.macs / 4); }};
constexpr Implementation for_wide_registers{
    "for_wide_registers", [](const Op& op, const Target& t) { return costs(op.macs / t.lanes, t.lanes >= 16); }};
constexpr Implementation within_l1{"within_l1",
                                   [](const Op& op, const Target& t) { return costs(1, 4 * op.in.volume() <= t.l1); }};

template <class... I>
constexpr std::string_view chosen(const Op& op, const Target& target, const I&... ways) {
  const Implementations all(&ways...);
  return all[cheapest(op, all, target)].name;
}
constexpr Op op_of(std::int64_t units) {
  return {.kind = Kind::dense, .in = Shape(units), .out = Shape(1), .macs = units};
}

using Plain = Sequential<Input<9, 9, 3>, Conv2D<8, 3, Same>, ReLU, MaxPooling2D<3>, Flatten, Dense<10>>;
using Forced = Sequential<Plain, Force<"conv2d", "plain">>;

/// The name of the implementation of each step of `Net` that has parameters.
template <class Net>
std::string implementations_of() {
  std::string names;
  for (const Step& s : inference_plan<Net>.steps)
    if (s.op.params > 0) names += std::string(names.empty() ? "" : " ") + implementation_of(s.op).name;
  return names;
}

}  // namespace

TEST_CASE("the cheapest way that fits is chosen, of equally cheap ones the first, and the last one if no other fits") {
  constexpr Op op = op_of(1000), large = op_of(1'000'000);
  constexpr Target narrow{}, wide{.lanes = 16};
  static_assert(chosen(op, narrow, cheap, plain_implementation) == "cheap");
  static_assert(chosen(op, narrow, plain_implementation, cheap, plain_implementation) == "cheap");
  static_assert(chosen(op, narrow, cheap_too, cheap, plain_implementation) == "cheap_too");
  static_assert(chosen(op, narrow, cheap, for_wide_registers, plain_implementation) == "cheap");
  static_assert(chosen(op, wide, cheap, for_wide_registers, plain_implementation) == "for_wide_registers");
  static_assert(chosen(op, narrow, for_wide_registers, plain_implementation) == "plain");
  static_assert(chosen(op, narrow, within_l1, cheap, plain_implementation) == "within_l1");
  static_assert(chosen(large, narrow, within_l1, cheap, plain_implementation) == "cheap");
  static_assert(chosen(large, Target{.l1 = 4'000'000}, within_l1, cheap, plain_implementation) == "within_l1");
}

TEST_CASE("each operator's last way fits every op, and its ways have names of their own") {
  for (const OperatorTraits* traits : detail::operator_table) {
    const Implementations& ways = traits->implementations;
    Op op = op_of(10);
    op.kind = traits->kind;
    CHECK(ways[ways.size - 1].fit(op, {}).fits);
    for (int i = 0; i < ways.size; ++i)
      for (int k = 0; k < i; ++k) CHECK(std::string_view(ways[i].name) != ways[k].name);
  }
}

TEST_CASE("a Force names the way of the layer or block that it names, and of no other") {
  CHECK(implementations_of<Plain>() == "direct vectors");
  CHECK(implementations_of<Forced>() == "plain vectors");
  CHECK(implementations_of<Sequential<Plain, Force<"dense", "plain">>>() == "direct plain");
  using Block = Named<"stem", Sequential<Conv2D<4, 3, NoBias>, BatchNormalization<>, ReLU, Conv2D<5, 3>>>;
  using Net = Sequential<Input<9, 9, 2>, Block, Conv2D<6, 3>, Flatten, Dense<3>>;
  CHECK(implementations_of<Sequential<Net, Force<"stem", "plain">>>() == "plain plain direct small");
  CHECK(implementations_of<Sequential<Net, Force<"stem.conv2d_1", "plain">>>() == "width plain direct small");
  CHECK(implementations_of<Sequential<Net, Force<"stem", "plain">, Force<"stem.conv2d", "direct">>>() ==
        "direct plain direct small");  // the later one
  // Shared weights: either use may be computed in its own way.
  using Twice =
      Sequential<Input<9, 9, 2>, Concat<Shared<"c", Conv2D<4, 3>>, Sequential<ReLU, Shared<"c", Conv2D<4, 3>>>>>;
  CHECK(implementations_of<Twice>() == "width width");
  CHECK(implementations_of<Sequential<Twice, Force<"c", "plain">>>() == "plain plain");
}

TEST_CASE("a forced network obeys the laws, and is the same network to files of weights") {
  laws::obey<Forced>();
  laws::obey<Sequential<Plain, Force<"dense", "plain">, Force<"conv2d", "plain">>>();
  using Path = Sequential<Conv2D<6, 3, Same, NoBias>, BatchNormalization<>, ReLU, Conv2D<6, 3, Same, Groups<2>>>;
  laws::obey<Sequential<Input<7, 5, 6>, Residual<Path>, ReLU, Conv2D<7, Size(3, 2), Stride<2>, Dilation<2>>, Tanh,
                        Force<"conv2d", "plain">, Force<"conv2d_1", "plain">, Force<"conv2d_2", "plain">>>();
  static_assert(Forced::fingerprint == Plain::fingerprint && Forced::parameter_count == Plain::parameter_count);
  CHECK(Forced::arena_bytes < Plain::arena_bytes);  // number by number needs no row of sums
}

TEST_CASE("weights that were packed for another plan are refused, though they have the same size") {
  const std::vector<float> parameters = random_parameters<Plain>(3);
  const auto plain = pack_bytes<Plain>(parameters, 1), forced = pack_bytes<Forced>(parameters, 1);
  REQUIRE(plain.size() == forced.size());
  CHECK(WeightsView<Plain>::from_bytes(plain).error == WeightsError::none);
  CHECK(WeightsView<Forced>::from_bytes(forced).error == WeightsError::none);
  CHECK(WeightsView<Plain>::from_bytes(forced).error == WeightsError::packing);
  CHECK(WeightsView<Forced>::from_bytes(plain).error == WeightsError::packing);
  CHECK(describe(WeightsError::packing) ==
        std::string("the weights were packed for another plan of this network; pack them again"));
  Inference<Forced> net(WeightsView<Forced>::from_bytes(forced).view);
  CHECK(net.self_test() < 1e-5f);
  // What is folded into the weights is part of it as well: the epsilon of a normalisation.
  using A = Sequential<Input<4>, Dense<3, NoBias>, BatchNormalization<>>;
  using B = Sequential<Input<4>, Dense<3, NoBias>, BatchNormalization<Epsilon<0.5f>>>;
  static_assert(packing_fingerprint<A> != packing_fingerprint<B>);
}

// A change of one way to pack changes these of networks that use it, and of no others.
TEST_CASE("how weights are packed has one fingerprint on every compiler, machine and instruction set") {
  CHECK(std::string(hex(packing_fingerprint<Plain>).view()) == "191f9a5c87aef1595ccc19acf9b4df6e");
  using Bytes = Sequential<Input<5>, Dense<3>, Force<"dense", "int8">>;
  CHECK(std::string(hex(packing_fingerprint<Bytes>).view()) == "982f5b38404fe048a732454a1563483c");
}

TEST_CASE("a summary shows how each layer is computed, on request") {
  using Net = Sequential<Input<9, 9, 3>, Conv2D<8, 3, Same>, BatchNormalization<>, ReLU, Flatten, Dense<10>,
                         Force<"dense", "plain">>;
  const std::string s = summary<Net, SummaryKind::implementations>();
  const auto row = [&](const char* layer) {
    const std::size_t at = s.find(layer);
    REQUIRE(at != std::string::npos);
    return s.substr(at, s.find('\n', at) - at);
  };
  CHECK(s.find("Computed by") != std::string::npos);
  CHECK(row("conv2d (").find("direct") != std::string::npos);
  CHECK(row("dense (").find("plain") != std::string::npos);
  CHECK(row("conv2d (").find("with batch_normalization, re_lu") != std::string::npos);
  CHECK(row("dense (").find("plain (forced)") != std::string::npos);
  for (const char* fused : {"batch_normalization (", "re_lu ("})
    CHECK(row(fused).find("in conv2d") != std::string::npos);
  CHECK(row("flatten (").find("nothing to do") != std::string::npos);
  for (const char* fused : {"batch_normalization (", "re_lu (", "flatten ("})
    for (const char* way : {"direct", "plain", "vectors"}) CHECK(row(fused).find(way) == std::string::npos);
  CHECK(summary<Net>().find("Computed by") == std::string::npos);
}

TEST_CASE("a summary says what is fused into what, and at which cost a way was chosen") {
  using Net = Sequential<Input<28, 28, 32>, Reshape<28, 28, 32>, Rescaling<0.5f>,
                         Residual<Sequential<Conv2D<32, 3, Same>, ReLU, Conv2D<32, 3, Same>>>, ReLU,
                         Concat<Conv2D<8, 1>, Conv2D<16, 3, Same>>, Dropout<0.5f>, MaxPooling2D<2, Stride<1>>>;
  const GraphView g = graph_view<Net>();
  const auto by = impl::computed_by<Net>();
  const auto of = [&](const char* name) {
    for (std::size_t i = 0; i < by.size(); ++i)
      if (g.name(i) == name) return by[i];
    return std::string("there is no ") + name;
  };
  const auto has = [](const std::string& text, const char* part) { return text.find(part) != std::string::npos; };
  const std::string all = summary<Net, SummaryKind::implementations>();
  INFO(all);
  CHECK(has(of("conv2d"), "of the cost of winograd2), with re_lu"));
  CHECK(has(of("conv2d"), "winograd4 (0."));
  CHECK(has(of("conv2d_1"), ", with add, re_lu_1"));
  CHECK(of("re_lu") == "in conv2d");
  CHECK(of("add") == "in conv2d_1");
  CHECK(of("re_lu_1") == "in conv2d_1");
  CHECK(of("concatenate") == "what it reads is written in place");
  CHECK(of("reshape") == "nothing to do");
  CHECK(of("dropout") == "nothing to do");
  CHECK(of("max_pooling2d") == "plain; alone, because what stands before it does not pool");
}

TEST_CASE("a summary says why an operator has a step of its own") {
  const auto of = []<class Net>(std::type_identity<Net>, const char* name) {
    const GraphView g = graph_view<Net>();
    const auto by = impl::computed_by<Net>();
    for (std::size_t i = 0; i < by.size(); ++i)
      if (g.name(i) == name) {
        const std::size_t at = by[i].find("; alone, because ");
        return at == std::string::npos ? by[i] : by[i].substr(at);
      }
    return std::string("there is no ") + name;
  };
  const auto because = [](const char* why) { return std::string("; alone, because ") + why; };
  using Map = Input<9, 9, 3>;
  using Kernel = Conv2D<8, 3>;
  CHECK(of(std::type_identity<Sequential<Map, Kernel, ReLU, Tanh>>{}, "tanh") ==
        because("another activation stands before it"));
  CHECK(of(std::type_identity<Sequential<Map, AveragePooling2D<2>, ReLU>>{}, "re_lu") ==
        because("what stands before it takes none"));
  CHECK(of(std::type_identity<Sequential<Map, Kernel, Concat<ReLU, Identity>>>{}, "re_lu") ==
        because("others read what it reads"));
  CHECK(of(std::type_identity<Sequential<Map, Kernel, ReLU, BatchNormalization<>>>{}, "batch_normalization") ==
        because("an activation stands before it"));
  CHECK(of(std::type_identity<Sequential<Map, Kernel, BatchNormalization<>, BatchNormalization<>>>{},
           "batch_normalization_1") == because("another normalization is folded into what stands before it"));
  CHECK(of(std::type_identity<Sequential<Map, BatchNormalization<>, Kernel>>{}, "batch_normalization") ==
        because("what stands before it has no weights to fold it into"));
  CHECK(of(std::type_identity<Sequential<Map, Kernel, MaxPooling2D<3, Stride<2>>>>{}, "max_pooling2d") ==
        because("its windows overlap or leave pixels out"));
  CHECK(of(std::type_identity<Sequential<Map, Conv2D<8, 2>, MaxPooling2D<2, CeilMode>>>{}, "max_pooling2d") ==
        "in conv2d");
  CHECK(of(std::type_identity<Sequential<Map, Conv2D<8, 1>, MaxPooling2D<2, CeilMode>>>{}, "max_pooling2d") ==
        because("its windows reach beyond the map"));
  CHECK(of(std::type_identity<Sequential<Map, Kernel, GELU, MaxPooling2D<2>>>{}, "max_pooling2d") ==
        because("the activation before it falls somewhere"));
  CHECK(of(std::type_identity<Sequential<Map, Conv2D<3, 1>, ReLU, Residual<MaxPooling2D<1>>>>{}, "add") ==
        because("what makes its later operand adds nothing"));
  CHECK(of(std::type_identity<Sequential<Map, Rescaling<0.5f, 1.0f>, Conv2D<8, 3, Same>>>{}, "rescaling") ==
        because("its reader pads zeros around it"));
  CHECK(of(std::type_identity<Sequential<Map, Rescaling<0.5f, 1.0f>, Kernel>>{}, "rescaling") == "in conv2d");
  CHECK(of(std::type_identity<Sequential<Map, Rescaling<0.5f, 1.0f>, MaxPooling2D<2>>>{}, "rescaling") ==
        because("its reader has no weights to fold it into"));
  CHECK(of(std::type_identity<Sequential<Map, Rescaling<0.5f>, Concat<Kernel, Kernel>>>{}, "rescaling") ==
        because("others read it too"));
}

// Shared weights, a view, two outputs, a ceil mode and Lp pooling in one network, with and without a Force.
namespace {
using Crossing = Sequential<Input<5, 7, 3>, Reshape<7, 5, 3>, Shared<"c", Conv2D<3, 3, Same>>, ReLU,
                            Shared<"c", Conv2D<3, 3, Same>>, MaxPooling2D<2, CeilMode>,
                            Outputs<Output<"a", Flatten, Dense<4>, Softmax>,
                                    Output<"b", LpPooling2D<2, Power<3>>, Flatten, Dense<1>, Sigmoid>>>;
using ForcedCrossing =
    Sequential<Input<5, 7, 3>, Reshape<7, 5, 3>, Shared<"c", Conv2D<3, 3, Same>>, ReLU, Shared<"c", Conv2D<3, 3, Same>>,
               MaxPooling2D<2, CeilMode>, Force<"c", "plain">,
               Outputs<Output<"a", Flatten, Dense<4>, Softmax>,
                       Output<"b", LpPooling2D<2, Power<3>>, Flatten, Dense<1>, Sigmoid, Force<"b.dense", "plain">>>>;
}  // namespace

TEST_CASE("a Force among shared weights, views and several outputs obeys the laws") { laws::obey<ForcedCrossing>(); }

TEST_CASE("it trains as without, in batches of 1 and 7, from spans on one thread and from a feed on two") {
  using L = OutputLosses<CategoricalCrossentropy, BinaryCrossentropy>;
  for (int batch : {1, 7}) {
    Model<Crossing, SGD, L> a(SGD{.learning_rate = 0.05f}, {}, {.seed = 3, .threads = 1});
    Model<ForcedCrossing, SGD, L> b(SGD{.learning_rate = 0.05f}, {}, {.seed = 3, .threads = 2});
    std::vector<float> x(105 * 9), y(5 * 9);
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<float>(i * 37 % 101) / 50 - 1;
    for (std::size_t i = 0; i < 9; ++i) y[5 * i + i % 4] = 1, y[5 * i + 4] = static_cast<float>(i % 2);
    a.fit(x, y, {.batch_size = batch, .epochs = 2, .verbose = false});
    b.fit(feed_of(9,
                  [&](std::size_t s, auto to, auto t) {
                    std::copy_n(&x[s * 105], 105, to.begin());
                    if (!t.empty()) std::copy_n(&y[s * 5], 5, t.begin());
                  }),
          FitOptions{.batch_size = batch, .epochs = 2, .verbose = false});
    const auto p = a.predict(x, 1), q = b.predict(x, 1);
    for (std::size_t i = 0; i < p.size(); ++i) CHECK(p[i] == doctest::Approx(q[i]).epsilon(1e-4));
    const auto r = a.predict(x), s = b.predict(x);
    for (std::size_t i = 0; i < r.size(); ++i) CHECK(r[i] == doctest::Approx(s[i]).epsilon(1e-4));
  }
}

namespace {

/// The outputs of `n` samples as training makes them, several of them at hand.
template <class Net>
std::vector<float> outputs_in_training(int n) {
  using E = Engine<Net, native_pack, 0>;
  static_assert(GradientLayout<Net, 0>::several);
  E engine(1, 1);
  const auto parameters = random_parameters<Net>(5), x = random_numbers(n * E::inputs, 6, -1, 1);
  std::copy(parameters.begin(), parameters.end(), engine.values());
  std::vector<float> outputs(static_cast<std::size_t>(n * E::outputs));
  engine.compute_gradients(
      n, 1, [&](int i, int) { return x.data() + i * E::inputs; },
      [&](int i, const OutputValue<float>* o, float) {
        std::copy_n(o->z, E::outputs, outputs.begin() + i * E::outputs);
        std::fill_n(o->dz, E::outputs, 0.0f);
        return SampleLoss{};
      });
  return outputs;
}

template <class Net>
std::vector<float> outputs_of_inference(int n) {
  const auto parameters = random_parameters<Net>(5), x = random_numbers(n * InputLayout<Net>::total, 6, -1, 1);
  std::vector<float> all;
  for (int i = 0; i < n; ++i) {
    const auto* first = x.data() + i * InputLayout<Net>::total;
    const auto y = laws::run<Net, native_pack>(parameters, {first, first + InputLayout<Net>::total});
    for (const double v : y) all.push_back(static_cast<float>(v));
  }
  return all;
}

using LargeDense = Sequential<Input<200>, Dense<67>, Tanh, Dense<64>>;
using SmallMap = Sequential<Input<2, 3, 32>, Conv2D<32, 3, Same>, Tanh, Conv2D<33, 3, Same>>;

}  // namespace

TEST_CASE("training with several samples at hand keeps to a Force, and to the numbers of each way") {
  // The plain way adds number after number, as it does alone: the same bits.
  using PlainDense = Sequential<LargeDense, Force<"dense", "plain">, Force<"dense_1", "plain">>;
  using PlainMap = Sequential<SmallMap, Force<"conv2d", "plain">, Force<"conv2d_1", "plain">>;
  CHECK(outputs_in_training<PlainDense>(40) == outputs_of_inference<PlainDense>(40));
  CHECK(outputs_in_training<PlainMap>(40) == outputs_of_inference<PlainMap>(40));
  // So does the direct convolution, as tiles of samples or of pixels; a matrix product adds in another order.
  using Direct = Sequential<SmallMap, Force<"conv2d", "direct">, Force<"conv2d_1", "direct">>;
  CHECK(outputs_in_training<Direct>(40) == outputs_of_inference<Direct>(40));
  CHECK(outputs_in_training<Direct>(17) == outputs_of_inference<Direct>(17));
  // Fewer at hand than a shard has, and no divisor of that.
  using Wide = Sequential<Input<3, 4, 40>, Conv2D<48, 3, Same>, Tanh, Conv2D<20, 3, Same>, Force<"conv2d", "direct">,
                          Force<"conv2d_1", "direct">>;
  static_assert(GradientLayout<Direct, 0>::samples_at_hand == most_samples_at_hand);
  static_assert(GradientLayout<Wide, 0>::samples_at_hand > 4 &&
                GradientLayout<Wide, 0>::samples_at_hand < most_samples_at_hand);
  CHECK(outputs_in_training<Wide>(8 * 17) == outputs_of_inference<Wide>(8 * 17));
  // By Winograd's tiles a sample's bits do not depend on those beside it. (Training transforms weights in float.)
  using Tiles = Sequential<Input<6, 7, 32>, Conv2D<33, 3, Same>, Tanh, Conv2D<20, 3>, Force<"conv2d", Winograd<4>>,
                           Force<"conv2d_1", Winograd<2>>>;
  const auto many = outputs_in_training<Tiles>(8 * 17), one = outputs_in_training<Tiles>(1);
  const auto tiles_alone = outputs_of_inference<Tiles>(8 * 17);
  CHECK(std::equal(one.begin(), one.end(), many.begin()));
  for (std::size_t i = 0; i < many.size(); ++i) CHECK(std::abs(many[i] - tiles_alone[i]) < 1e-4f);
  CHECK(outputs_in_training<LargeDense>(40) != outputs_in_training<PlainDense>(40));
  const auto several = outputs_in_training<LargeDense>(40), alone = outputs_of_inference<LargeDense>(40);
  for (std::size_t i = 0; i < several.size(); ++i) CHECK(several[i] == doctest::Approx(alone[i]).epsilon(1e-5));
}

namespace {

/// The activations of the steps of a plan, and how often there are.
template <class Steps>
int count_of(Activation f, const Steps& steps) {
  int n = 0;
  for (const auto& s : steps) {
    if constexpr (requires { s.forward; })
      n += s.forward.op.activation == f;
    else
      n += s.op.activation == f;
  }
  return n;
}

}  // namespace

TEST_CASE("tanh is the tight one where a network has TightNumbers, alone, in an epilogue and in training") {
  using Net = Sequential<Input<6, 6, 2>, Tanh, Conv2D<4, 3>, Tanh, MaxPooling2D<2>, Flatten, Dense<3>, Sigmoid>;
  using Tight = Sequential<Net, TightNumbers>;
  CHECK(count_of(Activation::tanh, inference_plan<Net>.steps) == 2);
  CHECK(count_of(Activation::tight_tanh, inference_plan<Net>.steps) == 0);
  CHECK(count_of(Activation::tanh, inference_plan<Tight>.steps) == 0);
  CHECK(count_of(Activation::tight_tanh, inference_plan<Tight>.steps) == 2);
  CHECK(count_of(Activation::tight_tanh, training_plan<Tight, 0>.steps) == 2);
  CHECK(count_of(Activation::sigmoid, inference_plan<Tight>.steps) == 1);
  laws::obey<Tight>();
}
