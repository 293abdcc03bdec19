// Embedding, positions, attention.
#include "../laws.hpp"

using namespace cincel;

using Encoder = Sequential<Residual<Sequential<LayerNormalization<>, MultiHeadAttention<2>>>,
                           Residual<Sequential<LayerNormalization<>, Dense<12>, GELU, Dense<6>>>>;

TEST_CASE_TEMPLATE("attention and positions obey the laws", Net,
                   Sequential<Input<5, 6>, PositionalEmbedding, Encoder, GlobalAveragePooling1D, Dense<3>>,
                   Sequential<Input<5, 6>, MultiHeadAttention<3, 4, Causal, NoBias>, LayerScale, Flatten, Dense<3>>,
                   Sequential<Input<9, 7, 3>, Conv2D<6, 3, Stride<2>>, Reshape<-1, 6>, MultiHeadAttention<1>,
                              LayerScale, GlobalMaxPooling1D>) {
  laws::obey<Net>();
}

using Tokens = Sequential<Input<4>, Embedding<10, 3>, Flatten, Dense<2>, Softmax>;

TEST_CASE("an embedding looks rows up; other numbers make zeros") {
  using Net = Sequential<Input<4>, Embedding<3, 2>>;
  CHECK(laws::run<Net, native_pack>({1, 2, 3, 4, 5, 6}, {2, 0, 3, -1}) == std::vector<double>{5, 6, 1, 2, 0, 0, 0, 0});
}

TEST_CASE("an embedding learns: the gradient is that of its rows") {
  Model<Tokens, SGD> model(SGD{.learning_rate = 0.5f}, {}, {.seed = 1});
  const std::vector<float> before(model.parameter(0).begin(), model.parameter(0).end());
  const std::vector<float> x{1, 2, 3, 1};
  const std::vector<std::uint8_t> y{1};
  model.compute_gradients(x, y);
  for (std::size_t row = 0; row < 10; ++row) {
    const bool used = row >= 1 && row <= 3;
    CHECK((model.gradient(0)[3 * row] != 0.0f) == used);
  }
  for (int i = 0; i < 50; ++i) model.train_on_batch(x, y);
  CHECK(model.predict(x)[1] > 0.9f);
  CHECK(std::equal(before.begin(), before.begin() + 3, model.parameter(0).begin()));
}

TEST_CASE("attention to equal keys is their mean; causal attention sees what came before") {
  using Net = Sequential<Input<3, 1>, MultiHeadAttention<1, 1, NoBias>>;
  using Blind = Sequential<Input<3, 1>, MultiHeadAttention<1, 1, NoBias, Causal>>;
  // query 0, so that all keys weigh the same; value and output 1
  CHECK(laws::run<Net, laws::Exact>({0, 1, 1, 1}, {1, 2, 6}) == std::vector<double>{3, 3, 3});
  CHECK(laws::run<Blind, laws::Exact>({0, 1, 1, 1}, {1, 2, 6}) == std::vector<double>{1, 1.5, 3});
}
