// A layer of the user's own: parameters, gradient, a state, in every combinator, in summary, files and training.
#include <cincel/io/safetensors.hpp>

#include <filesystem>
#include "../laws.hpp"
#include "my_layers.hpp"

using namespace cincel;

TEST_CASE_TEMPLATE(
    "a user's layer obeys the laws", Net,
    Sequential<Input<6, 5, 3>, Conv2D<4, 3, Same>, ScaledTanh, Conv2D<4, 3, Same>, ScaledTanh, Flatten, Dense<3>>,
    Sequential<Input<6, 5, 3>, ScaledTanh, Concat<ScaledTanh, Conv2D<4, 3, Same>>, Residual<ScaledTanh>,
               Multiply<Identity, ScaledTanh>, GlobalAveragePooling2D, ScaledTanh, Dense<3>>,
    Sequential<Input<7>, Repeat<2, ScaledTanh>, Dense<4>, Named<"mine", ScaledTanh>, Dense<3>>) {
  laws::obey<Net>();
}

using Counting = Sequential<Input<2>, RunningMaximum, Dense<2>, Softmax>;
static_assert(Counting::parameter_count == 2 * 2 + 2 && Counting::non_trainable_count == 1);

TEST_CASE("a user's state moves while training, by the sums over a batch, and is saved") {
  Model<Counting, SGD> model(SGD{.learning_rate = 0.0f});
  CHECK(model["running_maximum.largest"_p][0] == 0.0f);
  // The largest inputs of the three samples are 3, 5 and 1: their mean is 3.
  model.train_on_batch(std::vector<float>{3, -2, 4, 5, 1, 0}, std::vector<std::uint8_t>{0, 1, 0});
  CHECK(model["running_maximum.largest"_p][0] == doctest::Approx(3));
  const std::string path = (std::filesystem::temp_directory_path() / "cincel_state.safetensors").string();
  save(model, path);
  Model<Counting, SGD> other(SGD{.learning_rate = 0.0f});
  load(other, path);
  CHECK(other["running_maximum.largest"_p][0] == doctest::Approx(3));
  std::filesystem::remove(path);
}

namespace {

/// Passes its input on, and keeps a moving mean of each channel as BatchNormalization does.
struct MovingMean {
  static constexpr const char* keras_name = "MovingMean";
  static constexpr Reads reads{.x = true, .y = false};
  static constexpr void spell(Text& t) { t << "MovingMean"; }
  static constexpr Node lower(Builder& b, Node x) {
    Op op{.kind = Kind::user, .out = b.shape(x), .user = &user_ops<MovingMean>};
    const Shape channels(op.out.channels());
    b.parameter(op, "scale", channels, {Initializer::ones});
    b.parameter(op, "moving_mean", channels, {}, false);
    b.parameter(op, "shift", channels, {});
    return b.add(op, x);
  }
  template <class T>
  static constexpr void forward(const UserForward<T>& a) {
    const auto channels = a.op.out.channels();
    for (std::int64_t i = 0; i < a.op.out.volume(); ++i) {
      const auto c = i % channels;
      a.y[i] = a.parameters[0][c] * a.x[0][i] + a.parameters[2][c];
      if (!a.sums.empty()) a.sums[1][c] += a.x[0][i];
    }
  }
  template <class T>
  static constexpr void backward(const UserBackward<T>& a) {
    const auto channels = a.op.out.channels();
    for (std::int64_t i = 0; i < a.op.out.volume(); ++i) {
      const auto c = i % channels;
      a.gradients[0][c] += a.dy[i] * a.x[0][i];
      a.gradients[2][c] += a.dy[i];
      if (a.dx[0] != nullptr) a.dx[0][i] += a.dy[i] * a.parameters[0][c];
    }
  }
  template <class T>
  static constexpr void update_state(const UserUpdate<T>& a) {
    const auto channels = a.op.out.channels();
    const T terms = static_cast<T>(a.samples * a.op.out.volume() / channels);
    for (std::int64_t c = 0; c < channels; ++c)
      a.parameters[1][c] = T(0.75) * a.parameters[1][c] + T(0.25) * a.sums[1][c] / terms;
  }
};
/// Two uses on maps of different sizes and numbers.
template <class Layer>
using TwoSizes = Sequential<Input<4, 4, 3>,
                            Concat<Sequential<Shared<"m", Layer>, GlobalAveragePooling2D>,
                                   Sequential<MaxPooling2D<2>, Shared<"m", Layer>, GlobalAveragePooling2D>>,
                            Dense<2>>;
using Chain = Sequential<Input<7>, Dense<4>, Shared<"m", MovingMean>, Tanh, Shared<"m", MovingMean>, Dense<4>,
                         Shared<"m", MovingMean>, Dense<3>>;

}  // namespace

TEST_CASE_TEMPLATE("uses of a shared user's layer with a state obey the laws", Net, TwoSizes<MovingMean>, Chain) {
  laws::obey<Net>();
}

TEST_CASE("the state of a shared user's layer is made once for each use, from that use's sums") {
  const std::vector<float> x{3, -2, 4, 5, 1, 0};  // the largest of each sample: their mean is 3
  const std::vector<std::uint8_t> y{0, 1, 0};
  using Same = Sequential<Input<2>, Shared<"s", RunningMaximum>, Shared<"s", RunningMaximum>, Dense<2>, Softmax>;
  Model<Same, SGD> same;
  same.train_on_batch(x, y);
  CHECK(same["s.running_maximum.largest"_p][0] == doctest::Approx(3));
  // This state is the last use's alone.
  using Doubled = Sequential<Input<2>, Shared<"s", RunningMaximum>, Rescaling<2.0f>, Shared<"s", RunningMaximum>,
                             Rescaling<2.0f>, Shared<"s", RunningMaximum>, Dense<2>, Softmax>;
  Model<Doubled, SGD> doubled;
  doubled.train_on_batch(x, y);
  CHECK(doubled["s.running_maximum.largest"_p][0] == doctest::Approx(12));
}

TEST_CASE("a shared user's state moves as the moving statistics of a shared BatchNormalization do") {
  for (const std::int64_t n : {1, 7, 2500}) {  // of 2500 samples the sums are set aside in between
    const auto x = random_numbers(n * 48, 5, -1, 3), y = random_numbers(n * 2, 6, -1, 1);
    Model<TwoSizes<MovingMean>, SGD, MeanSquaredError> mine;
    Model<TwoSizes<BatchNormalization<Momentum<0.75f>>>, SGD, MeanSquaredError> known;
    for (int step = 0; step < 2; ++step) {
      mine.train_on_batch(x, y);
      known.train_on_batch(x, y);
    }
    for (std::size_t c = 0; c < 3; ++c)
      CHECK(mine["m.moving_mean.moving_mean"_p][c] ==
            doctest::Approx(known["m.batch_normalization.moving_mean"_p][c]).epsilon(1e-5));
  }
}

TEST_CASE("summary names a user's layer as Keras would") {
  const std::string text = summary<Counting>();
  CHECK(text.find("running_maximum (RunningMaximum)") != text.npos);
}

namespace {

/// y[i] = x[i] · mean of the sample's magnitudes: through a scratch of its own in either pass, whose author says so.
struct MeanScale {
  static constexpr const char* keras_name = "MeanScale";
  static constexpr OperatorTraits traits{
      .reads = [](const Op&) { return Reads{.x = true, .y = false}; },
      .needs = {.scratch = [](const Op& op, Mode) { return op.in.volume() + 1; }},
  };
  static constexpr void spell(Text& t) { t << "MeanScale"; }
  static constexpr Node lower(Builder& b, Node x) {
    return b.add({.kind = Kind::user, .out = b.shape(x), .user = &user_ops<MeanScale>}, x);
  }
  /// The magnitudes, and behind them their mean.
  template <class T>
  static constexpr T mean_of(const T* x, std::span<T> scratch) {
    const std::size_t n = scratch.size() - 1;
    for (std::size_t i = 0; i < n; ++i) scratch[i] = x[i] < 0 ? -x[i] : x[i];
    scratch[n] = 0;
    for (std::size_t i = 0; i < n; ++i) scratch[n] += scratch[i] / static_cast<T>(n);
    return scratch[n];
  }
  template <class T>
  static constexpr void forward(const UserForward<T>& a) {
    const T mean = mean_of(a.x[0], a.scratch);
    for (std::int64_t i = 0; i < a.op.out.volume(); ++i) a.y[i] = a.x[0][i] * mean;
  }
  template <class T>
  static constexpr void backward(const UserBackward<T>& a) {
    if (a.dx[0] == nullptr) return;
    const std::int64_t n = a.op.out.volume();
    const T mean = mean_of(a.x[0], a.scratch);
    T along = 0;
    for (std::int64_t i = 0; i < n; ++i) along += a.dy[i] * a.x[0][i];
    for (std::int64_t i = 0; i < n; ++i)
      a.dx[0][i] += a.dy[i] * mean + (a.x[0][i] < 0 ? -along : along) / static_cast<T>(n);
  }
};

/// Half of x while training, nothing at inference; and a half of a number from 0 to 1 is one.
struct HalfWhileTraining {
  static constexpr const char* keras_name = "HalfWhileTraining";
  static constexpr OperatorTraits traits{
      .reads = [](const Op&) { return Reads{}; },
      .vanishes = [](const Op&, Mode mode) { return mode == Mode::inference; },
      .keeps_unit_range = [](const Op&, const ChannelAffine*) { return true; },
  };
  static constexpr void spell(Text& t) { t << "HalfWhileTraining"; }
  static constexpr Node lower(Builder& b, Node x) {
    return b.add({.kind = Kind::user, .out = b.shape(x), .user = &user_ops<HalfWhileTraining>}, x);
  }
  template <class T>
  static constexpr void forward(const UserForward<T>& a) {
    for (std::int64_t i = 0; i < a.op.out.volume(); ++i) a.y[i] = a.x[0][i] / 2;
  }
  template <class T>
  static constexpr void backward(const UserBackward<T>& a) {
    if (a.dx[0] == nullptr) return;
    for (std::int64_t i = 0; i < a.op.out.volume(); ++i) a.dx[0][i] += a.dy[i] / 2;
  }
};

}  // namespace

TEST_CASE("a user's layer says by its traits that it wants a scratch, in either pass, and obeys the laws") {
  using Net = Sequential<Input<4, 3, 2>, Conv2D<5, 2>, MeanScale, Concat<MeanScale, Conv2D<2, 1>>, Flatten, Dense<3>>;
  laws::obey<Net>();
  std::size_t with_scratch = 0;
  for (const Step& s : inference_plan<Net>.steps) with_scratch += scratch_size(s.op, Mode::inference) == 3 * 2 * 5 + 1;
  CHECK(with_scratch == 2);
}

TEST_CASE("a user's layer says by its traits that it does nothing at inference, and keeps numbers from 0 to 1") {
  using Net = Sequential<Input<4>, Dense<3>, Sigmoid, HalfWhileTraining>;
  for (const Step& s : inference_plan<Net>.steps) CHECK(s.op.kind != Kind::user);
  static_assert(in_unit_range(graph_of<Net>, graph_of<Net>.outputs[0].node, Mode::training));
  using Unknown = Sequential<Input<4>, Dense<3>, Sigmoid, MeanScale>;
  static_assert(!in_unit_range(graph_of<Unknown>, graph_of<Unknown>.outputs[0].node, Mode::training));
  // Training sees the half of what inference makes: a loss by hand.
  Model<Net, SGD, MeanSquaredError> model(SGD{.learning_rate = 0.0f});
  const std::vector<float> x{1, -1, 0.5f, 2};
  const std::vector<float> y = model.predict(x);
  double expected = 0;
  for (const float v : y) expected += static_cast<double>(v) * static_cast<double>(v) / 4 / 3;
  CHECK(model.train_on_batch(x, std::vector<float>{0, 0, 0}).mean_loss() == doctest::Approx(expected).epsilon(1e-5));
}
