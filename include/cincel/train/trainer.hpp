// What a model does with samples, wherever a feed has them from: steps of training, epochs, evaluations, predictions.
#pragma once

#include <cincel/run/aligned_vector.hpp>
#include <cincel/train/feed_portion.hpp>
#include <cincel/train/fit_options.hpp>
#include <cincel/train/history.hpp>
#include <cincel/train/loss_fit.hpp>
#include <cincel/train/predictor.hpp>
#include <cincel/train/rollback.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl {

/// Samples `first` to `end` of a feed.
template <class F>
struct FeedRange {
  const F& feed;
  std::int64_t first, end;
};

/// A network, its optimiser and its loss at work. `F` and `V` are feeds.
template <class Net, class Optimizer, class Loss>
class Trainer {
  static constexpr OutputBits left_to_loss = cincel::impl::left_to_loss<Net, Loss>();
  static constexpr auto& shapes = OutputLayout<Net>::shapes;
  template <class F>
  using Portion = FeedPortion<Net, Loss, F>;

 public:
  using E = Engine<Net, native_pack, left_to_loss>;

  Trainer(Optimizer optimizer, Loss loss, ModelOptions options)
      : engine(options.seed, options.threads), optimizer_(std::move(optimizer)), loss_(loss) {
    optimizer_.check();
    check_logits<Net>(loss_);
    for (auto& s : slots_) s.assign(ParameterLayout<Net>::total, 0.0f);
  }

  E engine;
  Optimizer& optimizer() { return optimizer_; }

  /// How many samples a feed has. Throws std::invalid_argument if these are too many.
  template <class F>
  static std::int64_t count(const F& feed) {
    const auto n = static_cast<std::size_t>(feed.size());
    if (n > 0xffffffffu) throw std::invalid_argument("the feed has more than 2^32 samples");
    return static_cast<std::int64_t>(n);
  }
  /// The same, of a feed that is trained on or evaluated: at least one. Throws also if spans have other sizes than the
  /// network, or a target that is none.
  template <class F>
  std::int64_t checked_count(const F& feed) {
    const std::int64_t n = count(feed);
    if (n == 0) throw std::invalid_argument("the feed has no samples");
    if constexpr (Portion<F>::is_checked) portion_of(FeedRange<F>{feed, 0, n}).check_all();
    return n;
  }
  /// The samples of these numbers, at least one, each of which the feed must have.
  template <class F>
  std::span<const std::uint32_t> checked(const F& feed, std::span<const std::uint32_t> order) {
    const std::int64_t n = count(feed);
    if (order.empty()) throw std::invalid_argument("no samples are chosen");
    for (const std::uint32_t i : order)
      if (i >= n)
        throw std::invalid_argument("sample " + std::to_string(i) + " is chosen, but the feed has " +
                                    std::to_string(n));
    if constexpr (Portion<F>::is_checked) portion_of_step(feed, order).check_all();
    return order;
  }

  template <class F>
  BatchResult compute_gradients(const F& feed, std::span<const std::uint32_t> order) {
    has_gradients_ = false;
    const BatchResult r = gradients_of(feed, order);
    has_gradients_ = true;
    return r;
  }
  /// No gradients may be applied until the next `compute_gradients`.
  void forget_gradients() { has_gradients_ = false; }
  void apply_gradients() {
    if (!has_gradients_)
      throw std::logic_error(
          "apply_gradients: there are no gradients: compute_gradients comes before it, each time, and must not throw");
    apply_or_restore<Net>(engine, optimizer_of(step_), slots_, step_, NonFinite::permit);
    has_gradients_ = false;
  }

  /// A step of training, whole or not at all. What is not finite, where that is refused, is a NotFinite.
  template <class F>
  BatchResult step(const F& feed, std::span<const std::uint32_t> order, NonFinite non_finite) {
    const Optimizer now = optimizer_of(step_ + 1);
    const BatchResult r = gradients_of(feed, order);
    try {
      if (non_finite == NonFinite::refuse) check_finite<Net>(engine, r.loss, portion_of_step(feed, order));
      apply_or_restore<Net>(engine, now, slots_, step_, non_finite);
    } catch (...) {
      undo_gradients();
      throw;
    }
    return r;
  }

  /// Epochs of training on the first samples, each with its validation, if there are samples for that.
  template <class F, class V>
  History fit(const F& feed, std::int64_t train, const FeedRange<V>& validation, const FitOptions& o) {
    if (o.non_finite == NonFinite::refuse && find_non_finite<Net>(engine.values()))
      throw NonFiniteError("fit: the model begins with " + describe_non_finite<Net>(engine.values()), 0, 0, {});
    const std::int64_t steps = (train + o.batch_size - 1) / o.batch_size;
    const bool validates = validation.first < validation.end;
    Progress progress(o.verbose, o.epochs, steps);
    History history;
    std::vector<std::uint32_t> order = every(train);
    for (int epoch = 0; epoch < o.epochs; ++epoch) {
      if (o.shuffle) shuffle(order, engine.seed(), epoch_);
      progress.begin(epoch);
      const BatchResult total = run_epoch(feed, order, o, progress, history);
      EpochLog log{.loss = total.mean_loss(), .accuracy = total.accuracy()};
      log.seconds = progress.elapsed();
      if (validates) {
        const BatchResult v = evaluate(validation);
        log.val_loss = v.mean_loss();
        log.val_accuracy = v.accuracy();
      }
      progress.end(log, validates);
      history.push_back(log);
      ++epoch_;
      if (o.non_finite == NonFinite::refuse) check_validation(validation, steps, history);
    }
    return history;
  }

  template <class F>
  BatchResult evaluate(const FeedRange<F>& range) {
    const Portion<F> samples = portion_of(range);
    std::vector<BatchResult> results(static_cast<std::size_t>(predictor_.shards_of(samples.size()).count()));
    targets_.resize(predicted_places());
    predictor_.predict(
        engine.values(), engine.pool(), samples.size(), left_to_loss,
        [&](std::int64_t i, int place) {
          const auto sample = samples.take(i, place);
          targets_[place] = sample.y.data();
          return sample.x.data();
        },
        [&](std::int64_t, int place, std::size_t shard) {
          const auto values = predictor_.values(place, left_to_loss);
          const auto* const y = targets_[place];
          results[shard].add(loss_of(loss_, values.data(), shapes, y, 1.0f));
        });
    BatchResult total{.has_accuracy = has_accuracy<Loss>};
    for (const BatchResult& r : results) total.add(r);
    return total;
  }

  /// Output `output` of all samples.
  template <class F>
  std::vector<float> predict(const F& feed, std::size_t output) {
    if (output >= OutputLayout<Net>::count)
      throw std::invalid_argument("predict: the network has no output " + std::to_string(output));
    const Portion<F> samples = portion_of(FeedRange<F>{feed, 0, count(feed)});
    const std::int64_t size = shapes[output].volume();
    std::vector<float> out(static_cast<std::size_t>(samples.size() * size));
    predictor_.predict(
        engine.values(), engine.pool(), samples.size(), OutputBits{},
        [&](std::int64_t i, int place) { return samples.take_inputs(i, place); },
        [&](std::int64_t i, int place, std::size_t) {
          std::copy_n(predictor_.output(output, place), size, out.begin() + i * size);
        });
    return out;
  }

 private:
  template <class F>
  Portion<F> portion_of(const FeedRange<F>& range) {
    const Portion<F> samples(range.feed, places_, engine.seed(), range.first, range.end);
    samples.make_room(predicted_places());
    return samples;
  }
  /// Samples that are at hand at once where they are predicted.
  int predicted_places() { return engine.pool().size() * Predictor<Net>::at_hand; }
  template <class F>
  Portion<F> portion_of_step(const F& feed, std::span<const std::uint32_t> order) {
    return {feed, places_, engine.seed(), static_cast<std::uint32_t>(step_), order};
  }

  /// The optimiser as it is in step `t`: checked, and its schedule asked.
  Optimizer optimizer_of(std::int64_t t) {
    optimizer_.check();
    Optimizer now = optimizer_;
    if constexpr (requires { now.learning_rate = now.learning_rate.fixed_at(t); })
      now.learning_rate = optimizer_.learning_rate.fixed_at(t - 1);
    return now;
  }

  template <class F>
  BatchResult gradients_of(const F& feed, std::span<const std::uint32_t> order) {
    has_gradients_ = false;  // those before are overwritten
    states_.keep(engine.values());
    ++step_;
    try {
      const auto n = static_cast<int>(order.size());
      const Portion<F> samples = portion_of_step(feed, order);
      samples.make_room(engine.places(n));
      targets_.resize(order.size());
      BatchResult r = engine.compute_gradients(
          n, static_cast<std::uint32_t>(step_),
          [&](int i, int place) {
            const auto sample = samples.take(i, place);
            targets_[i] = sample.y.data();
            return sample.x.data();
          },
          [&](int i, const OutputValue<float>* o, float scale) {
            return loss_of(loss_, o, shapes, targets_[i], scale);
          });
      r.has_accuracy = has_accuracy<Loss>;
      return r;
    } catch (...) {
      undo_gradients();
      throw;
    }
  }
  void undo_gradients() {
    states_.restore(engine.values());
    --step_;
  }

  template <class F>
  BatchResult run_epoch(const F& feed, std::span<const std::uint32_t> order, const FitOptions& o, Progress& progress,
                        History& history) {
    BatchResult total{.has_accuracy = has_accuracy<Loss>};
    const auto batch = static_cast<std::size_t>(o.batch_size);
    std::int64_t done = 0;
    for (std::size_t first = 0; first < order.size(); first += batch) {
      try {
        total.add(step(feed, order.subspan(first, (std::min)(batch, order.size() - first)), o.non_finite));
      } catch (const NotFinite& e) {
        const auto epoch = static_cast<int>(history.size()) + 1;
        throw NonFiniteError("fit: epoch " + std::to_string(epoch) + ", step " + std::to_string(done + 1) + ": " +
                                 e.what + "; the model is as it was before this step",
                             epoch, done + 1, std::move(history));
      }
      progress.step(++done, total);
    }
    return total;
  }

  /// Throws NonFiniteError, with the first sample that has such a number itself, if the last validation loss is not
  /// finite.
  template <class V>
  void check_validation(const FeedRange<V>& validation, std::int64_t steps, History& history) {
    const double loss = history.back().val_loss;
    if (std::isfinite(loss)) return;
    const auto epoch = static_cast<int>(history.size());
    throw NonFiniteError("fit: epoch " + std::to_string(epoch) + ": " + spell_loss("the validation loss", loss) +
                             spell_sample_to_blame(portion_of(validation), E::inputs) +
                             "; the model is as it was after this epoch",
                         epoch, steps, std::move(history));
  }

  Optimizer optimizer_;
  Loss loss_;
  std::array<AlignedVector<float>, Optimizer::slot_count> slots_;
  Predictor<Net> predictor_;
  KeptStates<Net, float> states_;
  FeedPlaces<Net, Loss> places_;
  AlignedVector<const typename Loss::target_type*> targets_;  // of the samples of a step or at hand
  std::int64_t step_ = 0, epoch_ = 0;
  bool has_gradients_ = false;  // that `apply_gradients` may apply
};

}  // namespace impl
}  // namespace CINCEL_ISA
}  // namespace cincel
