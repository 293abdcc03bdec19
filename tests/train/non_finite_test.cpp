// Floor 6: NaN and infinity in weights, losses, gradients and updates end fit, which names them.
#include <doctest/doctest.h>

#include "failing.hpp"

#include <limits>

using namespace cincel;
using namespace cincel::literals;

namespace {

using Net = Sequential<Input<5>, Dense<7>, BatchNormalization<>, Tanh, Dense<2>>;
using M = Model<Net, SGD, MeanSquaredError>;
constexpr float not_a_number = std::numeric_limits<float>::quiet_NaN(),
                infinity = std::numeric_limits<float>::infinity();
constexpr FitOptions options{.batch_size = 16, .epochs = 3, .shuffle = false, .verbose = false};

/// What fit throws; a failure of the test if it throws nothing.
template <class Any>
NonFiniteError non_finite_error_of(Any& model, std::span<const float> x, std::span<const float> y,
                                   FitOptions o = options) {
  try {
    model.fit(x, y, o);
  } catch (const NonFiniteError& e) {
    return e;
  }
  FAIL("fit throws no NonFiniteError");
  return {"", 0, 0, {}};
}

/// A loss that is infinite where a target or an output is above 1e38.
struct Overflowing : MeanSquaredError {
  template <class T>
  SampleLoss operator()(const T* y, const float* target, const Shape& shape, T* dy, T scale) const {
    SampleLoss r = MeanSquaredError::operator()(y, target, shape, dy, scale);
    if (target[0] > 1e38f || y[0] > T(1e38)) r.loss = std::numeric_limits<double>::infinity();
    return r;
  }
};

/// A finite loss whose gradient is not.
struct SteepLoss : MeanSquaredError {
  template <class T>
  SampleLoss operator()(const T* y, const float* target, const Shape& shape, T* dy, T scale) const {
    const SampleLoss r = MeanSquaredError::operator()(y, target, shape, dy, scale);
    if (dy != nullptr && target[0] > 0.99f) dy[1] = std::numeric_limits<T>::infinity();
    return r;
  }
};

/// Passes its input on; in its third step makes the parameter of this number infinite, the one trained, the other not.
struct Spoiler {
  static inline int spoils = 0;
  static constexpr const char* keras_name = "Spoiler";
  static constexpr Reads reads{};
  static constexpr void spell(Text& t) { t << "Spoiler"; }
  static constexpr Node lower(Builder& b, Node x) {
    Op op{.kind = Kind::user, .out = b.shape(x), .user = &user_ops<Spoiler>};
    b.parameter(op, "trained", Shape(1), {});
    b.parameter(op, "steps", Shape(1), {}, false);
    return b.add(op, x);
  }
  template <class T>
  static void forward(const UserForward<T>& a) {
    std::copy_n(a.x[0], a.op.out.volume(), a.y);
  }
  template <class T>
  static void backward(const UserBackward<T>& a) {
    for (std::int64_t i = 0; a.dx[0] != nullptr && i < a.op.out.volume(); ++i) a.dx[0][i] += a.dy[i];
  }
  template <class T>
  static void update_state(const UserUpdate<T>& a) {
    a.parameters[1][0] += T(1);
    if (a.parameters[1][0] == T(3))
      a.parameters[static_cast<std::size_t>(spoils)][0] = std::numeric_limits<T>::infinity();
  }
};

}  // namespace

TEST_CASE("a NaN among the samples ends fit at its step, named, with the model as it was before") {
  for (const float broken : {not_a_number, infinity, -infinity}) {
    auto x = fragile_x;
    x[40 * 5 + 3] = broken;  // sample 40, third step of the first epoch
    M model, twin;
    const auto e = non_finite_error_of(model, x, fragile_y);
    CHECK(has(e.what(),
              "fit: epoch 1, step 3: the loss is NaN, and the gradient of dense.weight is not finite: "
              "sample 40 of x has a number that is NaN or infinite; the model is as it was before this step"));
    CHECK(e.epoch == 1);
    CHECK(e.step == 3);
    CHECK(e.history.empty());
    twin.fit(std::span(x).first(32 * 5), std::span(fragile_y).first(32 * 2),
             {.batch_size = 16, .shuffle = false, .verbose = false});
    CHECK(numbers_of(model) == numbers_of(twin));
  }
}

TEST_CASE("permitted, a NaN goes through training as in Keras") {
  auto x = fragile_x;
  x[40 * 5 + 3] = not_a_number;
  M model;
  FitOptions o = options;
  o.non_finite = NonFinite::permit;
  const History h = model.fit(x, fragile_y, o);
  CHECK(h.size() == 3);
  CHECK(std::isnan(h[0].loss));
  CHECK(has(describe_non_finite<Net>(model.parameter(0).data()), "dense.weight[0] is NaN"));
  CHECK(has(describe_non_finite<Net>(model.parameter(0).data()), "batch_normalization.moving_mean[0] is NaN"));
}

TEST_CASE("a model that begins with a NaN is refused by the parameter's name, whatever it is") {
  M model;
  model["batch_normalization.moving_variance"_p][2] = infinity;
  model["dense_1.bias"_p][1] = not_a_number;
  const auto e = non_finite_error_of(model, fragile_x, fragile_y);
  CHECK(e.what() == std::string("fit: the model begins with batch_normalization.moving_variance[2] is infinite, "
                                "dense_1.bias[1] is NaN"));
  CHECK(e.epoch == 0);
  FitOptions o = options;
  o.non_finite = NonFinite::permit;
  CHECK(model.fit(fragile_x, fragile_y, o).size() == 3);
}

TEST_CASE("a gradient that is infinite under a finite loss is found before it is applied") {
  auto y = fragile_y;
  y[70 * 2] = 1.0f;  // sample 70: fifth step
  Model<Net, SGD, SteepLoss> model, twin;
  const auto e = non_finite_error_of(model, fragile_x, y);
  CHECK(has(e.what(), "epoch 1, step 5: the gradient of dense.weight is not finite;"));
  twin.fit(std::span(fragile_x).first(64 * 5), std::span(y).first(64 * 2),
           {.batch_size = 16, .shuffle = false, .verbose = false});
  CHECK(numbers_of(model) == numbers_of(twin));
}

TEST_CASE("a moving statistic that overflows under a finite loss and finite gradients ends fit, which undoes it") {
  using Scaled = Sequential<Input<5>, BatchNormalization<>, Tanh, Dense<2>>;
  auto x = fragile_x;
  for (std::size_t i = 32; i < 48; ++i) x[i * 5 + 1] = i % 2 == 0 ? 1e21f : -1e21f;  // the third step
  Model<Scaled, SGD, MeanSquaredError> model, twin;
  const auto e = non_finite_error_of(model, x, fragile_y);
  CHECK(e.what() == std::string("fit: epoch 1, step 3: the state batch_normalization.moving_variance is not finite; "
                                "the model is as it was before this step"));
  twin.fit(std::span(x).first(32 * 5), std::span(fragile_y).first(32 * 2),
           {.batch_size = 16, .shuffle = false, .verbose = false});
  CHECK(numbers_of(model) == numbers_of(twin));
  // Permitted, the loss is finite and nobody learns of it.
  FitOptions o = options;
  o.non_finite = NonFinite::permit;
  o.epochs = 1;
  CHECK(std::isfinite(twin.fit(x, fragile_y, o)[0].loss));
  CHECK(std::isinf(twin["batch_normalization.moving_variance"_p][1]));
  // A variance that is a float, just so.
  for (std::size_t i = 32; i < 48; ++i) x[i * 5 + 1] = i % 2 == 0 ? 1e19f : -1e19f;
  CHECK(std::isfinite(model.fit(x, fragile_y, {.batch_size = 16, .shuffle = false, .verbose = false})[0].loss));
  CHECK(model["batch_normalization.moving_variance"_p][1] > 1e35f);
}

TEST_CASE("what a user's layer makes of its parameters without a gradient is looked at too") {
  using Spoilt = Sequential<Input<5>, Spoiler, Dense<2>>;
  for (const int which : {0, 1}) {
    Spoiler::spoils = which;
    Model<Spoilt, SGD, MeanSquaredError> model, twin;
    const auto e = non_finite_error_of(model, fragile_x, fragile_y);
    CHECK(has(e.what(), which == 0 ? "epoch 1, step 3: the state spoiler.trained is not finite;"
                                   : "epoch 1, step 3: the state spoiler.steps is not finite;"));
    twin.fit(std::span(fragile_x).first(32 * 5), std::span(fragile_y).first(32 * 2),
             {.batch_size = 16, .shuffle = false, .verbose = false});
    CHECK(numbers_of(model) == numbers_of(twin));
  }
}

TEST_CASE("an update that overflows, in a weight or in the optimiser's own numbers, is undone") {
  M model(SGD{.learning_rate = 3e38f}), untouched;
  const auto e = non_finite_error_of(model, fragile_x, std::vector<float>(96 * 2, 1e5f));
  CHECK(has(e.what(), "epoch 1, step 1: the update of dense.weight makes a number that is not finite"));
  CHECK(numbers_of(model) == numbers_of(untouched));
  // Adam squares gradients: 1e19² is no float. Its weights would stay finite, and never learn again.
  Model<Sequential<Input<5>, Dense<2>>, Adam, MeanSquaredError> adam;
  const auto before = numbers_of(adam);
  const std::string what = non_finite_error_of(adam, fragile_x, std::vector<float>(96 * 2, 1e22f)).what();
  CAPTURE(what);
  CHECK(has(what, "the update of dense.weight"));
  CHECK(numbers_of(adam) == before);
}

TEST_CASE("the logs of the epochs that are done come with the error") {
  M model;
  FitOptions o = options;
  o.batch_size = 48;
  // The rate rises until numbers overflow, in the second epoch.
  model.optimizer().learning_rate = [](std::int64_t step) { return step < 3 ? 1e-3 : 1e38; };
  const auto e = non_finite_error_of(model, fragile_x, fragile_y, o);
  CHECK(e.epoch >= 2);
  CHECK(e.history.size() == static_cast<std::size_t>(e.epoch - 1));
  CHECK(e.history[0].loss > 0);
}

TEST_CASE(
    "a validation loss that is NaN or infinite ends fit after its epoch, with that epoch's log; permitted it stays") {
  // Of 96 samples the last 24 are held back.
  struct Case {
    float x, y;
    const char* says;
  };
  for (const Case& c : {Case{not_a_number, 0,
                             "fit: epoch 1: the validation loss is NaN: sample 80 of x has a number that "
                             "is NaN or infinite; the model is as it was after this epoch"},
                        Case{0, 3e38f, "fit: epoch 1: the validation loss is infinite; the model is as it was"}}) {
    auto x = fragile_x, y = fragile_y;
    x[80 * 5 + 1] = c.x;
    y[90 * 2] = c.y;
    FitOptions o = options;
    o.validation_split = 0.25f;
    Model<Net, SGD, Overflowing> model, twin, permits;
    const auto e = non_finite_error_of(model, x, y, o);
    CAPTURE(e.what());
    CHECK(has(e.what(), c.says));
    CHECK(e.epoch == 1);
    CHECK(e.step == 5);
    REQUIRE(e.history.size() == 1);
    CHECK(!std::isfinite(e.history[0].val_loss));
    CHECK(std::isfinite(e.history[0].loss));
    twin.fit(std::span(x).first(72 * 5), std::span(y).first(72 * 2),
             {.batch_size = 16, .shuffle = false, .verbose = false});
    CHECK(numbers_of(model) == numbers_of(twin));
    o.non_finite = NonFinite::permit;
    const History h = permits.fit(x, y, o);
    CHECK(h.size() == 3);
    CHECK(!std::isfinite(h[2].val_loss));
    CHECK(std::isfinite(h[2].loss));
  }
}

TEST_CASE("a validation loss that becomes infinite later comes with the logs of the epochs before it") {
  // The weight grows from 1 to 2 and 2.5, and with it the prediction of the one sample that is held back.
  Model<Sequential<Input<1>, Dense<1, NoBias>>, SGD, Overflowing> model(SGD{.learning_rate = 0.25f});
  model.parameter(0)[0] = 1;
  const std::vector<float> x{1, 1, 1, 4.5e37f}, y{3, 3, 3, 0};
  const auto e = non_finite_error_of(model, x, y, {.epochs = 5, .validation_split = 0.25f, .verbose = false});
  CHECK(has(e.what(), "fit: epoch 2: the validation loss is infinite; the model is as it was after this epoch"));
  CHECK(e.epoch == 2);
  CHECK(e.step == 1);
  REQUIRE(e.history.size() == 2);
  CHECK(std::isfinite(e.history[0].val_loss));
  CHECK(model.parameter(0)[0] == 2.5f);
}

TEST_CASE("train_on_batch and compute_gradients return a loss that is NaN as it is") {
  auto x = fragile_x;
  x[3] = not_a_number;
  M model;
  CHECK(std::isnan(model.compute_gradients(x, fragile_y).mean_loss()));
  CHECK(std::isnan(model.train_on_batch(x, fragile_y).mean_loss()));
}

TEST_CASE("the search finds each number that is not finite, denormals and the largest being finite") {
  constexpr std::int64_t total = ParameterLayout<Net>::total;
  std::vector<float> p(total, 1.0f);
  p[3] = std::numeric_limits<float>::max();
  p[4] = -std::numeric_limits<float>::max();
  p[5] = std::numeric_limits<float>::denorm_min();
  CHECK(!find_non_finite<Net>(p.data()));
  CHECK(describe_non_finite<Net>(p.data()).empty());
  for (std::int64_t i = 0; i < total; ++i)
    for (const float broken : {not_a_number, infinity, -infinity, -not_a_number}) {
      auto q = p;
      q[static_cast<std::size_t>(i)] = broken;
      const NonFinitePlace at = find_non_finite<Net>(q.data());
      CHECK(at.parameter >= 0);
      CHECK(ParameterLayout<Net>::offsets[at.parameter] + at.place == i);
    }
}

static_assert(!impl::all_finite(std::array{1.0, std::numeric_limits<double>::infinity()}.data(), 2));
static_assert(impl::all_finite(std::array{1.0, 1e308}.data(), 2));
