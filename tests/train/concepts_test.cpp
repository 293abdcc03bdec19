// What is a layer, a loss, an optimiser, a feed: the concepts say what the sentences of the compiler say.
#include <cincel/training.hpp>

#include <doctest/doctest.h>

using namespace cincel;

namespace {

/// A loss with one member less than it needs.
struct Unchecked {
  using target_type = float;
  static constexpr std::int64_t target_size(const Shape& output) { return output.volume(); }
  template <class T>
  SampleLoss operator()(const T*, const float*, const Shape&, T*, T) const {
    return {};
  }
};
/// That loss with the member.
struct Checked : Unchecked {
  static void check(const float*, const Shape&, std::size_t) {}
};
/// An optimiser whose update is not const.
struct Changing {
  static constexpr int slot_count = 1;
  void check() const {}
  template <class T>
  void update(T*, const T*, T* const*, std::int64_t, std::int64_t) {}
};
struct Nameless {
  static constexpr void spell(Text& t) { t << "Nameless"; }
  static constexpr Node lower(Builder&, Node x) { return x; }
};

template <class L>
std::string layer_fault() {
  Text t;
  detail::spell_layer_fault<L>(t);
  return std::string(t.view());
}

}  // namespace

TEST_CASE("layers, losses, optimisers and feeds of the library are what their concepts ask for") {
  CHECK(Layer<Dense<3>>);
  CHECK(Layer<Sequential<Input<3>, ReLU>>);
  CHECK(Layer<BatchNormalization<>>);
  CHECK(Loss<SparseCategoricalCrossentropy16>);
  CHECK(Loss<BinaryCrossentropy>);
  CHECK(Loss<WithAuxiliaries<>>);
  CHECK(Loss<OutputLosses<MeanSquaredError, BinaryCrossentropy>>);
  CHECK(Optimizer<SGD>);
  CHECK(Optimizer<Adam>);
  CHECK(Feed<SpanFeed<float>, float>);
}

TEST_CASE("one is none of the others, and a number is nothing") {
  CHECK(!Loss<Adam>);
  CHECK(!Loss<Dense<3>>);
  CHECK(!Loss<int>);
  CHECK(!Optimizer<MeanSquaredError>);
  CHECK(!Optimizer<Dense<3>>);
  CHECK(!Optimizer<int>);
  CHECK(!Layer<Adam>);
  CHECK(!Layer<Same>);
  CHECK(!Layer<int>);
  CHECK(!Layer<Dense<3>()>);
  CHECK(!Layer<Dense<3>&>);
  CHECK(!Feed<Adam, float>);
  CHECK(!Feed<int, float>);
}

TEST_CASE("a type that lacks a member is none, alone or as a part, and the sentence says which") {
  using Net = Sequential<Input<4>, Dense<3>>;
  CHECK(Loss<Checked>);
  CHECK(!Loss<Unchecked>);
  CHECK(!Loss<OutputLosses<Checked, Unchecked>>);
  CHECK(!Loss<WithAuxiliaries<Unchecked>>);
  CHECK(!Optimizer<Changing>);
  CHECK(!Layer<Nameless>);
  CHECK(impl::NoOptimizerOrLoss<Net, Adam, Checked>::text.empty());
  CHECK(
      impl::NoOptimizerOrLoss<Net, Adam, Unchecked>::text.view() ==
      "Model: Unchecked is no loss: it lacks static void check(const target_type*, const Shape&, std::size_t sample)");
  CHECK(impl::NoOptimizerOrLoss<Net, Adam, WithAuxiliaries<Unchecked>>::text.view() ==
        impl::NoOptimizerOrLoss<Net, Adam, Unchecked>::text.view());
  CHECK(impl::NoOptimizerOrLoss<Net, Changing, Checked>::text.view() ==
        "Model: Changing is no optimiser: it lacks template <class T> void update(T* w, const T* g, T* const* slot, "
        "std::int64_t n, std::int64_t t) const");
  CHECK(layer_fault<Nameless>() ==
        "is no layer: it lacks static constexpr const char* keras_name; see examples/user_layer.cpp");
}
