#include <cincel/training.hpp>

#include <iostream>

using namespace cincel;

using Net = Sequential<Input<8, 8, 1>, Conv2D<8, 3>, ReLU, MaxPooling2D<2>, Flatten, Dense<2>, Softmax>;

static_assert(Net::output_shape == Shape(2));
static_assert(Net::parameter_count == (3 * 3 * 1 + 1) * 8 + (3 * 3 * 8 + 1) * 2);
static_assert(Net::arena_bytes < 4096);  // all the memory that one prediction needs

int main() {
  // 512 small images of noise: dark ones are class 0, bright ones class 1.
  std::vector<float> images(512 * 64);
  std::vector<std::uint8_t> labels(512);
  RandomStream random(1, Purpose::self_test);
  for (std::size_t i = 0; i < images.size(); ++i) {
    labels[i / 64] = i / 64 % 2;
    images[i] = random.uniform() + static_cast<float>(labels[i / 64]);
  }

  Model<Net> model(Adam{.learning_rate = 0.01f});
  model.fit(images, labels, {.epochs = 5, .validation_split = 0.25f, .verbose = false});

  std::cout << model.summary() << "accuracy: " << model.evaluate(images, labels).accuracy() << '\n';
}
