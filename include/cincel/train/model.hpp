// Model<Net>: a network that is trained, with Keras's vocabulary.
#pragma once

#include <cincel/model/inference.hpp>
#include <cincel/model/parameters.hpp>
#include <cincel/model/summary.hpp>
#include <cincel/train/adapt.hpp>
#include <cincel/train/history.hpp>
#include <cincel/train/in_use.hpp>
#include <cincel/train/loss_fit.hpp>
#include <cincel/train/model_arguments.hpp>
#include <cincel/train/optimizers.hpp>
#include <cincel/train/predictor.hpp>
#include <cincel/train/rollback.hpp>
#include <cincel/train/samples.hpp>

#include <numeric>
#include <stdexcept>
#include <utility>

namespace cincel {
inline namespace CINCEL_ISA {

struct ModelOptions {
  std::uint64_t seed = 1;  // of initialisation, shuffling and dropout
  int threads = 0;         // 0: one for each processor that the thread which makes the model may use, at most 1024
};

/// Options of `fit`, with Keras's defaults. `validation_split` is the share of the samples, the last ones, that is held
/// back before shuffling: floor(n · (1 − split)) samples are trained on, with the split as the decimal number that was
/// written.
struct FitOptions {
  int batch_size = 32;
  int epochs = 1;
  float validation_split = 0;
  bool shuffle = true;
  bool verbose = true;
  /// A weight, loss, validation loss, gradient or moving statistic that is NaN or infinite ends training with a
  /// `NonFiniteError`; `permit` goes on, as Keras does without its callback TerminateOnNaN.
  NonFinite non_finite = NonFinite::refuse;
};

/// A network with its parameters, optimiser and loss. Samples are float arrays of shape samples x input_shape; labels
/// are integers of any type, which are checked against the number of classes.
///
///     Model<Net> model(Adam{}, SparseCategoricalCrossentropy{}, {.seed = 1});
///     model.fit(images, labels, {.batch_size = 128, .epochs = 15, .validation_split = 0.1f});
///
/// A step of training is done whole or not at all: if a loss, a schedule, an optimiser or a layer of the user's throws,
/// on whatever thread, the exception comes out of the call, and parameters, moving statistics, the optimiser's numbers
/// and the counters of steps are as before that step. A copy has everything of its own, its threads too; a model that
/// was moved from may be destroyed or assigned to. One call at a time: another one meanwhile, by another thread or from
/// within a user's function, throws std::logic_error. The child of a `fork` may use its copy of the model, unless the
/// parent was within a call: then that throws std::logic_error.
template <class Net, class GivenOptimizer = Adam, class GivenLoss = SparseCategoricalCrossentropy>
class Model {
  static_assert(network_error<Net>::ok);  // a wrong network is one error
  static_assert(plan_error<Net>::ok);
  static_assert(sizeof(detail::usage_error_of<impl::NoOptimizerOrLoss<Net, GivenOptimizer, GivenLoss>>) != 0);
  using Optimizer = impl::OptimizerOf<GivenOptimizer>;
  using Loss = impl::LossOf<Net, GivenLoss>;
  using LossTaken = impl::LossTaken<GivenLoss>;
  static_assert(sizeof(typename impl::LossError<Net, Loss>::type) != 0);  // so is a loss that does not fit it

  static constexpr OutputBits left_to_loss = impl::left_to_loss<Net, Loss>();
  using E = Engine<Net, native_pack, left_to_loss>;

 public:
  using Target = typename Loss::target_type;
  using network = Net;
  /// Numbers a sample has in all inputs, and in the first output.
  static constexpr auto inputs = impl::count_of_network<Net>(E::inputs),
                        outputs = impl::count_of_network<Net>(OutputLayout<Net>::shapes[0].volume());

  /// Throws std::invalid_argument for a hyperparameter out of range, an output without Softmax whose loss applies that,
  /// or one that is not known to lie from 0 to 1 whose loss takes probabilities, if the loss does not say from_logits, or
  /// for the reverse.
  explicit Model(Optimizer optimizer = {}, LossTaken loss = {}, ModelOptions options = {})
      : engine_(options.seed, options.threads), optimizer_(std::move(optimizer)), loss_(impl::loss_from<Loss>(loss)) {
    optimizer_.check();
    impl::check_logits<Net>(loss_);
    for (auto& s : slots_) s.assign(static_cast<std::size_t>(ParameterLayout<Net>::total), 0.0f);
  }

  /// Given another optimiser or loss than its own types: the compiler says which types to write.
  template <class O>
    requires(!std::is_convertible_v<O, Optimizer> && !std::is_same_v<O, Model>)
  explicit Model(const O&, LossTaken = {}, ModelOptions options = {}) : Model(Optimizer{}, LossTaken{}, options) {
    static_assert(sizeof(detail::usage_error_of<impl::OtherTypes<Net, GivenOptimizer, GivenLoss, O, Loss>>) != 0);
  }
  template <class O, class L>
    requires(!std::is_convertible_v<L, LossTaken>)
  explicit Model(const O&, const L&, ModelOptions options = {}) : Model(Optimizer{}, LossTaken{}, options) {
    static_assert(sizeof(detail::usage_error_of<impl::OtherTypes<Net, GivenOptimizer, GivenLoss, O, L>>) != 0);
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

  /// One step of a loop of one's own: gradients of the mean loss over the samples, then `apply_gradients`. A loss that
  /// is not finite is returned as it is. If it throws, there are no gradients to apply, also none of a call before it.
  BatchResult compute_gradients(const impl::Samples<Net>& x, const impl::Targets<Net, Target>& targets_of_x) {
    const impl::Use use(use_);
    has_gradients_ = false;
    const std::span<const Target> y = targets_of_x;
    const BatchResult r = gradients_of(x.data(), y.data(), every(check_samples(x, y)));
    has_gradients_ = true;
    return r;
  }
  /// Applies the gradients of the last `compute_gradients`, once. Throws std::logic_error if there are none,
  /// std::invalid_argument for a hyperparameter out of range or a schedule that gives what is no rate; what throws may
  /// be called again.
  void apply_gradients() {
    const impl::Use use(use_);
    if (!has_gradients_)
      throw std::logic_error(
          "apply_gradients: there are no gradients: compute_gradients comes before it, each time, and must not throw");
    impl::apply_or_restore<Net>(engine_, optimizer_of(step_), slots_, step_, NonFinite::permit);
    has_gradients_ = false;
  }
  /// Both of them.
  BatchResult train_on_batch(const impl::Samples<Net>& x, const impl::Targets<Net, Target>& targets_of_x) {
    const std::span<const Target> y = targets_of_x;
    const impl::Use use(use_);
    return train_step(x.data(), y.data(), every(check_samples(x, y)), NonFinite::permit);
  }

  /// Trains. Throws std::invalid_argument for sizes that do not fit each other, NonFiniteError, and what the user's
  /// functions throw.
  History fit(const impl::Samples<Net>& x, const impl::Targets<Net, Target>& targets_of_x, FitOptions o = {}) {
    const std::span<const Target> y = targets_of_x;
    const impl::Use use(use_);
    const std::int64_t n = check_samples(x, y), train = check_options(o, n);
    const std::int64_t steps = (train + o.batch_size - 1) / o.batch_size;
    impl::Progress progress(o.verbose, o.epochs, steps);
    History history;
    std::vector<std::uint32_t> order = every(train);
    for (int epoch = 0; epoch < o.epochs; ++epoch) {
      if (o.shuffle) shuffle(order);
      progress.begin(epoch);
      BatchResult total{.has_accuracy = impl::has_accuracy<Loss>};
      for (std::int64_t s = 0; s < steps; ++s) {
        const std::int64_t first = s * o.batch_size, count = std::min<std::int64_t>(o.batch_size, train - first);
        const auto part = std::span(order).subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(count));
        try {
          total.add(train_step(x.data(), y.data(), part, o.non_finite));
        } catch (const impl::NotFinite& e) {
          throw NonFiniteError("fit: epoch " + std::to_string(epoch + 1) + ", step " + std::to_string(s + 1) + ": " +
                                   e.what + "; the model is as it was before this step",
                               epoch + 1, s + 1, std::move(history));
        }
        progress.step(s + 1, total);
      }
      EpochLog log{.loss = total.mean_loss(), .accuracy = total.accuracy()};
      log.seconds = progress.elapsed();
      if (train < n) {
        const BatchResult v = evaluate_all(x.subspan(static_cast<std::size_t>(train * inputs)),
                                           y.subspan(static_cast<std::size_t>(train * targets)), n - train);
        log.val_loss = v.mean_loss();
        log.val_accuracy = v.accuracy();
      }
      progress.end(log, train < n);
      history.push_back(log);
      ++epoch_;
      if (o.non_finite == NonFinite::refuse) check_validation(x, train, steps, history);
    }
    return history;
  }

  /// Loss and accuracy with the folded inference network, on all threads.
  BatchResult evaluate(const impl::Samples<Net>& x, const impl::Targets<Net, Target>& targets_of_x) {
    const std::span<const Target> y = targets_of_x;
    const impl::Use use(use_);
    return evaluate_all(x, y, check_samples(x, y));
  }

  /// The first output of all samples, one after another; or that of number `output`.
  std::vector<float> predict(const impl::Samples<Net>& x, std::size_t output = 0) {
    const impl::Use use(use_);
    if (x.size() % static_cast<std::size_t>(inputs) != 0)
      throw std::invalid_argument("predict: " + std::to_string(x.size()) + " numbers are no whole samples of " +
                                  std::to_string(inputs));
    if (output >= shapes.size())
      throw std::invalid_argument("predict: the network has no output " + std::to_string(output));
    const std::int64_t n = static_cast<std::int64_t>(x.size()) / inputs, size = shapes[output].volume();
    std::vector<float> out(static_cast<std::size_t>(n * size));
    predictor_.for_samples(engine_.values(), engine_.pool(), n, [&](std::int64_t i, int worker, std::size_t) {
      predictor_.run(x.data() + i * inputs, worker);
      std::copy_n(predictor_.output(output, worker), size, out.begin() + i * size);
    });
    return out;
  }

  /// Takes mean and variance of each channel from data, for each `Normalization<>`: Keras's `adapt`. Each takes them
  /// from the input that it stands directly behind; a shared one behind several inputs from all their pixels together.
  /// Throws std::invalid_argument, and changes nothing, if there is none, if one stands elsewhere, and for what is no
  /// whole number of samples (of all inputs, one after another), at least one.
  void adapt(const impl::Samples<Net>& x) {
    const impl::Use use(use_);
    const auto normalizations = impl::learnt_statistics<Net>();
    if (x.empty() || x.size() % static_cast<std::size_t>(inputs) != 0)
      throw std::invalid_argument("adapt: " + std::to_string(x.size()) + " numbers are no whole samples of " +
                                  std::to_string(inputs));
    for (const auto& n : normalizations) impl::take_statistics<Net>(x, n, parameter(n.mean), parameter(n.mean + 1));
  }

 private:
  static std::size_t size_of(std::size_t i) { return static_cast<std::size_t>(E::params[i].shape.volume()); }

  static constexpr auto& shapes = OutputLayout<Net>::shapes;
  /// How many targets a sample has.
  static constexpr std::int64_t targets = impl::targets_of<Loss>(shapes);

  std::int64_t check_samples(std::span<const float> x, std::span<const Target> y) const {
    const auto in = static_cast<std::size_t>(inputs), per = static_cast<std::size_t>(targets);
    if (x.empty() || x.size() % in != 0)
      throw std::invalid_argument("x has " + std::to_string(x.size()) + " numbers, which are no whole samples of " +
                                  std::to_string(in));
    if (y.size() != x.size() / in * per)
      throw std::invalid_argument("x has " + std::to_string(x.size() / in) + " samples, but y has " +
                                  std::to_string(y.size()) + " targets; each sample has " + std::to_string(per));
    if (x.size() / in > 0xffffffffu) throw std::invalid_argument("x has more than 2^32 samples");
    for (std::size_t i = 0; i < x.size() / in; ++i) impl::check_targets<Loss>(y.data() + i * per, shapes, i);
    return static_cast<std::int64_t>(x.size() / in);
  }

  static std::vector<std::uint32_t> every(std::int64_t n) {
    std::vector<std::uint32_t> order(static_cast<std::size_t>(n));
    std::iota(order.begin(), order.end(), 0u);
    return order;
  }

  /// Checks options of `fit` against `n` samples; returns how many of these are trained on.
  std::int64_t check_options(const FitOptions& o, std::int64_t n) const {
    if (o.batch_size < 1) throw std::invalid_argument("fit: batch_size must be at least 1");
    if (o.epochs < 0) throw std::invalid_argument("fit: epochs must not be negative");
    if (!(o.validation_split >= 0 && o.validation_split < 1))
      throw std::invalid_argument("fit: validation_split must be in [0, 1)");
    const std::int64_t train = impl::samples_to_train(n, o.validation_split);
    if (train < 1) throw std::invalid_argument("fit: validation_split leaves no sample to train on");
    if (o.non_finite == NonFinite::refuse && find_non_finite<Net>(engine_.values()))
      throw NonFiniteError("fit: the model begins with " + describe_non_finite<Net>(engine_.values()), 0, 0, {});
    return train;
  }

  /// The optimiser as it is in step `t`: checked, and its schedule asked.
  Optimizer optimizer_of(std::int64_t t) {
    optimizer_.check();
    Optimizer now = optimizer_;
    if constexpr (requires { now.learning_rate = now.learning_rate.fixed_at(t); })
      now.learning_rate = optimizer_.learning_rate.fixed_at(t - 1);
    return now;
  }

  BatchResult gradients_of(const float* x, const Target* y, std::span<const std::uint32_t> order) {
    has_gradients_ = false;  // those before are overwritten
    states_.keep(engine_.values());
    ++step_;
    try {
      BatchResult r = engine_.compute_gradients(
          static_cast<int>(order.size()), static_cast<std::uint32_t>(step_),
          [&](int i) { return x + order[static_cast<std::size_t>(i)] * inputs; },
          [&](int i, const OutputValue<float>* o, float scale) {
            return impl::loss_of(loss_, o, shapes, y + order[static_cast<std::size_t>(i)] * targets, scale);
          });
      r.has_accuracy = impl::has_accuracy<Loss>;
      return r;
    } catch (...) {
      undo_gradients();
      throw;
    }
  }
  void undo_gradients() {
    states_.restore(engine_.values());
    --step_;
  }

  /// A step of training, whole or not at all. What is not finite, where that is refused, is an impl::NotFinite.
  BatchResult train_step(const float* x, const Target* y, std::span<const std::uint32_t> order, NonFinite non_finite) {
    const Optimizer now = optimizer_of(step_ + 1);
    const BatchResult r = gradients_of(x, y, order);
    try {
      if (non_finite == NonFinite::refuse)
        impl::check_finite<Net>(engine_, r.loss, order, [&](std::uint32_t i) { return x + i * inputs; });
      impl::apply_or_restore<Net>(engine_, now, slots_, step_, non_finite);
    } catch (...) {
      undo_gradients();
      throw;
    }
    return r;
  }

  /// Throws NonFiniteError, with the first sample that has such a number itself, if the last validation loss is not
  /// finite. The samples from `train` on are those that were held back.
  void check_validation(std::span<const float> x, std::int64_t train, std::int64_t steps, History& history) const {
    const double loss = history.back().val_loss;
    if (std::isfinite(loss)) return;
    const auto epoch = static_cast<int>(history.size());
    const std::vector<std::uint32_t> all = every(static_cast<std::int64_t>(x.size()) / inputs);
    const std::string blame =
        impl::spell_sample_to_blame(std::span(all).subspan(static_cast<std::size_t>(train)), inputs,
                                    [&](std::uint32_t i) { return x.data() + i * inputs; });
    throw NonFiniteError("fit: epoch " + std::to_string(epoch) + ": " + impl::spell_loss("the validation loss", loss) +
                             blame + "; the model is as it was after this epoch",
                         epoch, steps, std::move(history));
  }

  BatchResult evaluate_all(std::span<const float> x, std::span<const Target> y, std::int64_t n) {
    std::vector<BatchResult> results(static_cast<std::size_t>(predictor_.shards_of(n).count()));
    predictor_.for_samples(engine_.values(), engine_.pool(), n, [&](std::int64_t i, int worker, std::size_t shard) {
      const auto values = predictor_.run_for_loss(x.data() + i * inputs, worker, left_to_loss);
      results[shard].add(impl::loss_of(loss_, values.data(), shapes, y.data() + i * targets, 1.0f));
    });
    BatchResult total{.has_accuracy = impl::has_accuracy<Loss>};
    for (const BatchResult& r : results) total.add(r);
    return total;
  }

  /// Fisher and Yates, from the stream of this epoch.
  void shuffle(std::vector<std::uint32_t>& order) {
    RandomStream random(engine_.seed(), Purpose::shuffle, 0, static_cast<std::uint32_t>(epoch_));
    for (std::size_t i = order.size(); i > 1; --i)
      std::swap(order[i - 1], order[random.below(static_cast<std::uint32_t>(i))]);
  }

  E engine_;
  Optimizer optimizer_;
  Loss loss_;
  std::array<AlignedVector<float>, Optimizer::slot_count> slots_;
  impl::Predictor<Net> predictor_;
  impl::KeptStates<Net, float> states_;
  impl::UseFlag use_;
  std::int64_t step_ = 0, epoch_ = 0;
  bool has_gradients_ = false;  // that `apply_gradients` may apply
};

}  // namespace CINCEL_ISA
}  // namespace cincel
