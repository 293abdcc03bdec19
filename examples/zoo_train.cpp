// Trains a reduced member of one family of the zoo on Fashion-MNIST; CINCEL_NETWORK is its type. Usage:
// zoo_train_<family> [EPOCHS] [DATA FOLDER]. Its last line is for machines.
#include "fashion_mnist_data.hpp"
#include "vision_transformer.hpp"

#include <cincel/training.hpp>
#include <cincel/zoo.hpp>

#include <cstdlib>
#include <iostream>

using namespace cincel;

/// A network for larger images behind a layer that enlarges these: its own input is left out.
template <class Net>
struct ForFashion;
template <int Size, class... L>
struct ForFashion<Sequential<Input<Size, Size, 1>, L...>> {
  using type = Sequential<Input<28, 28, 1>, Resizing<Size, Size>, L...>;
};
template <class Stem, class... L>
struct ForFashion<Sequential<Stem, L...>> {
  using type = Sequential<Stem, L...>;
};

using Net = typename ForFashion<CINCEL_NETWORK>::type;

int main(int count, char** argument) try {
  const int epochs = count > 1 ? std::atoi(argument[1]) : 3;
  const std::string folder = count > 2 ? argument[2] : "/usr/share/datasets/fashion-mnist";
  if (epochs < 1) throw std::invalid_argument("usage: zoo_train_<family> [EPOCHS] [DATA FOLDER]");
  const auto train = read_fashion_mnist(folder, "train"), test = read_fashion_mnist(folder, "t10k");
  std::cout << CINCEL_NAME << ": " << std::int64_t{Net::parameter_count} << " parameters, " << std::int64_t{Net::macs}
            << " multiply-adds\n";
  Model<Net> model(Adam{.learning_rate = CINCEL_RATE});
  const History history = model.fit(train.images, train.labels, {.batch_size = 32, .epochs = epochs});
  const BatchResult r = model.evaluate(test.images, test.labels);
  std::cout << "result family=" << CINCEL_NAME << " parameters=" << std::int64_t{Net::parameter_count}
            << " test_accuracy=" << r.accuracy() << " epoch_seconds=" << history.back().seconds << '\n';
  return 0;
} catch (const std::exception& e) {
  std::cerr << "zoo_train: " << e.what() << '\n';
  return 1;
}
