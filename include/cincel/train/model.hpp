// Model<Net>: a network that is trained, with Keras's vocabulary.
#pragma once

#include <cincel/model/inference.hpp>
#include <cincel/model/named_parameters.hpp>
#include <cincel/model/parameters.hpp>
#include <cincel/model/summary.hpp>
#include <cincel/train/adapt.hpp>
#include <cincel/train/in_use.hpp>
#include <cincel/train/model_arguments.hpp>
#include <cincel/train/optimizers.hpp>
#include <cincel/train/samples.hpp>
#include <cincel/train/trainer.hpp>

#include <stdexcept>
#include <utility>

namespace cincel {
inline namespace CINCEL_ISA {

/// A network with its parameters, optimiser and loss. Samples are float arrays of shape samples x input_shape; labels
/// are integers of any type, which are checked against the number of classes. Or a `Feed` makes both.
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
  static_assert(detail::usage_error_of<impl::NoOptimizerOrLoss<Net, GivenOptimizer, GivenLoss>>::ok);
  using Optimizer = impl::OptimizerOf<GivenOptimizer>;
  using Loss = impl::LossOf<Net, GivenLoss>;
  using LossTaken = impl::LossTaken<GivenLoss>;
  static_assert(impl::LossError<Net, Loss>::type::ok);  // so is a loss that does not fit it
  using Trainer = impl::Trainer<Net, Optimizer, Loss>;
  using E = typename Trainer::E;
  /// What is wrong with a feed; what is wrong with the optimiser or the loss is enough.
  template <class F>
  using FeedError = std::conditional_t<impl::NoOptimizerOrLoss<Net, GivenOptimizer, GivenLoss>::any, no_wiring_error,
                                       detail::usage_error_of<impl::NoFeed<Net, typename Loss::target_type, F>>>;

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
      : trainer_(std::move(optimizer), impl::loss_from<Loss>(std::move(loss)), options) {}

  /// Given another optimiser or loss than its own types: the compiler says which types to write.
  template <class O>
    requires(!std::is_convertible_v<O, Optimizer> && !std::is_same_v<O, Model>)
  explicit Model(const O&, LossTaken = {}, ModelOptions options = {}) : Model(Optimizer{}, LossTaken{}, options) {
    static_assert(detail::usage_error_of<impl::OtherTypes<Net, GivenOptimizer, GivenLoss, O, Loss>>::ok);
  }
  template <class O, class L>
    requires(!std::is_convertible_v<L, LossTaken>)
  explicit Model(const O&, const L&, ModelOptions options = {}) : Model(Optimizer{}, LossTaken{}, options) {
    static_assert(detail::usage_error_of<impl::OtherTypes<Net, GivenOptimizer, GivenLoss, O, L>>::ok);
  }

  /// The values of a parameter, by compile-time name: model["conv2d.weight"_p].
  template <fixed_string Name>
  std::span<float> operator[](ParameterName<Name>) {
    using Index = ParameterIndex<Net, Name>;
    static_assert(Index::error::ok);  // a wrong name is one error
    return parameter(Index::value);
  }
  std::span<float> parameter(std::size_t i) { return {trainer_.engine.parameter(i), size_of(i)}; }
  /// All parameters as named spans, which files are written from and read into.
  NamedParameters<float> named_parameters() { return cincel::named_parameters<Net>(values()); }
  NamedParameters<const float> named_parameters() const { return cincel::named_parameters<Net>(values()); }
  std::span<const float> parameter(std::size_t i) const { return {trainer_.engine.parameter(i), size_of(i)}; }
  /// Gradient of parameter `i` after `compute_gradients`.
  std::span<const float> gradient(std::size_t i) const { return {trainer_.engine.gradient(i), size_of(i)}; }
  std::uint64_t seed() const { return trainer_.engine.seed(); }
  /// The optimiser, whose hyperparameters may be set between steps: model.optimizer().learning_rate = 1e-4f.
  Optimizer& optimizer() { return trainer_.optimizer(); }
  /// Keras's table of layers, shapes and parameters.
  static std::string summary() { return cincel::summary<Net>(); }

  /// One step of a loop of one's own: gradients of the mean loss over the samples, then `apply_gradients`. A loss that
  /// is not finite is returned as it is. If it throws, there are no gradients to apply, also none of a call before it.
  /// Of a feed all samples, or those of these numbers.
  BatchResult compute_gradients(const impl::Samples<Net>& x, const impl::Targets<Net, Target>& y) {
    const impl::Use use(use_);
    trainer_.forget_gradients();
    const auto feed = feed_of_spans(x, y);
    return trainer_.compute_gradients(feed, every(feed));
  }
  template <class F>
  BatchResult compute_gradients(const F& feed) {
    static_assert(FeedError<F>::ok);
    return use_feed<BatchResult>(feed, [&](const auto& f) {
      trainer_.forget_gradients();
      return trainer_.compute_gradients(f, every(f));
    });
  }
  template <Feed<Target> F>
  BatchResult compute_gradients(const F& feed, std::span<const std::uint32_t> samples) {
    const impl::Use use(use_);
    trainer_.forget_gradients();
    return trainer_.compute_gradients(feed, trainer_.checked(feed, samples));
  }
  /// Applies the gradients of the last `compute_gradients`, once. Throws std::logic_error if there are none,
  /// std::invalid_argument for a hyperparameter out of range or a schedule that gives what is no rate; what throws may
  /// be called again.
  void apply_gradients() {
    const impl::Use use(use_);
    trainer_.apply_gradients();
  }
  /// Both of them.
  BatchResult train_on_batch(const impl::Samples<Net>& x, const impl::Targets<Net, Target>& y) {
    const impl::Use use(use_);
    const auto feed = feed_of_spans(x, y);
    return trainer_.step(feed, every(feed), NonFinite::permit);
  }
  template <class F>
  BatchResult train_on_batch(const F& feed) {
    static_assert(FeedError<F>::ok);
    return use_feed<BatchResult>(feed, [&](const auto& f) { return trainer_.step(f, every(f), NonFinite::permit); });
  }
  template <Feed<Target> F>
  BatchResult train_on_batch(const F& feed, std::span<const std::uint32_t> samples) {
    const impl::Use use(use_);
    return trainer_.step(feed, trainer_.checked(feed, samples), NonFinite::permit);
  }

  /// Trains. Throws std::invalid_argument for sizes that do not fit each other, NonFiniteError, and what the user's
  /// functions throw. With a feed for validation all samples of the other one are trained on.
  History fit(const impl::Samples<Net>& x, const impl::Targets<Net, Target>& y, FitOptions o = {}) {
    const impl::Use use(use_);
    return fit_split(feed_of_spans(x, y), o);
  }
  template <class F>
  History fit(const F& feed, FitOptions o = {}) {
    static_assert(FeedError<F>::ok);
    return use_feed<History>(feed, [&](const auto& f) { return fit_split(f, o); });
  }
  template <Feed<Target> F, class V>
    requires(!std::convertible_to<const V&, FitOptions>)
  History fit(const F& feed, const V& validation, FitOptions o = {}) {
    static_assert(FeedError<V>::ok);
    return use_feed<History>(validation, [&](const auto& v) {
      if (o.validation_split != 0)
        throw std::invalid_argument("fit: with a feed for validation validation_split must be 0");
      const std::int64_t n = impl::check_options(o, trainer_.checked_count(feed));
      return trainer_.fit(feed, n, impl::FeedRange<V>{v, 0, trainer_.checked_count(v)}, o);
    });
  }

  /// Loss and accuracy with the folded inference network, on all threads.
  BatchResult evaluate(const impl::Samples<Net>& x, const impl::Targets<Net, Target>& y) {
    const impl::Use use(use_);
    return evaluate_all(feed_of_spans(x, y));
  }
  template <class F>
  BatchResult evaluate(const F& feed) {
    static_assert(FeedError<F>::ok);
    return use_feed<BatchResult>(feed, [&](const auto& f) { return evaluate_all(f); });
  }

  /// The first output of all samples, one after another; or that of number `output`.
  std::vector<float> predict(const impl::Samples<Net>& x, std::size_t output = 0) {
    const impl::Use use(use_);
    if (x.size() % static_cast<std::size_t>(inputs) != 0)
      throw std::invalid_argument("predict: " + std::to_string(x.size()) + " numbers are no whole samples of " +
                                  std::to_string(inputs));
    return trainer_.predict(SpanFeed<Target>(x, {}, x.size() / static_cast<std::size_t>(inputs)), output);
  }
  template <class F>
    requires(Feed<F, Target> || std::is_void_v<impl::Element<F>>)
  std::vector<float> predict(const F& feed, std::size_t output = 0) {
    static_assert(FeedError<F>::ok);
    return use_feed<std::vector<float>>(feed, [&](const auto& f) { return trainer_.predict(f, output); });
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
  static constexpr std::size_t numbers = static_cast<std::size_t>(ParameterLayout<Net>::total);
  std::span<float> values() { return {trainer_.engine.values(), numbers}; }
  std::span<const float> values() const { return {trainer_.engine.values(), numbers}; }
  static std::size_t size_of(std::size_t i) { return static_cast<std::size_t>(E::params[i].shape.volume()); }

  /// work(feed), one at a time; nothing if that is no feed, which is a sentence of the compiler where it is called.
  template <class Result, class F, class Work>
  Result use_feed(const F& feed, Work work) {
    if constexpr (Feed<F, Target>) {
      const impl::Use use(use_);
      return work(feed);
    } else {
      return {};
    }
  }

  static SpanFeed<Target> feed_of_spans(std::span<const float> x, std::span<const Target> y) {
    constexpr std::size_t in = impl::inputs_of_sample<Net>, per = impl::targets_of_sample<Net, Loss>;
    if (x.empty() || x.size() % in != 0)
      throw std::invalid_argument("x has " + std::to_string(x.size()) + " numbers, which are no whole samples of " +
                                  std::to_string(in));
    if (y.size() != x.size() / in * per)
      throw std::invalid_argument("x has " + std::to_string(x.size() / in) + " samples, but y has " +
                                  std::to_string(y.size()) + " targets; each sample has " + std::to_string(per));
    return {x, y, x.size() / in};
  }

  /// The numbers of all samples of a feed, which is checked.
  template <class F>
  std::vector<std::uint32_t> every(const F& feed) {
    return impl::every(trainer_.checked_count(feed));
  }
  template <class F>
  History fit_split(const F& feed, const FitOptions& o) {
    const std::int64_t n = trainer_.checked_count(feed), train = impl::check_options(o, n);
    return trainer_.fit(feed, train, impl::FeedRange<F>{feed, train, n}, o);
  }
  template <class F>
  BatchResult evaluate_all(const F& feed) {
    return trainer_.evaluate(impl::FeedRange<F>{feed, 0, trainer_.checked_count(feed)});
  }

  Trainer trainer_;
  impl::UseFlag use_;
};

}  // namespace CINCEL_ISA
}  // namespace cincel
