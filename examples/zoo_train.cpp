// Trains a reduced member of one family of the zoo on Fashion-MNIST; CINCEL_NETWORK is its type. Usage:
// zoo_train_<family> [EPOCHS [LEARNING RATE [DATA FOLDER]]]. Its last line is for machines.
#include "fashion_mnist_data.hpp"
#include "vision_transformer.hpp"

#include <cincel/training.hpp>
#include <cincel/zoo.hpp>

#include <cstdlib>
#include <iostream>

using namespace cincel;

/// A network for larger images behind a layer that enlarges these: its own input is left out.
template <class Net>
struct ForFashion {
  using type = Net;
};
template <int Size, class... L>
  requires(Size != 28)
struct ForFashion<Sequential<Input<Size, Size, 1>, L...>> {
  using type = Sequential<Input<28, 28, 1>, Resizing<Size, Size>, L...>;
};
template <class... Stem, class... L>
struct ForFashion<Sequential<Sequential<Stem...>, L...>> {
  using type = Sequential<typename ForFashion<Sequential<Stem...>>::type, L...>;
};

using Net = typename ForFashion<CINCEL_NETWORK>::type;

constexpr int batch_size = 32;

int main(int count, char** argument) try {
  const int epochs = count > 1 ? std::atoi(argument[1]) : 3;
  const float rate = count > 2 ? std::strtof(argument[2], nullptr) : CINCEL_RATE;
  const std::string folder = count > 3 ? argument[3] : "/usr/share/datasets/fashion-mnist";
  if (epochs < 1 || !(rate > 0))
    throw std::invalid_argument("usage: zoo_train_<family> [EPOCHS [LEARNING RATE [DATA FOLDER]]]");
  const auto train = read_fashion_mnist(folder, "train"), test = read_fashion_mnist(folder, "t10k");
  std::cout << CINCEL_NAME << ": " << std::int64_t{Net::parameter_count} << " parameters, " << std::int64_t{Net::macs}
            << " multiply-adds\n";
  const std::int64_t steps = (static_cast<std::int64_t>(train.labels.size()) + batch_size - 1) / batch_size * epochs;
  Model<Net> model(Adam{.learning_rate = CosineDecay{.initial_learning_rate = rate / 10,
                                                     .decay_steps = steps - steps / 20,
                                                     .warmup_target = rate,
                                                     .warmup_steps = steps / 20}});
  const History history = model.fit(train.images, train.labels, {.batch_size = batch_size, .epochs = epochs});
  const BatchResult r = model.evaluate(test.images, test.labels);
  std::cout << "result family=" << CINCEL_NAME << " parameters=" << std::int64_t{Net::parameter_count}
            << " test_accuracy=" << r.accuracy() << " epoch_seconds=" << history.back().seconds << '\n';
  return 0;
} catch (const std::exception& e) {
  std::cerr << "zoo_train: " << e.what() << '\n';
  return 1;
}
