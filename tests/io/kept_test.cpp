// Saved and loaded is kept, for every kind of parameter that a layer has.
#include <doctest/doctest.h>

#include <cincel/io/safetensors.hpp>
#include <cincel/training.hpp>

#include "../files.hpp"
#include "../random_network.hpp"

using namespace cincel;

namespace {

using Map = Sequential<Conv2D<4, 3, Same>, BatchNormalization<>, DepthwiseConv2D<3, Same, DepthMultiplier<2>>, PReLU,
                       GroupNormalization<2>, Conv2DTranspose<3, 2, Stride<2>>, LayerScale, AveragePooling2D<2>>;
using Net =
    Sequential<Input<6, 6, 2>, Normalization<>, Shared<"map", Map>, Conv2D<2, 1>,
               Residual<Shared<"map", Map>, Conv2D<3, 1>>, Reshape<36, 3>, PositionalEmbedding, MultiHeadAttention<3>,
               RMSNormalization<>, LayerNormalization<>, Conv1D<4, 3>, GlobalAveragePooling1D, Dense<3>>;
using Words = Sequential<Input<5>, Embedding<11, 4>, GlobalMaxPooling1D, Dense<2>>;

template <class N>
void keeps() {
  const TemporaryFolder folder;
  const ModelOptions one{.seed = 1, .threads = 1}, two{.seed = 2, .threads = 1};
  Model<N, SGD, MeanSquaredError> a({}, {}, one), b({}, {}, two);
  const auto values = random_parameters<N>(7);
  std::size_t at = 0;
  for (std::size_t p = 0; p < graph_of<N>.params.size(); ++p)
    for (float& w : a.parameter(p)) w = values[at++];
  save(a, folder / "f");
  load(b, folder / "f");
  for (std::size_t p = 0; p < graph_of<N>.params.size(); ++p)
    CHECK(std::equal(a.parameter(p).begin(), a.parameter(p).end(), b.parameter(p).begin()));
  std::vector<float> x = random_numbers(3 * InputLayout<N>::total, 6, 0, 1);
  CHECK(a.predict(x) == b.predict(x));
}

}  // namespace

TEST_CASE("parameters of every kind of layer are saved and loaded as they are, and predict the same") {
  keeps<Net>();
  keeps<Words>();
}
