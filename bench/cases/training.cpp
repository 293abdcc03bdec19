// Steps of training: forward, loss, backward and Adam on a batch.
#include "lenet5.hpp"
#include "networks.hpp"

#include "../../examples/fashion_mnist.hpp"

#include <cincel/augment.hpp>
#include <cincel/train/augmented_feed.hpp>
#include <cincel/zoo/mobilenet.hpp>
#include <cincel/zoo/resnet.hpp>

#include <span>

namespace {

using namespace cincel;

/// A step on samples of a batch as they are, and on pictures that Keras's policy changes first.
struct AsTheyAre {
  template <class M>
  static void step(M& model, std::span<const float> x, std::span<const std::uint8_t> y) {
    model.train_on_batch(x, y);
  }
};
template <class I>
struct ByKerasPolicy {
  using Policy = Augment<Rotation<20_deg>, WidthShift<0.2>, HeightShift<0.2>, Shear<20_deg>, Zoom<0.2>,
                         HorizontalFlip<>, Fill::nearest>;
  template <class M>
  static void step(M& model, std::span<const float> x, std::span<const std::uint8_t> y) {
    model.train_on_batch(augmented<I>(SpanFeed(x, y, y.size()), Policy{}, 1));
  }
};

/// Images of noise, labels from 0 to 9.
template <class Net, int Batch, class How>
bench::Task training(int threads) {
  const auto model = std::make_shared<Model<Net>>(Adam{}, SparseCategoricalCrossentropy{},
                                                  ModelOptions{.seed = 1, .threads = threads});
  const auto x =
      std::make_shared<AlignedVector<float>>(bench::profile::uniform_numbers(Batch * InputLayout<Net>::total, 0, 1));
  const auto y = std::make_shared<std::vector<std::uint8_t>>(Batch);
  RandomStream random(1, Purpose::self_test);
  for (std::uint8_t& label : *y) label = static_cast<std::uint8_t>(random.below(10));
  bench::Task t;
  t.run = [model, x, y](int runs) {
    for (int i = 0; i < runs; ++i) How::step(*model, *x, *y);
  };
  return t;
}

/// Three times the multiply-adds of inference, less the input gradient of the first layer that has any.
template <class Net>
double flops_of_sample() {
  double macs = 0, first = 0;
  for (const Op& op : graph_of<Net>.ops) {
    macs += static_cast<double>(op.macs);
    if (first == 0) first = static_cast<double>(op.macs);
  }
  return 2 * (3 * macs - first);
}

template <class Net, int Batch, class How = AsTheyAre>
void add_training(const std::string& name) {
  const bench::profile::Work step{Batch * flops_of_sample<Net>(), {}};
  bench::add({"train/" + name + "_b" + std::to_string(Batch), {step}, 1, true, false, training<Net, Batch, How>});
}

const bench::Registration trained([] {
  add_training<FashionNet, 128>("fashion_cnn");
  add_training<FashionNet, 128, ByKerasPolicy<Image<28, 28, 1>>>("fashion_cnn_keras_policy");
  add_training<bench::LeNet5, 128>("lenet5");
  add_training<bench::Perceptron, 128>("mlp_784_512_512_10");
  add_training<zoo::ResNet20<10>, 128>("resnet20");
  add_training<zoo::ResNet18<10, 64>, 32>("resnet18_64");
  add_training<zoo::MobileNetV2<10, 64>, 32>("mobilenet_v2_64");
});

}  // namespace
