// Floor 6: which metrics `fit` and `evaluate` report.
#include <doctest/doctest.h>

#include <cincel/training.hpp>

#include "../files.hpp"

#include <cmath>

using namespace cincel;

namespace {

using Regression = Sequential<Input<4>, Dense<3>, ReLU, Dense<1>>;
using Classes = Sequential<Input<4>, Dense<3>, Softmax>;
using Two = Sequential<Input<4>, Dense<5>, Outputs<Output<"a", Dense<2>>, Output<"b", Dense<1>, Sigmoid>>>;

/// A loss of a user's own, which says nothing of accuracy.
struct Hinge {
  using target_type = float;
  static constexpr std::int64_t target_size(const Shape& output) { return output.volume(); }
  static void check(const float*, const Shape&, std::size_t) {}
  template <class T>
  SampleLoss operator()(const T* y, const float* target, const Shape&, T* dy, T scale) const {
    const double margin = 1 - static_cast<double>(target[0]) * static_cast<double>(y[0]);
    if (dy != nullptr) dy[0] = margin > 0 ? -scale * static_cast<T>(target[0]) : T(0);
    return {margin > 0 ? margin : 0, margin < 1 ? 1.0 : 0.0};
  }
};

const std::vector<float> x(40 * 4, 0.5f);

}  // namespace

TEST_CASE("a regression has no accuracy: none is printed, and the figure is NaN") {
  Model<Regression, Adam, MeanSquaredError> model;
  const std::vector<float> y(40, 1.0f);
  History history;
  const std::string out = printed_by([&] { history = model.fit(x, y, {.epochs = 2, .validation_split = 0.25f}); });
  CHECK(has(out, " - loss: "));
  CHECK(has(out, " - val_loss: "));
  CHECK(!has(out, "accuracy"));
  CHECK(std::isnan(history[1].accuracy));
  CHECK(std::isnan(history[1].val_accuracy));
  CHECK(history[1].loss > 0);
  CHECK(std::isnan(model.evaluate(x, y).accuracy()));
  CHECK(std::isnan(model.train_on_batch(x, y).accuracy()));
}

TEST_CASE("a classification prints its accuracy, and so does a user's loss that does not say that it has none") {
  Model<Classes> model;
  const std::vector<std::uint8_t> labels(40, 1);
  const std::string out = printed_by([&] { model.fit(x, labels, {.epochs = 1, .validation_split = 0.25f}); });
  CHECK(has(out, " - accuracy: "));
  CHECK(has(out, " - val_accuracy: "));
  Model<Regression, Adam, Hinge> hinge;
  const std::vector<float> y(40, 1.0f);
  CHECK(has(printed_by([&] { hinge.fit(x, y); }), " - accuracy: "));
  CHECK(has(printed_by([&] { hinge.fit(x, y); }), " - loss: "));
}

TEST_CASE("of several losses the first one says whether there is an accuracy") {
  static_assert(!impl::has_accuracy<OutputLosses<MeanSquaredError, BinaryCrossentropy>>);
  static_assert(impl::has_accuracy<OutputLosses<BinaryCrossentropy, MeanSquaredError>>);
  static_assert(!impl::has_accuracy<WithAuxiliaries<MeanSquaredError>>);
  static_assert(impl::has_accuracy<WithAuxiliaries<>>);
  Model<Two, Adam, OutputLosses<MeanSquaredError, BinaryCrossentropy>> model;
  const std::vector<float> y(40 * 3, 1.0f);
  CHECK(!has(printed_by([&] { model.fit(x, y); }), "accuracy"));
}
