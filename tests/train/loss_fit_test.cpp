// Floor 6: which losses fit which outputs: what types tell is a sentence of the compiler, the rest an exception.
#include "losses.hpp"

using namespace losses;

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

TEST_CASE("losses of several outputs are held against each of these") {
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
