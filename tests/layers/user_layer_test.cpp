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

TEST_CASE("summary names a user's layer as Keras would") {
  const std::string text = summary<Counting>();
  CHECK(text.find("running_maximum (RunningMaximum)") != text.npos);
}
