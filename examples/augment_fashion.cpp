// Fashion-MNIST cut to 2,000 images: what augmentation gives where data are few. Three policies are tried on 2,000 other
// images; the best of them, none, and the one that many courses show are trained on five seeds, the same number of
// updates each, and tested. Usage: augment_fashion [--data DIR]. The last line is for machines.
#include "fashion_mnist_data.hpp"

#include <cincel/augment.hpp>
#include <cincel/train/augmented_feed.hpp>
#include <cincel/training.hpp>

#include <cmath>
#include <cstdio>

using namespace cincel;

namespace {

using Picture = Image<28, 28, 1>;
constexpr std::size_t few = 2000;
constexpr int seeds = 5, epochs = 100, batch = 50;

/// LeNet-5's form with ReLU: small enough to be trained twenty times.
using Net = Sequential<Input<28, 28, 1>, Conv2D<16, 5>, ReLU, MaxPooling2D<2>, Conv2D<32, 5>, ReLU, MaxPooling2D<2>,
                       Flatten, Dense<128>, ReLU, Dense<10>, Softmax>;

using None = Augment<>;
using Course = Augment<Rotation<20_deg>, WidthShift<0.2>, HeightShift<0.2>, Shear<20_deg>, Zoom<0.2>, HorizontalFlip<>>;
using Mild = Augment<WidthShift<0.05>, HeightShift<0.05>, HorizontalFlip<>>;
using Middle = Augment<Rotation<5_deg>, WidthShift<0.08>, HeightShift<0.08>, Zoom<0.1>, HorizontalFlip<>>;
using Holes = Sequence<HorizontalFlip<>, WidthShift<0.05>, HeightShift<0.05>, Sometimes<0.5, RandomErasing<0.02, 0.2>>>;

struct Part {
  std::span<const float> images;
  std::span<const std::uint8_t> labels;
};
Part part(const LabelledImages& all, std::size_t first, std::size_t n) {
  return {std::span(all.images).subspan(first * Picture::size, n * Picture::size),
          std::span(all.labels).subspan(first, n)};
}

/// Accuracy on `unseen` of a network that is trained on `seen` with a policy.
template <class Policy>
double accuracy(const Part& seen, const Part& unseen, std::uint64_t seed) {
  constexpr std::int64_t updates = epochs * static_cast<std::int64_t>(few) / batch;
  const CosineDecay rate{.initial_learning_rate = 0.002f, .decay_steps = updates};
  Model<Net, Adam> model(Adam{.learning_rate = rate}, {}, {.seed = seed});
  const FitOptions options{.batch_size = batch, .epochs = epochs, .verbose = false};
  if constexpr (std::is_same_v<Policy, None>)
    model.fit(seen.images, seen.labels, options);
  else
    model.fit(augmented<Picture>(SpanFeed(seen.images, seen.labels, seen.labels.size()), Policy{}, seed), options);
  return static_cast<double>(model.evaluate(unseen.images, unseen.labels).accuracy());
}

struct Score {
  double mean = 0, deviation = 0;
};
template <class Policy>
Score test(const char* name, const Part& seen, const Part& unseen) {
  std::vector<double> x;
  Score s;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    x.push_back(accuracy<Policy>(seen, unseen, seed));
    s.mean += x.back() / seeds;
    std::printf("%-8s seed %d: test %.4f\n", name, static_cast<int>(seed), x.back());
    std::fflush(stdout);
  }
  for (const double v : x) s.deviation += (v - s.mean) * (v - s.mean) / (seeds - 1);
  s.deviation = std::sqrt(s.deviation);
  std::printf("%-8s test %.4f +- %.4f\n", name, s.mean, s.deviation);
  return s;
}

int run(const std::string& folder) {
  const LabelledImages train = read_fashion_mnist(folder, "train"), rest = read_fashion_mnist(folder, "t10k");
  const Part seen = part(train, 0, few), validation = part(train, few, few), unseen = part(rest, 0, rest.labels.size());
  const double tried[] = {accuracy<Mild>(seen, validation, 1), accuracy<Middle>(seen, validation, 1),
                          accuracy<Holes>(seen, validation, 1)};
  std::printf("validation: shifts %.4f, with turns and zoom %.4f, with holes %.4f\n", tried[0], tried[1], tried[2]);
  const Score none = test<None>("none", seen, unseen);
  const Score policy = tried[0] >= tried[1] && tried[0] >= tried[2] ? test<Mild>("shifts", seen, unseen)
                       : tried[1] >= tried[2]                       ? test<Middle>("turns", seen, unseen)
                                                                    : test<Holes>("holes", seen, unseen);
  const Score course = test<Course>("course", seen, unseen);
  std::printf(
      "fashion_none=%.4f fashion_none_deviation=%.4f fashion_policy=%.4f fashion_policy_deviation=%.4f "
      "fashion_course=%.4f fashion_course_deviation=%.4f\n",
      none.mean, none.deviation, policy.mean, policy.deviation, course.mean, course.deviation);
  return 0;
}

}  // namespace

int main(int count, char** argument) {
  try {
    std::string folder = "/usr/share/datasets/fashion-mnist";
    if (count == 3 && std::string(argument[1]) == "--data")
      folder = argument[2];
    else if (count != 1)
      throw std::invalid_argument("usage: augment_fashion [--data DIR]");
    return run(folder);
  } catch (const std::exception& e) {
    std::fprintf(stderr, "augment_fashion: %s\n", e.what());
    return 1;
  }
}
