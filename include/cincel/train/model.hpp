// Model<Net>: a network that is trained, with Keras's vocabulary.
#pragma once

#include <cincel/model/inference.hpp>
#include <cincel/model/parameters.hpp>
#include <cincel/model/summary.hpp>
#include <cincel/train/history.hpp>
#include <cincel/train/optimizers.hpp>

#include <numeric>
#include <stdexcept>
#include <utility>

namespace cincel::inline CINCEL_ISA {

struct ModelOptions {
  std::uint64_t seed = 1;  // of initialisation, shuffling and dropout
  int threads = 0;         // 0: one for each processor
};

/// Options of `fit`, with Keras's defaults; `validation_split` is the last share of the samples, taken before
/// shuffling.
struct FitOptions {
  int batch_size = 32;
  int epochs = 1;
  float validation_split = 0;
  bool shuffle = true;
  bool verbose = true;
};

/// A network with its parameters, optimiser and loss. Samples are float arrays of shape samples x input_shape.
///
///     Model<Net> model(Adam{}, SparseCategoricalCrossentropy{}, {.seed = 1});
///     model.fit(images, labels, {.batch_size = 128, .epochs = 15, .validation_split = 0.1f});
template <class Net, class Optimizer = Adam, class Loss = SparseCategoricalCrossentropy>
class Model {
  static_assert(sizeof(network_error<Net>) != 0);  // a wrong network is one error

  using E = Engine<Net, native_pack>;

 public:
  using Target = typename Loss::target_type;
  using network = Net;
  /// Numbers a sample has in all inputs, and in the first output.
  static constexpr std::int64_t inputs = E::inputs, outputs = OutputLayout<Net>::shapes[0].volume();

  /// Throws std::invalid_argument for a hyperparameter out of range, or a network without Softmax whose loss does
  /// not say from_logits.
  explicit Model(Optimizer optimizer = {}, Loss loss = {}, ModelOptions options = {})
      : engine_(options.seed, options.threads), optimizer_(std::move(optimizer)), loss_(loss) {
    optimizer_.check();
    check_logits();
    for (auto& s : slots_) s.assign(static_cast<std::size_t>(ParameterLayout<Net>::total), 0.0f);
  }

  /// The values of a parameter, by compile-time name: model["conv2d.weight"_p].
  template <fixed_string Name>
  std::span<float> operator[](ParameterName<Name>) {
    using Index = ParameterIndex<Net, Name>;
    static_assert(sizeof(typename Index::error) != 0);  // a wrong name is one error
    return parameter(Index::value);
  }
  std::span<float> parameter(std::size_t i) { return {engine_.parameter(i), size_of(i)}; }
  std::span<const float> parameter(std::size_t i) const { return {engine_.parameter(i), size_of(i)}; }
  /// Gradient of parameter `i` after `compute_gradients`.
  std::span<const float> gradient(std::size_t i) const { return {engine_.gradient(i), size_of(i)}; }
  std::uint64_t seed() const { return engine_.seed(); }
  /// The optimiser, whose hyperparameters may be set between steps: model.optimizer().learning_rate = 1e-4f.
  Optimizer& optimizer() { return optimizer_; }
  /// Keras's table of layers, shapes and parameters.
  static std::string summary() { return cincel::summary<Net>(); }

  /// One step of a loop of one's own: gradients of the mean loss over the samples, then `apply_gradients`.
  BatchResult compute_gradients(std::span<const float> x, std::span<const Target> y) {
    const std::int64_t n = check_samples(x, y);
    std::vector<std::uint32_t> order(static_cast<std::size_t>(n));
    std::iota(order.begin(), order.end(), 0u);
    return gradients_of(x.data(), y.data(), order);
  }
  void apply_gradients() {
    const std::int64_t t = step_;
    engine_.apply([&](std::size_t p, float* w, const float* g, std::int64_t n) {
      float* slot[Optimizer::slots];
      for (int s = 0; s < Optimizer::slots; ++s) slot[s] = slots_[static_cast<std::size_t>(s)].data() + E::layout[p];
      optimizer_.update(w, g, slot, n, t);
    });
  }
  BatchResult train_on_batch(std::span<const float> x, std::span<const Target> y) {
    const BatchResult r = compute_gradients(x, y);
    apply_gradients();
    return r;
  }

  /// Trains; throws std::invalid_argument for sizes that do not fit each other.
  History fit(std::span<const float> x, std::span<const Target> y, FitOptions o = {}) {
    const std::int64_t n = check_samples(x, y);
    if (o.batch_size < 1) throw std::invalid_argument("fit: batch_size must be at least 1");
    if (o.epochs < 0) throw std::invalid_argument("fit: epochs must not be negative");
    if (!(o.validation_split >= 0 && o.validation_split < 1))
      throw std::invalid_argument("fit: validation_split must be in [0, 1)");
    const auto train = static_cast<std::int64_t>(
        static_cast<double>(n) * (1 - static_cast<double>(o.validation_split)) + 1e-6 * static_cast<double>(n));
    if (train < 1) throw std::invalid_argument("fit: validation_split leaves no sample to train on");
    const auto x_val = x.subspan(static_cast<std::size_t>(train * inputs));
    const auto y_val = y.subspan(static_cast<std::size_t>(train * targets));
    const std::int64_t steps = (train + o.batch_size - 1) / o.batch_size;
    impl::Progress progress(o.verbose, o.epochs, steps);
    History history;
    std::vector<std::uint32_t> order(static_cast<std::size_t>(train));
    std::iota(order.begin(), order.end(), 0u);
    for (int epoch = 0; epoch < o.epochs; ++epoch, ++epoch_) {
      if (o.shuffle) shuffle(order);
      progress.begin(epoch);
      BatchResult total;
      for (std::int64_t s = 0; s < steps; ++s) {
        const std::int64_t first = s * o.batch_size, count = std::min<std::int64_t>(o.batch_size, train - first);
        total.add(
            gradients_of(x.data(), y.data(),
                         std::span(order).subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(count))));
        apply_gradients();
        progress.step(s + 1, total);
      }
      EpochLog log{.loss = total.mean_loss(), .accuracy = total.accuracy()};
      log.seconds = progress.elapsed();
      if (train < n) {
        const BatchResult v = evaluate(x_val, y_val);
        log.val_loss = v.mean_loss();
        log.val_accuracy = v.accuracy();
      }
      progress.end(log, train < n);
      history.push_back(log);
    }
    return history;
  }

  /// Loss and accuracy with the folded inference network, on all threads.
  BatchResult evaluate(std::span<const float> x, std::span<const Target> y) {
    const std::int64_t n = check_samples(x, y), shards = std::min<std::int64_t>(n, 64);
    pack();
    std::vector<BatchResult> results(static_cast<std::size_t>(shards));
    std::vector<float> arenas(static_cast<std::size_t>(engine_.pool().size()) * Inference<Net>::arena_floats + 16);
    engine_.pool().run(static_cast<int>(shards), [&](int s, int worker) {
      for (std::int64_t i = n * s / shards; i < n * (s + 1) / shards; ++i) {
        predict_one(x.data() + i * inputs, arenas, worker);
        const SampleLoss r = loss_of_prediction(arena_of(arenas, worker), y.data() + i * targets);
        results[static_cast<std::size_t>(s)].add({r.loss, r.correct, 1});
      }
    });
    BatchResult total;
    for (const BatchResult& r : results) total.add(r);
    return total;
  }

  /// The first output of all samples, one after another; or that of number `output`.
  std::vector<float> predict(std::span<const float> x, std::size_t output = 0) {
    if (x.size() % static_cast<std::size_t>(inputs) != 0)
      throw std::invalid_argument("predict: " + std::to_string(x.size()) + " numbers are no whole samples of " +
                                  std::to_string(inputs));
    if (output >= sizes.size())
      throw std::invalid_argument("predict: the network has no output " + std::to_string(output));
    const auto n = static_cast<std::int64_t>(x.size()) / inputs, size = sizes[output];
    pack();
    std::vector<float> out(static_cast<std::size_t>(n * size));
    std::vector<float> arenas(static_cast<std::size_t>(engine_.pool().size()) * Inference<Net>::arena_floats + 16);
    engine_.pool().run(static_cast<int>(std::min<std::int64_t>(n, 64)), [&](int s, int worker) {
      const std::int64_t shards = std::min<std::int64_t>(n, 64);
      for (std::int64_t i = n * s / shards; i < n * (s + 1) / shards; ++i) {
        predict_one(x.data() + i * inputs, arenas, worker);
        const float* p = arena_of(arenas, worker) + inference_plan<Net>.outputs[output].offset;
        std::copy(p, p + size, out.begin() + i * size);
      }
    });
    return out;
  }

  /// Takes mean and variance of each channel from data, for the `Normalization<>` that stands first behind the input:
  /// Keras's `adapt`. Throws std::invalid_argument if there is none.
  void adapt(std::span<const float> x) {
    const Op* op = nullptr;
    for (const Op& o : graph_of<Net>.ops)
      if (o.kind == Kind::channel_affine && o.params == 2 && op == nullptr) op = &o;
    if (op == nullptr)
      throw std::invalid_argument("adapt: the network has no Normalization<> whose statistics are learnt");
    if (graph_of<Net>.ops[static_cast<std::size_t>(graph_of<Net>.edges[static_cast<std::size_t>(op->first_edge)])].kind !=
        Kind::input)
      throw std::invalid_argument("adapt: the Normalization<> does not stand directly behind the input");
    if (x.empty() || x.size() % static_cast<std::size_t>(inputs) != 0)
      throw std::invalid_argument("adapt: " + std::to_string(x.size()) + " numbers are no whole samples of " +
                                  std::to_string(inputs));
    const auto mean = parameter(static_cast<std::size_t>(op->param)),
               variance = parameter(static_cast<std::size_t>(op->param) + 1);
    const std::size_t channels = mean.size();
    for (std::size_t c = 0; c < channels; ++c) {
      double sum = 0, square = 0;
      for (std::size_t i = c; i < x.size(); i += channels) sum += static_cast<double>(x[i]);
      const double m = sum * static_cast<double>(channels) / static_cast<double>(x.size());
      for (std::size_t i = c; i < x.size(); i += channels)
        square += (static_cast<double>(x[i]) - m) * (static_cast<double>(x[i]) - m);
      mean[c] = static_cast<float>(m);
      variance[c] = static_cast<float>(square * static_cast<double>(channels) / static_cast<double>(x.size()));
    }
  }

 private:
  static std::size_t size_of(std::size_t i) { return static_cast<std::size_t>(E::params[i].shape.volume()); }

  /// How many numbers each output has, and how many targets a sample has.
  static constexpr auto sizes = [] {
    std::array<std::int64_t, OutputLayout<Net>::count> n{};
    for (std::size_t o = 0; o < n.size(); ++o) n[o] = OutputLayout<Net>::shapes[o].volume();
    return n;
  }();
  static constexpr std::int64_t targets = impl::targets_of<Loss>(sizes);

  /// A cross-entropy takes the logits before a softmax, and must say so where there is none.
  void check_logits() const {
    if constexpr (!requires { Loss::takes_probabilities; }) {
      const bool softmax = E::plan.outputs[0].ends_in_softmax;
      if (softmax && loss_.from_logits)
        throw std::invalid_argument("the network ends in Softmax, so the loss must not say from_logits");
      if (!softmax && !loss_.from_logits)
        throw std::invalid_argument("the network does not end in Softmax: end it so, or let the loss say from_logits");
    }
  }

  std::int64_t check_samples(std::span<const float> x, std::span<const Target> y) const {
    const auto in = static_cast<std::size_t>(inputs), per = static_cast<std::size_t>(targets);
    if (x.empty() || x.size() % in != 0)
      throw std::invalid_argument("x has " + std::to_string(x.size()) + " numbers, which are no whole samples of " +
                                  std::to_string(in));
    if (y.size() != x.size() / in * per)
      throw std::invalid_argument("x has " + std::to_string(x.size() / in) + " samples, but y has " +
                                  std::to_string(y.size() / per));
    if (x.size() / in > 0xffffffffu) throw std::invalid_argument("x has more than 2^32 samples");
    for (std::size_t i = 0; i < x.size() / in; ++i) impl::check_targets<Loss>(y.data() + i * per, sizes, i);
    return static_cast<std::int64_t>(x.size() / in);
  }

  BatchResult gradients_of(const float* x, const Target* y, std::span<const std::uint32_t> order) {
    ++step_;
    return engine_.compute_gradients(
        static_cast<int>(order.size()), static_cast<std::uint32_t>(step_),
        [&](int i) { return x + order[static_cast<std::size_t>(i)] * inputs; },
        [&](int i, const OutputValue<float>* o, float scale) {
          return impl::loss_of(loss_, o, sizes, y + order[static_cast<std::size_t>(i)] * targets, scale);
        });
  }

  /// The loss of what the inference network made: it ends in probabilities where the training one ends in logits.
  SampleLoss loss_of_prediction(float* arena, const Target* y) const {
    std::array<OutputValue<float>, sizes.size()> values{};
    for (std::size_t o = 0; o < sizes.size(); ++o) {
      float* z = arena + inference_plan<Net>.outputs[o].offset;
      values[o] = {z, nullptr};
      if (E::plan.outputs[o].ends_in_softmax)
        for (std::int64_t k = 0; k < sizes[o]; ++k) z[k] = std::log(std::max(z[k], 1e-37f));
    }
    return impl::loss_of(loss_, values.data(), sizes, y, 1.0f);
  }

  /// Fisher and Yates, from the stream of this epoch.
  void shuffle(std::vector<std::uint32_t>& order) {
    RandomStream random(engine_.seed(), Purpose::shuffle, 0, static_cast<std::uint32_t>(epoch_));
    for (std::size_t i = order.size(); i > 1; --i)
      std::swap(order[i - 1], order[random.below(static_cast<std::uint32_t>(i))]);
  }

  void pack() {
    packed_.resize(static_cast<std::size_t>(inference_plan<Net>.weights));
    pack_weights<Net>(engine_.values(), packed_.data());
  }

  static float* arena_of(std::vector<float>& arenas, int worker) {
    return arenas.data() + static_cast<std::size_t>(worker) * Inference<Net>::arena_floats;
  }
  void predict_one(const float* x, std::vector<float>& arenas, int worker) const {
    Inference<Net> net(
        WeightsView<Net>::from_packed(packed_.data()),
        std::span<float, Inference<Net>::arena_floats>(arena_of(arenas, worker), Inference<Net>::arena_floats));
    net.predict(std::span<const float, Inference<Net>::inputs>(x, Inference<Net>::inputs));
  }

  E engine_;
  Optimizer optimizer_;
  Loss loss_;
  std::array<AlignedVector<float>, Optimizer::slots> slots_;
  AlignedVector<float> packed_;
  std::int64_t step_ = 0, epoch_ = 0;
};

}  // namespace cincel::inline CINCEL_ISA
