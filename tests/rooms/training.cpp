// A program that trains, predicts and packs, for rooms.cmake.
#include <cincel/training.hpp>

#include <cincel/io/embed.hpp>

using namespace cincel;

using Net = Sequential<Input<8, 8, 16>, Rescaling<0.5f>, Conv2D<16, 3>, BatchNormalization<>, ReLU, DepthwiseConv2D<3>,
                       MaxPooling2D<2>, Flatten, Dense<4>, Softmax>;

std::vector<std::byte> train(const std::vector<float>& x, const std::vector<std::uint8_t>& y) {
  Model<Net> model;
  model.fit(x, y, {.batch_size = 16, .epochs = 1, .verbose = false});
  const std::vector<float> predicted = model.predict(x);
  return pack_bytes<Net>(std::vector<float>(static_cast<std::size_t>(ParameterLayout<Net>::total), predicted[0]), 1);
}
