// Whole networks: the latency of one inference and the time of one training step. GFLOP/s and the share of the
// multiply-add peak count the direct FLOPs of the layers as they are written; what nobody reads is not computed,
// so a share beyond 100 % is possible.
#include "report.hpp"

#include "../examples/fashion_mnist.hpp"

#include <cincel/training.hpp>

using namespace cincel;

namespace {

using LeNet5 = Sequential<Input<32, 32, 1>, Conv2D<6, 5>, Tanh, AveragePooling2D<2>, Conv2D<16, 5>, Tanh,
                          AveragePooling2D<2>, Conv2D<120, 5>, Tanh, Flatten, Dense<84>, Tanh, Dense<10>, Softmax>;
using Tiny = Sequential<Input<1>, Dense<8>, Tanh, Dense<8>, Tanh, Dense<1>>;

template <class Net>
void predict_one(benchmark::State& state) {
  const Engine<Net, native_pack> engine(1, 1);
  AlignedVector<float> packed(static_cast<std::size_t>(inference_plan<Net>.weights));
  pack_weights<Net>(engine.values(), packed.data());
  Inference<Net> net(WeightsView<Net>::from_packed(packed.data()));
  const std::vector<float> image(Inference<Net>::inputs, 0.5f);
  const std::span<const float, Inference<Net>::inputs> x(image.data(), Inference<Net>::inputs);
  constexpr int runs = inference_plan<Net>.macs < 100'000 ? 100 : 1;  // a clock is too coarse for a tiny one
  const double t = report::median_seconds(state, [&] {
    for (int i = 0; i < runs; ++i) benchmark::DoNotOptimize(net.predict(x).data());
  });
  state.counters["latency_us"] = t / runs * 1e6;
  report::flops(state, 2.0 * runs * static_cast<double>(std::int64_t{Net::macs}), t);
}

/// A training step of 128 samples; three times the FLOPs of inference, less the first layer's input gradient.
template <class Net>
void training_step(benchmark::State& state) {
  Model<Net> model({}, {}, {.seed = 1, .threads = static_cast<int>(state.range(0))});
  constexpr std::size_t batch = 128, inputs = static_cast<std::size_t>(Model<Net>::inputs);
  std::vector<float> x(batch * inputs);
  RandomStream random(1, Purpose::self_test);
  for (float& v : x) v = random.uniform();
  std::vector<std::uint8_t> y(batch);
  for (std::uint8_t& v : y) v = static_cast<std::uint8_t>(random.below(10));
  const double t = report::median_seconds(state, [&] { model.train_on_batch(x, y); });
  state.counters["samples/s"] = batch / t;
  double macs = 0, first = 0;
  for (const Op& op : graph_of<Net>.ops) {
    macs += static_cast<double>(op.macs);
    if (first == 0) first = static_cast<double>(op.macs);
  }
  report::flops(state, 2.0 * batch * (3 * macs - first), t);
}

}  // namespace

BENCHMARK(predict_one<FashionNet>)->Name("predict/fashion_mnist");
BENCHMARK(predict_one<LeNet5>)->Name("predict/lenet5");
BENCHMARK(predict_one<Tiny>)->Name("predict/dense_1_8_8_1_tanh");
BENCHMARK(training_step<FashionNet>)->Name("train/fashion_mnist_b128/threads")->Arg(1)->Arg(2)->UseRealTime();
