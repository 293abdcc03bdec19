// Floor 6: the one rule of losses. Expected numbers are the formulas of Keras's documentation, in double precision.
#include <doctest/doctest.h>

#include <cincel/training.hpp>

#include "../random_network.hpp"

using namespace cincel;

namespace {

constexpr int n = 6;

template <class Net, class Loss>
auto model_of(Loss loss = {}) {
  return Model<Net, SGD, Loss>(SGD{.learning_rate = 0.1f}, loss, {.seed = 3, .threads = 1});
}

/// The gradient of a model's mean loss against central differences of what `evaluate` says: one number, two routes to
/// it, and the slope between. `count` numbers of each parameter, to 2 % or 2e-3 of what floats can resolve.
template <class M, class X, class Y>
void gradient_is_slope_of_evaluation(M& model, const X& x, const Y& y) {
  const double trained = model.compute_gradients(x, y).mean_loss(), evaluated = model.evaluate(x, y).mean_loss();
  CHECK(evaluated == doctest::Approx(trained).epsilon(1e-6));
  double largest = 0;
  for (std::size_t p = 0; p < graph_of<typename M::network>.params.size(); ++p) {
    const auto w = model.parameter(p);
    const std::vector<float> g(model.gradient(p).begin(), model.gradient(p).end());
    for (std::size_t i = 0; i < w.size(); i += 1 + w.size() / 7) {
      const float kept = w[i], h = 0.02f;
      w[i] = kept + h;
      const double above = model.evaluate(x, y).mean_loss(), to = static_cast<double>(w[i]);
      w[i] = kept - h;
      const double below = model.evaluate(x, y).mean_loss(), from = static_cast<double>(w[i]);
      w[i] = kept;
      CHECK(static_cast<double>(g[i]) == doctest::Approx((above - below) / (to - from)).epsilon(0.02).scale(0.1));
      largest = std::max(largest, std::abs(static_cast<double>(g[i])));
    }
  }
  CHECK(largest > 1e-3);
}

template <class Net>
std::vector<float> samples(float low = -1, float high = 1) {
  return random_numbers(n * InputLayout<Net>::total, 11, low, high);
}
std::vector<std::uint8_t> labels(std::size_t count, int classes) {
  std::vector<std::uint8_t> y(count);
  for (std::size_t i = 0; i < count; ++i) y[i] = static_cast<std::uint8_t>(i * i % static_cast<std::size_t>(classes));
  return y;
}

/// −log softmax(z)[label] of one pixel.
double cross_entropy(const float* z, std::int64_t classes, int label) {
  double sum = 0;
  for (std::int64_t k = 0; k < classes; ++k) sum += std::exp(static_cast<double>(z[k]) - static_cast<double>(z[label]));
  return std::log(sum);
}

using Classes = Sequential<Input<4>, Dense<5>, Tanh, Dense<3>>;
using Probabilities = Sequential<Input<4>, Dense<5>, Tanh, Dense<3>, Softmax>;
using Map = Sequential<Input<3, 4, 2>, Conv2D<5, 2>>;
using SoftMap = Sequential<Input<3, 4, 2>, Conv2D<5, 2>, Softmax>;
using SoftList = Sequential<Input<3, 4, 2>, Conv2D<5, 2>, Softmax, Reshape<6, 5>>;
using SoftDetour = Sequential<Input<3, 4, 2>, Conv2D<5, 2>, Softmax, Flatten, Reshape<6, 5>>;
using SharedSoftmax = Sequential<Input<4>, Dense<3>, Softmax, Outputs<Output<"p", Identity>, Output<"q", Dense<2>>>>;
using TwoSoft =
    Sequential<Input<4>, Dense<5>, Tanh, Outputs<Output<"a", Dense<3>, Softmax>, Output<"b", Dense<4>, Softmax>>>;
using Mixed =
    Sequential<Input<4>, Dense<5>, Tanh, Outputs<Output<"a", Dense<2>, Sigmoid>, Output<"b", Dense<3>, Softmax>>>;
using Twice =
    Sequential<Input<4>, Dense<3>, Outputs<Output<"a", Identity>, Output<"b", Softmax>, Output<"c", Identity>>>;

template <class F>
std::string error_of(F f) {
  try {
    f();
  } catch (const std::invalid_argument& e) {
    return e.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a softmax that is left to the loss is the loss of the logits") {
  auto soft = model_of<Probabilities, SparseCategoricalCrossentropy>();
  auto logits = model_of<Classes, SparseCategoricalCrossentropy>({.from_logits = true});
  const auto x = samples<Classes>();
  const auto y = labels(n, 3);
  CHECK(soft.compute_gradients(x, y).mean_loss() == logits.compute_gradients(x, y).mean_loss());
  const auto z = logits.predict(x);
  double expected = 0;
  for (std::size_t i = 0; i < n; ++i) expected += cross_entropy(&z[3 * i], 3, y[i]) / n;
  CHECK(soft.evaluate(x, y).mean_loss() == doctest::Approx(expected).epsilon(1e-6));
  gradient_is_slope_of_evaluation(soft, x, y);
}

TEST_CASE("a loss has no ceiling: logits of 1000 on the wrong side cost 2000, in training and in evaluation") {
  auto model = model_of<Sequential<Input<2>, Dense<2>, Softmax>, SparseCategoricalCrossentropy>();
  std::ranges::copy(std::array{1.0f, 0.0f, 0.0f, 1.0f}, model.parameter(0).begin());
  const std::vector<float> x{-1000, 1000};
  const std::vector<std::uint8_t> y{0};
  CHECK(model.evaluate(x, y).mean_loss() == 2000);
  CHECK(model.compute_gradients(x, y).mean_loss() == 2000);
}

TEST_CASE("of a map the softmax runs over its channels, one label a pixel, the mean over pixels") {
  auto soft = model_of<SoftMap, SparseCategoricalCrossentropy>();
  auto list = model_of<SoftList, SparseCategoricalCrossentropy>();
  auto detour = model_of<SoftDetour, SparseCategoricalCrossentropy>();
  auto logits = model_of<Map, SparseCategoricalCrossentropy>({.from_logits = true});
  const auto x = samples<Map>();
  const auto y = labels(n * 6, 5);
  const auto z = logits.predict(x);
  double expected = 0, right = 0;
  for (std::size_t i = 0; i < n * 6; ++i) {
    expected += cross_entropy(&z[5 * i], 5, y[i]) / (n * 6);
    right += std::max_element(&z[5 * i], &z[5 * i] + 5) - &z[5 * i] == y[i] ? 1.0 / (n * 6) : 0;
  }
  for (const BatchResult& r :
       {soft.evaluate(x, y), list.evaluate(x, y), detour.evaluate(x, y), logits.evaluate(x, y),
        soft.compute_gradients(x, y), list.compute_gradients(x, y), detour.compute_gradients(x, y)}) {
    CHECK(r.mean_loss() == doctest::Approx(expected).epsilon(1e-6));
    CHECK(r.accuracy() == doctest::Approx(right));
  }
  gradient_is_slope_of_evaluation(soft, x, y);
  gradient_is_slope_of_evaluation(list, x, y);
  gradient_is_slope_of_evaluation(detour, x, y);
  std::vector<float> one_hot(y.size() * 5);
  for (std::size_t i = 0; i < y.size(); ++i) one_hot[5 * i + y[i]] = 1;
  auto dense = model_of<SoftMap, CategoricalCrossentropy>();
  CHECK(dense.evaluate(x, one_hot).mean_loss() == doctest::Approx(expected).epsilon(1e-6));
  gradient_is_slope_of_evaluation(dense, x, one_hot);
}

TEST_CASE("binary cross-entropy of a Softmax takes its probabilities, and has a gradient") {
  auto model = model_of<Sequential<Input<4>, Dense<2>, Softmax>, BinaryCrossentropy>();
  const auto x = samples<Classes>();
  std::vector<float> y;
  for (int i = 0; i < n; ++i) y.insert(y.end(), {i % 2 == 0 ? 1.0f : 0.0f, i % 2 == 0 ? 0.0f : 1.0f});
  const auto p = model.predict(x);
  double expected = 0;
  for (std::size_t k = 0; k < p.size(); ++k)
    expected -= std::log(static_cast<double>(y[k] > 0 ? p[k] : 1 - p[k])) / static_cast<double>(p.size());
  CHECK(model.evaluate(x, y).mean_loss() == doctest::Approx(expected).epsilon(1e-6));
  gradient_is_slope_of_evaluation(model, x, y);
}

TEST_CASE("each of several outputs has its own loss, with logits or without") {
  const auto x = samples<Classes>();
  std::vector<float> y(n * 7), z(n * 5);
  for (std::size_t i = 0; i < n; ++i) {
    y[7 * i + i % 3] = y[7 * i + 3 + i % 4] = 1;
    z[5 * i] = static_cast<float>(i % 2), z[5 * i + 1] = 1, z[5 * i + 2 + i % 3] = 1;
  }
  auto squared = model_of<TwoSoft, OutputLosses<CategoricalCrossentropy, MeanSquaredError>>();
  gradient_is_slope_of_evaluation(squared, x, y);
  const auto a = squared.predict(x, 0), b = squared.predict(x, 1);
  double expected = 0;
  for (std::size_t i = 0; i < n; ++i) {
    expected -= std::log(static_cast<double>(a[3 * i + i % 3])) / n;
    for (std::size_t k = 0; k < 4; ++k) {
      const double d = static_cast<double>(b[4 * i + k]) - static_cast<double>(y[7 * i + 3 + k]);
      expected += d * d / (4 * n);
    }
  }
  CHECK(squared.evaluate(x, y).mean_loss() == doctest::Approx(expected).epsilon(1e-5));
  auto mixed = model_of<Mixed, OutputLosses<BinaryCrossentropy, CategoricalCrossentropy>>({.weights = {0.5f, 2.0f}});
  gradient_is_slope_of_evaluation(mixed, x, z);
}

TEST_CASE("gradients of outputs that are one value add up") {
  const auto x = samples<Classes>();
  const auto y = random_numbers(n * 9, 5, 0.1f, 0.9f);
  auto thrice = model_of<Twice, OutputLosses<MeanSquaredError, CategoricalCrossentropy, MeanSquaredError>>();
  gradient_is_slope_of_evaluation(thrice, x, y);
  auto shared = model_of<SharedSoftmax, OutputLosses<CategoricalCrossentropy, MeanSquaredError>>();
  gradient_is_slope_of_evaluation(shared, x, random_numbers(n * 5, 6, 0.1f, 0.9f));
}

TEST_CASE("a loss of logits and a network of probabilities, or the reverse, is refused with the output's name") {
  const auto two = [](bool first, bool second) {
    return OutputLosses<BinaryCrossentropy, CategoricalCrossentropy>{{{.from_logits = first}, {.from_logits = second}}};
  };
  CHECK(error_of([&] { model_of<Mixed>(two(false, false)); }).empty());
  CHECK(error_of([&] { model_of<Mixed>(two(true, false)); }) ==
        "output \"a\" ends in Sigmoid, so BinaryCrossentropy must not say from_logits");
  CHECK(error_of([&] { model_of<Mixed>(two(false, true)); }) ==
        "output \"b\" ends in Softmax, so CategoricalCrossentropy must not say from_logits");
  CHECK(error_of([&] { model_of<Classes, SparseCategoricalCrossentropy>(); }) ==
        "the network does not end in Softmax: end it so, or let SparseCategoricalCrossentropy say from_logits");
  CHECK(error_of([&] { model_of<Classes, BinaryCrossentropy>(); }) ==
        "the network does not end in Sigmoid: end it so, or let BinaryCrossentropy say from_logits");
  CHECK(error_of([&] { model_of<Classes, BinaryCrossentropy>({.from_logits = true}); }).empty());
}

namespace {

/// Why a loss is refused for a network: by a sentence of the compiler, marked so, or by the model's constructor.
template <class Net, class Loss = BinaryCrossentropy>
std::string refusal(Loss loss = {}) {
  if constexpr (impl::LossMisfit<Net, Loss>::text.empty())
    return error_of([&] { impl::check_logits<Net>(loss); });
  else
    return "compiler: " + std::string(impl::LossMisfit<Net, Loss>::text.view());
}

template <class... Behind>
using BehindDense = Sequential<Input<4>, Dense<4>, Behind...>;
template <class... Behind>
using BehindConvolution = Sequential<Input<4, 4, 2>, Conv2D<4, 1>, Behind...>;
template <class... Behind>
using BehindSigmoid = BehindConvolution<Sigmoid, Behind...>;

constexpr BinaryCrossentropy of_logits{.from_logits = true};

template <class... Net>
void are_no_probabilities() {
  const auto check = []<class N>(std::type_identity<N>) {
    CHECK(refusal<N>() == "the network does not end in Sigmoid: end it so, or let BinaryCrossentropy say from_logits");
    CHECK(refusal<N>(of_logits).empty());
  };
  (check(std::type_identity<Net>{}), ...);
}
template <class... Net>
void are_probabilities() {
  const auto check = []<class N>(std::type_identity<N>) {
    CHECK(refusal<N>().empty());
    CHECK(refusal<N>(of_logits).ends_with(", so BinaryCrossentropy must not say from_logits"));
  };
  (check(std::type_identity<Net>{}), ...);
}

/// A layer of a user's own, of which nothing is known.
struct Twist {
  static constexpr const char* keras_name = "Twist";
  static constexpr void spell(Text& t) { t << "Twist"; }
  static constexpr Reads reads{};
  static constexpr Node lower(Builder& b, Node x) {
    return b.add({.kind = Kind::user, .out = b.shape(x), .user = &user_ops<Twist>}, x);
  }
  template <class T>
  static void forward(const UserForward<T>&) {}
  template <class T>
  static void backward(const UserBackward<T>&) {}
};

}  // namespace

TEST_CASE("binary cross-entropy refuses what is not known to be a probability, however the network ends") {
  are_no_probabilities<BehindDense<>, BehindConvolution<UpSampling2D<2>>, BehindDense<Residual<Dense<4>>>,
                       BehindDense<LayerNormalization<>>, BehindDense<Dropout<0.5f>>,
                       BehindConvolution<GlobalAveragePooling2D>, BehindDense<Concat<Dense<4>, Dense<2>>>>();
  // Siblings of these, and what takes a Sigmoid's numbers out of their range.
  are_no_probabilities<Sequential<Input<4>>, BehindDense<Tanh>, BehindDense<ReLU>, BehindDense<ClippedReLU<1.5f>>,
                       BehindDense<LogSoftmax>, BehindDense<Twist>, BehindSigmoid<Twist>,
                       BehindSigmoid<LayerNormalization<>>, BehindSigmoid<BatchNormalization<>>,
                       BehindSigmoid<Add<Identity, Identity>>, BehindSigmoid<Residual<Conv2D<4, 1>>>,
                       BehindSigmoid<Rescaling<2.0f>>, BehindSigmoid<Rescaling<1.0f, -0.5f>>,
                       BehindSigmoid<Rescaling<-1.0f>>, BehindSigmoid<Normalization<>>, BehindSigmoid<LayerScale>,
                       BehindSigmoid<PReLU>, BehindSigmoid<LocalResponseNormalization<5>>,
                       BehindDense<Concat<Sigmoid, Identity>>, BehindDense<Maximum<Sigmoid, Identity>>,
                       BehindDense<Average<Identity, Sigmoid>>, BehindDense<Multiply<Sigmoid, Identity>>>();
}

TEST_CASE("binary cross-entropy takes what is made of probabilities by layers that keep them from 0 to 1") {
  are_probabilities<BehindDense<Sigmoid>, BehindDense<HardSigmoid>, BehindDense<Softmax>,
                    BehindDense<ClippedReLU<1.0f>>, BehindDense<Twist, ClippedReLU<0.5f>>>();
  are_probabilities<BehindSigmoid<Flatten>, BehindSigmoid<Reshape<8, 8>>, BehindSigmoid<Permute<3, 1, 2>>,
                    BehindSigmoid<ZeroPadding2D<1>>, BehindSigmoid<Cropping2D<1>>, BehindSigmoid<Slice<1, 3>>,
                    BehindSigmoid<ChannelPadding<1, 2>>, BehindSigmoid<DepthToSpace<2>>, BehindSigmoid<SpaceToDepth<2>>,
                    BehindSigmoid<UpSampling2D<2>>, BehindSigmoid<UpSampling2D<2, Bilinear>>,
                    BehindSigmoid<Resizing<3, 7>>, BehindSigmoid<MaxPooling2D<2>>,
                    BehindSigmoid<AveragePooling2D<3, Same>>, BehindSigmoid<GlobalMaxPooling2D>,
                    BehindSigmoid<GlobalAveragePooling2D>, BehindSigmoid<Concat<Identity, Identity>>,
                    BehindSigmoid<Average<Identity, Identity>>, BehindSigmoid<Rescaling<-1.0f, 1.0f>>,
                    BehindSigmoid<Rescaling<0.5f, 0.5f>>, BehindSigmoid<Dropout<0.0f>>,
                    BehindSigmoid<UpSampling2D<2>, MaxPooling2D<2>, Flatten>>();
  are_probabilities<BehindDense<Concat<Sigmoid, Softmax>>, BehindDense<Maximum<HardSigmoid, Sigmoid>>,
                    BehindDense<Average<Softmax, Sigmoid>>, BehindDense<Multiply<Sigmoid, Softmax>>,
                    BehindDense<Dropout<0.5f>, Sigmoid>>();
  CHECK(refusal<BehindDense<HardSigmoid>>(of_logits) ==
        "the network ends in HardSigmoid, so BinaryCrossentropy must not say from_logits");
  CHECK(refusal<BehindConvolution<Softmax, Flatten>>(of_logits) ==
        "the network ends in Softmax, so BinaryCrossentropy must not say from_logits");
  CHECK(refusal<BehindSigmoid<UpSampling2D<2>>>(of_logits) ==
        "the network makes numbers from 0 to 1, so BinaryCrossentropy must not say from_logits");
  auto model = model_of<BehindSigmoid<UpSampling2D<2, Bilinear>, Average<Identity, MaxPooling2D<3, Stride<1>, Same>>>,
                        BinaryCrossentropy>();
  gradient_is_slope_of_evaluation(model, samples<BehindSigmoid<>>(), random_numbers(n * 8 * 8 * 4, 5, 0, 1));
}

TEST_CASE("noise behind probabilities makes none while training, so it is refused with from_logits or without") {
  const std::string expected =
      "compiler: BinaryCrossentropy takes numbers from 0 to 1, but noise makes others of those of the network while "
      "training; put it (Dropout or the like) before the Sigmoid";
  CHECK(refusal<BehindSigmoid<Dropout<0.5f>>>() == expected);
  CHECK(refusal<BehindSigmoid<Dropout<0.5f>>>(of_logits) == expected);
  CHECK(refusal<BehindSigmoid<GaussianNoise<0.1f>, Flatten>>() == expected);
  CHECK(refusal<BehindDense<Softmax, AlphaDropout<0.1f>>>() == expected);
  CHECK(refusal<BehindSigmoid<StochasticDepth<0.1f>, UpSampling2D<2>>>() == expected);
  CHECK(refusal<BehindSigmoid<Dropout<0.5f>>, MeanSquaredError>().empty());
}

TEST_CASE("a loss that takes the softmax itself refuses probabilities that are no softmax of its channels") {
  const auto is_refused = []<class Net>(std::type_identity<Net>) {
    CHECK(refusal<Net, CategoricalCrossentropy>() ==
          "compiler: CategoricalCrossentropy takes the softmax itself, of logits, but the network makes numbers from 0 "
          "to 1 that are no Softmax over its channels; end it in Softmax, or use BinaryCrossentropy");
    CHECK(refusal<Net, SparseCategoricalCrossentropy>().starts_with("compiler: SparseCategoricalCrossentropy takes"));
  };
  is_refused(std::type_identity<BehindDense<Sigmoid>>{});
  is_refused(std::type_identity<BehindDense<HardSigmoid>>{});
  is_refused(std::type_identity<BehindConvolution<Softmax, UpSampling2D<2>>>{});
  is_refused(std::type_identity<BehindConvolution<Softmax, Flatten>>{});
  is_refused(std::type_identity<BehindDense<Softmax, Dropout<0.5f>>>{});
  is_refused(std::type_identity<BehindDense<Average<Softmax, Softmax>>>{});
  CHECK(refusal<BehindConvolution<UpSampling2D<2>, Softmax>, CategoricalCrossentropy>().empty());
  CHECK(refusal<BehindDense<Dropout<0.5f>, Softmax>, CategoricalCrossentropy>().empty());
  CHECK(refusal<BehindSigmoid<Conv2D<3, 1>>, CategoricalCrossentropy>({.from_logits = true}).empty());
  CHECK(refusal<BehindDense<Sigmoid, Twist>, CategoricalCrossentropy>({.from_logits = true}).empty());
  CHECK(refusal<BehindDense<Sigmoid>, MeanSquaredError>().empty());
}

namespace {

/// The absolute error, by a user who knows no logits and needs none.
struct AbsoluteError {
  using target_type = float;
  static constexpr bool has_accuracy = false;
  static constexpr std::int64_t target_size(const Shape& output) { return output.volume(); }
  static void check(const float*, const Shape&, std::size_t) {}
  template <class T>
  SampleLoss operator()(const T* y, const float* target, const Shape& output, T* dy, T scale) const {
    double loss = 0;
    for (std::int64_t k = 0; k < output.volume(); ++k) {
      const T d = y[k] - static_cast<T>(target[k]);
      loss += std::abs(static_cast<double>(d));
      if (dy != nullptr) dy[k] = d > 0 ? scale : -scale;
    }
    return {loss, 0};
  }
};

/// Auxiliary outputs of any loss: the first one's, and the others' by their weight.
template <class Loss>
void auxiliaries_are_weighted(Loss loss = {}) {
  using Net = Sequential<Input<4>, Dense<5>, Tanh, Outputs<Output<"a", Dense<2>>, Output<"b", Dense<2>>>>;
  auto model = model_of<Net, WithAuxiliaries<Loss>>({.loss = loss, .weight = 0.25f});
  const auto x = samples<Net>(), y = random_numbers(n * 2, 9, 0.1f, 0.9f);
  gradient_is_slope_of_evaluation(model, x, y);
  const auto a = model.predict(x, 0), b = model.predict(x, 1);
  const auto of = [&](const std::vector<float>& z, std::size_t i) {
    return loss(&z[2 * i], &y[2 * i], Shape(2), static_cast<float*>(nullptr), 1.0f).loss / n;
  };
  double expected = 0;
  for (std::size_t i = 0; i < n; ++i) expected += of(a, i) + 0.25 * of(b, i);
  const double before = model.train_on_batch(x, y).mean_loss();
  CHECK(before == doctest::Approx(expected).epsilon(1e-5));
  CHECK(model.evaluate(x, y).mean_loss() < before);
}

/// Softmax or not is said by a user's loss that lacks the option, or has it.
template <bool Softmax>
struct Unsaid : CategoricalCrossentropy {
  static constexpr bool applies_softmax = Softmax;
  static constexpr const char* keras_name = "Unsaid";

 private:
  using CategoricalCrossentropy::from_logits;
};

template <std::size_t I>
constexpr fixed_string<4> numbered{{'o', static_cast<char>('0' + I / 10), static_cast<char>('0' + I % 10), '\0'}};
template <std::size_t... I>
auto many_outputs(std::index_sequence<I...>)
    -> std::pair<Sequential<Input<2>, Outputs<Output<numbered<I>, Dense<2>, Softmax>...>>,
                 OutputLosses<std::conditional_t<I % 2 == 0, BinaryCrossentropy, CategoricalCrossentropy>...>>;
template <std::size_t Count>
using Many = decltype(many_outputs(std::make_index_sequence<Count>{}));

}  // namespace

TEST_CASE("auxiliary outputs train with any loss, a regression's and a user's own that knows no logits too") {
  auxiliaries_are_weighted<MeanSquaredError>();
  auxiliaries_are_weighted<AbsoluteError>();
  auxiliaries_are_weighted<CategoricalCrossentropy>({.from_logits = true});
  auxiliaries_are_weighted<BinaryCrossentropy>({.from_logits = true});
  CHECK(error_of([] { model_of<TwoSoft, OutputLosses<CategoricalCrossentropy, AbsoluteError>>(); }).empty());
  using Same = Sequential<Input<4>, Dense<5>, Outputs<Output<"a", Dense<3>, Softmax>, Output<"b", Dense<3>, Softmax>>>;
  CHECK(refusal<Same, WithAuxiliaries<>>().empty());
  CHECK(refusal<Same, WithAuxiliaries<>>({.loss = {.from_logits = true}}) ==
        "output \"a\" ends in Softmax, so SparseCategoricalCrossentropy must not say from_logits");
}

TEST_CASE("a loss that takes logits must have from_logits, alone, in parts and among auxiliaries") {
  const std::string_view expected =
      "Unsaid is no loss: it lacks bool from_logits, which a loss that applies_softmax or takes_probabilities has";
  CHECK(impl::loss_fault<Unsaid<true>>.view() == expected);
  CHECK(impl::loss_fault<WithAuxiliaries<Unsaid<true>>>.view() == expected);
  CHECK(impl::loss_fault<OutputLosses<MeanSquaredError, Unsaid<true>>>.view() == expected);
  CHECK(impl::loss_fault<Unsaid<false>>.empty());
  CHECK(impl::loss_fault<WithAuxiliaries<Unsaid<false>>>.empty());
  CHECK(impl::loss_fault<OutputLosses<MeanSquaredError, CategoricalCrossentropy, AbsoluteError>>.empty());
}

TEST_CASE("each of 64 outputs leaves its softmax to its loss or keeps it; beyond them it can only be kept") {
  using Net64 = Many<64>::first_type;
  using Losses64 = Many<64>::second_type;
  constexpr OutputBits left = impl::left_to_loss<Net64, Losses64>();
  for (std::size_t o = 0; o < 64; ++o) CHECK(contains(left, o) == (o % 2 == 1));
  CHECK(!contains(all_outputs, 64));
  CHECK(contains(all_outputs, 63));
  CHECK(refusal<Net64, Losses64>().empty());
  CHECK(refusal<Many<65>::first_type, Many<65>::second_type>().empty());
  CHECK(refusal<Many<66>::first_type, Many<66>::second_type>() ==
        "compiler: CategoricalCrossentropy is given what stands before the Softmax of the first 64 outputs only, but "
        "output \"o65\" is number 65; leave out its Softmax and say from_logits");
}

namespace {

/// A NaN at each place of an output of `shape`: the loss is NaN, and so is the slope of each number in `share` numbers
/// around it; the other slopes are finite, and those numbers are not right.
template <class T, class Loss>
void passes_nan_on(const Loss& loss, const Shape& shape, std::int64_t share,
                   const std::vector<typename Loss::target_type>& target) {
  const auto size = static_cast<std::size_t>(shape.volume()), around = static_cast<std::size_t>(share);
  for (std::size_t at = 0; at < size; ++at) {
    std::vector<T> z(size, T(0.25)), dz(size);
    z[at] = std::numeric_limits<T>::quiet_NaN();
    const SampleLoss r = loss(z.data(), target.data(), shape, dz.data(), T(1));
    CHECK(std::isnan(r.loss));
    for (std::size_t k = 0; k < size; ++k) CHECK(std::isnan(dz[k]) == (k / around == at / around));
    CHECK(r.correct <= 1 - static_cast<double>(around) / static_cast<double>(size));
  }
}

template <class T>
void all_losses_pass_nan_on() {
  const Shape map(1, 2, 3);
  for (std::uint8_t label = 0; label < 3; ++label) {
    passes_nan_on<T>(SparseCategoricalCrossentropy{}, Shape(3), 3, {label});
    passes_nan_on<T>(SparseCategoricalCrossentropy16{}, map, 3, {label, 0});
  }
  for (const float t : {0.0f, 0.5f, 1.0f}) {
    const std::vector<float> target(6, t);
    passes_nan_on<T>(CategoricalCrossentropy{}, Shape(3), 3, target);
    passes_nan_on<T>(CategoricalCrossentropy{}, map, 3, target);
    passes_nan_on<T>(MeanSquaredError{}, map, 1, target);
    passes_nan_on<T>(BinaryCrossentropy{}, map, 1, target);
    passes_nan_on<T>(of_logits, map, 1, target);
  }
}

}  // namespace

TEST_CASE("a prediction that is NaN is a loss and a slope that are NaN, of every loss and target, and never right") {
  all_losses_pass_nan_on<float>();
  all_losses_pass_nan_on<double>();
}

TEST_CASE("binary cross-entropy of probabilities has a slope up to its bounds and none beyond them") {
  const auto slope = [](double p, float target) {
    double d = 7;
    BinaryCrossentropy{}(&p, &target, Shape(1), &d, 1.0);
    return d;
  };
  CHECK(slope(1e-7, 1) == doctest::Approx(-1e7));
  CHECK(slope(0.99e-7, 1) == 0);
  CHECK(slope(0, 1) == 0);
  CHECK(slope(1 - 1e-7, 0) == doctest::Approx(1e7));
  CHECK(slope(1 - 0.99e-7, 0) == 0);
  CHECK(slope(1, 0) == 0);
  CHECK(slope(0.25, 1) == doctest::Approx(-4));
  CHECK(slope(0.25, 0.25f) == 0);
}

TEST_CASE("binary cross-entropy counts a number on the border as the side of 0") {
  const auto correct = [](BinaryCrossentropy loss, float z, float target) {
    return loss(&z, &target, Shape(1), static_cast<float*>(nullptr), 1.0f).correct;
  };
  CHECK(correct({}, 0.5f, 0) == 1);
  CHECK(correct({}, 0.5f, 1) == 0);
  CHECK(correct({}, 0.51f, 1) == 1);
  CHECK(correct({}, 0.51f, 0) == 0);
  CHECK(correct(of_logits, 0, 0) == 1);
  CHECK(correct(of_logits, 0, 1) == 0);
  CHECK(correct(of_logits, 0.1f, 1) == 1);
  CHECK(correct(of_logits, -0.1f, 1) == 0);
}
