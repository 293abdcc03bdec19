// Trains the Fashion-MNIST network and saves it. Usage: fashion_mnist_train [--epochs N] [--seed N] [--threads N]
// [--data DIR] [--out FILE]. Its last line holds the figures for run.sh.
#include "fashion_mnist.hpp"
#include "fashion_mnist_data.hpp"

#include <cincel/io/safetensors.hpp>
#include <cincel/training.hpp>

#include <charconv>
#include <iostream>

using namespace cincel;

namespace {

struct Arguments {
  int epochs = 15, threads = 0;
  std::uint64_t seed = 1;
  std::string data = "/usr/share/datasets/fashion-mnist", out = "fashion_mnist.safetensors";
};

template <class T>
T number(std::string_view option, std::string_view text, T least) {
  T n{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (error != std::errc{} || end != text.data() + text.size() || n < least)
    throw std::invalid_argument(std::string(option) + " needs a whole number of at least " + std::to_string(least) +
                                ", got \"" + std::string(text) + "\"");
  return n;
}

Arguments parse(int count, char** argument) {
  Arguments a;
  for (int i = 1; i < count; i += 2) {
    const std::string_view option = argument[i];
    const bool known =
        option == "--epochs" || option == "--threads" || option == "--seed" || option == "--data" || option == "--out";
    if (!known)
      throw std::invalid_argument("unknown option " + std::string(option) +
                                  "; known are --epochs, --seed, --threads, --data, --out");
    if (i + 1 == count) throw std::invalid_argument(std::string(option) + " needs a value");
    const std::string_view value = argument[i + 1];
    if (option == "--epochs") a.epochs = number<int>(option, value, 1);
    if (option == "--threads") a.threads = number<int>(option, value, 0);
    if (option == "--seed") a.seed = number<std::uint64_t>(option, value, 0);
    if (option == "--data") a.data = value;
    if (option == "--out") a.out = value;
  }
  return a;
}

int run(const Arguments& a) {
  const LabelledImages train = read_fashion_mnist(a.data, "train"), test = read_fashion_mnist(a.data, "t10k");
  if (train.height != 28 || train.width != 28 || test.height != 28 || test.width != 28)
    throw std::runtime_error(a.data + ": the images are not 28 x 28");
  Model<FashionNet> model({}, {}, {.seed = a.seed, .threads = a.threads});
  const History history =
      model.fit(train.images, train.labels,
                {.batch_size = 128, .epochs = a.epochs, .validation_split = 0.1f, .shuffle = true, .verbose = true});
  const BatchResult r = model.evaluate(test.images, test.labels);
  std::vector<double> seconds;
  for (const EpochLog& log : history) seconds.push_back(log.seconds);
  std::nth_element(seconds.begin(), seconds.begin() + static_cast<std::ptrdiff_t>(seconds.size() / 2), seconds.end());
  save(model, a.out,
       {{"labels", "T-shirt/top,Trouser,Pullover,Dress,Coat,Sandal,Shirt,Sneaker,Bag,Ankle boot"},
        {"test_accuracy", std::to_string(r.accuracy())}});
  std::cout << "test_accuracy=" << r.accuracy() << " test_loss=" << r.mean_loss()
            << " epoch_seconds=" << seconds[seconds.size() / 2] << " seed=" << a.seed << '\n';
  return 0;
}

}  // namespace

int main(int count, char** argument) {
  try {
    return run(parse(count, argument));
  } catch (const std::exception& e) {
    std::cerr << "fashion_mnist_train: " << e.what() << '\n';
    return 1;
  }
}
