// A network against the numbers that PyTorch gave for it (reference.py): facts, all outputs, loss, all gradients, and
// the parameters after three steps of SGD with momentum and of Adam.
#pragma once

#include <cincel/training.hpp>

#include <cmath>
#include <cstdio>
#include <limits>
#include <string>
#include <vector>

#include "../digest.hpp"

namespace differential {

using namespace cincel;

inline constexpr int batch = 3, steps = 3;
inline constexpr std::uint32_t input_seed = 1000003, target_seed = 2000003, parameter_seed = 1009;

/// MurmurHash3's finaliser of the place, seeded, as a number in [0, 1).
inline double uniform(std::uint32_t seed, std::uint32_t i) {
  std::uint32_t h = i + seed * 0x9E3779B9u;
  h = (h ^ (h >> 16)) * 0x85EBCA6Bu;
  h = (h ^ (h >> 13)) * 0xC2B2AE35u;
  h ^= h >> 16;
  return static_cast<double>(h >> 8) * 0x1p-24;
}

/// The numbers of one network, read one after another, and the faults that were found.
class Reference {
 public:
  Reference(const double* numbers, std::size_t n) : next_(numbers), end_(numbers + n) {}

  double number() { return next_ < end_ ? *next_++ : std::numeric_limits<double>::quiet_NaN(); }
  std::int64_t count() { return static_cast<std::int64_t>(number()); }
  bool at_end() const { return next_ == end_; }
  void fault(const std::string& text) { faults_.push_back(text); }
  void equal(const std::string& what, std::int64_t got) { equal(what, got, count()); }
  void equal(const std::string& what, std::int64_t got, std::int64_t expected) {
    if (got != expected) fault(what + " is " + std::to_string(got) + ", expected " + std::to_string(expected));
  }
  /// The same of a number that the reference may have as -n where it knows no more than that there are at least n.
  void equal_or_above(const std::string& what, std::int64_t got) {
    const std::int64_t expected = count();
    if (expected > 0) return equal(what, got, expected);
    if (got < -expected)
      fault(what + " is " + std::to_string(got) + ", expected at least " + std::to_string(-expected));
  }
  /// Compares n numbers with the next tensor; a difference within the limit is none.
  template <class T>
  void tensor(const std::string& what, const T* got, std::int64_t n) {
    digest::record(what, got, static_cast<std::size_t>(n));
    equal("size of " + what, n);
    const double limit32 = number(), limit64 = number(), limit = sizeof(T) == 4 ? limit32 : limit64;
    double sum = 0;
    for (std::int64_t i = 0; i < n; ++i)
      sum += (2 * uniform(77, static_cast<std::uint32_t>(i)) - 1) * static_cast<double>(got[i]);
    // Independent errors add up like the root of their number.
    compare(what + " (projection)", sum, number(), 3 * limit * std::sqrt(static_cast<double>(n)));
    const std::int64_t kept = count();
    for (std::int64_t i = 0; i < kept; ++i) {
      const std::int64_t at = i * n / kept;
      compare(what + '[' + std::to_string(at) + ']', static_cast<double>(got[at]), number(), limit);
    }
  }
  const std::vector<std::string>& faults() const { return faults_; }

 private:
  void compare(const std::string& what, double got, double expected, double limit) {
    if (std::abs(got - expected) <= limit) return;
    char text[120];
    std::snprintf(text, sizeof text, " is %.8g, expected %.8g to %.1e", got, expected, limit);
    fault(what + text);
  }

  const double *next_, *end_;
  std::vector<std::string> faults_;
};

/// What an output ends in decides over its loss.
enum class Ending : int { other, softmax, sigmoid };

/// What stands before the tensors of a reference.
struct Description {
  struct Parameter {
    std::int64_t size;
    double low, high;
  };
  std::uint32_t attempt = 0;
  bool trains = false;
  std::vector<std::pair<std::int64_t, double>> inputs;  // numbers, and the limit of whole ones
  std::vector<Parameter> parameters;
  std::vector<Ending> endings;  // of each output

  std::vector<float> values() const {
    std::vector<float> v;
    for (std::size_t p = 0; p < parameters.size(); ++p)
      for (std::int64_t i = 0; i < parameters[p].size; ++i)
        v.push_back(static_cast<float>(parameters[p].low +
                                       (parameters[p].high - parameters[p].low) *
                                           uniform(parameter_seed * (attempt + 1) + static_cast<std::uint32_t>(p),
                                                   static_cast<std::uint32_t>(i))));
    return v;
  }
  /// A batch of samples.
  std::vector<float> samples() const {
    std::vector<float> x;
    for (int s = 0; s < batch; ++s)
      for (const auto& [size, limit] : inputs)
        for (std::int64_t i = 0; i < size; ++i) {
          const double u = uniform(input_seed + attempt, static_cast<std::uint32_t>(x.size()));
          x.push_back(static_cast<float>(limit > 0 ? std::floor(u * limit) : 2 * u - 1));
        }
    return x;
  }
};

/// Facts against the reference; false if the numbers behind them cannot be read.
template <class Net>
bool check_facts(Reference& r, Description& d) {
  d.attempt = static_cast<std::uint32_t>(r.count());
  r.equal("parameter_count", Net::parameter_count);
  r.equal("non_trainable_count", Net::non_trainable_count);
  r.equal("macs", Net::macs);
  r.equal_or_above("rows of receptive_field", Net::receptive_field.h);
  r.equal_or_above("columns of receptive_field", Net::receptive_field.w);
  d.trains = r.count() != 0;
  r.equal("input_count", Net::input_count);
  for (const ShapeFact& s : Net::input_shapes) {
    r.equal("an input's size", s.volume());
    d.inputs.emplace_back(s.volume(), r.number());
  }
  constexpr auto& params = graph_of<Net>.params;
  r.equal("number of parameters", static_cast<std::int64_t>(params.size()));
  for (const Param& p : params) {
    r.equal(std::string("size of parameter ") + p.leaf, p.shape.volume());
    const double low = r.number(), high = r.number();
    d.parameters.push_back({p.shape.volume(), low, high});
    r.equal(std::string("whether it is trained: ") + p.leaf, p.trainable);
  }
  r.equal("output_count", Net::output_count);
  for (const ShapeFact& s : Net::output_shapes) {
    r.equal("an output's rank", s.rank);
    for (int i = 0; i < s.rank; ++i) r.equal("an output's extent", s[i]);
    d.endings.push_back(static_cast<Ending>(r.count()));
  }
  return r.faults().empty();
}

/// All outputs of each sample by pack P, in memory that holds NaN before; n numbers of output o from y[o].
template <class Net, class P>
std::vector<std::vector<typename P::value_type>> infer(const Description& d) {
  using T = typename P::value_type;
  constexpr auto& plan = inference_plan<Net>;
  AlignedVector<T> packed, arena;
  packed.resize(static_cast<std::size_t>(numbers_in(plan.weight_bytes)));
  pack_weights<Net>(d.values().data(), packed.data());
  const auto floats = d.samples();
  const std::vector<T> x(floats.begin(), floats.end());
  std::vector<std::vector<T>> y(plan.outputs.size());
  for (int s = 0; s < batch; ++s) {
    arena.resize(static_cast<std::size_t>(numbers_in(plan.arena_bytes)));
    std::fill(arena.begin(), arena.end(), std::numeric_limits<T>::quiet_NaN());
    const auto inputs = InputLayout<Net>::pointers(x.data() + s * InputLayout<Net>::total);
    Program<Net, P>::run({inputs.data(), packed.data(), arena.data(), plan.operands.data()});
    for (std::size_t o = 0; o < y.size(); ++o) {
      const T* from = numbers_at(arena.data(), plan.outputs[o].offset);
      y[o].insert(y[o].end(), from, from + OutputLayout<Net>::shapes[o].volume());
    }
  }
  return y;
}

/// The loss of one output, and its gradient times `scale`.
template <class T>
SampleLoss loss_of(Ending ending, const OutputValue<T>& o, const float* t, const Shape& shape, T scale) {
  if (ending == Ending::softmax) return CategoricalCrossentropy{}(o.z, t, shape, o.dz, scale);
  if (ending == Ending::sigmoid) return BinaryCrossentropy{}(o.z, t, shape, o.dz, scale);
  return MeanSquaredError{}(o.z, t, shape, o.dz, scale);
}

/// A training step at a time by pack P.
template <class Net, class P>
class Trainer {
  using T = typename P::value_type;
  using E = Engine<Net, P>;
  static constexpr std::size_t total = static_cast<std::size_t>(ParameterLayout<Net>::total);

  const Description& d_;
  E engine_{1, 1};
  std::vector<T> x_, slots_[2];
  std::vector<float> targets_;

 public:
  explicit Trainer(const Description& d) : d_(d) {
    const auto x = d.samples();
    x_.assign(x.begin(), x.end());
    for (int s = 0; s < batch; ++s)
      for (std::size_t o = 0; o < d.endings.size(); ++o)
        for (std::int64_t i = 0; i < OutputLayout<Net>::shapes[o].volume(); ++i) {
          const double u = uniform(target_seed + d.attempt, static_cast<std::uint32_t>(targets_.size()));
          targets_.push_back(static_cast<float>(d.endings[o] == Ending::other ? 2 * u - 1 : u));
        }
    reset();
  }
  void reset() {
    const auto values = d_.values();
    std::copy(values.begin(), values.end(), engine_.values());
    for (auto& s : slots_) s.assign(total, T(0));
  }
  double compute_gradients() {
    const auto loss = [&](int i, const OutputValue<T>* o, T scale) {
      SampleLoss sum;
      const float* t = targets_.data() + i * E::outputs;
      for (std::size_t k = 0; k < OutputLayout<Net>::count; ++k) {
        const Shape& shape = OutputLayout<Net>::shapes[k];
        sum.loss += loss_of(d_.endings[k], o[k], t, shape, scale).loss;
        t += shape.volume();
      }
      return sum;
    };
    return engine_.compute_gradients(batch, 1, [&](int i, int) { return x_.data() + i * E::inputs; }, loss).mean_loss();
  }
  template <class Optimizer>
  void step(const Optimizer& optimizer, int t) {
    engine_.apply([&](std::size_t p, T* w, const T* g, std::int64_t n) {
      T* slots[]{slots_[0].data() + E::layout[p], slots_[1].data() + E::layout[p]};
      optimizer.update(w, g, slots, n, t);
    });
  }
  E& engine() { return engine_; }
};

template <class Net, class P, class Optimizer>
void check_steps(Reference& r, Trainer<Net, P>& trainer, const char* what, const Optimizer& optimizer) {
  trainer.reset();
  for (int t = 1; t <= steps; ++t) {
    trainer.compute_gradients();
    trainer.step(optimizer, t);
  }
  constexpr auto& params = graph_of<Net>.params;
  for (std::size_t p = 0; p < params.size(); ++p)
    r.tensor(std::string(what) + " of parameter " + std::to_string(p) + " (" + params[p].leaf + ')',
             trainer.engine().parameter(p), params[p].shape.volume());
}

template <class Net, class P>
void check_training(Reference& r, const Description& d) {
  using T = typename P::value_type;
  const auto trainer = std::make_unique<Trainer<Net, P>>(d);
  const T loss = static_cast<T>(trainer->compute_gradients());
  r.tensor("loss", &loss, 1);
  constexpr auto& params = graph_of<Net>.params;
  for (std::size_t p = 0; p < params.size(); ++p)
    if (params[p].trainable)
      r.tensor("gradient of parameter " + std::to_string(p) + " (" + params[p].leaf + ')',
               trainer->engine().gradient(p), params[p].shape.volume());
  check_steps(r, *trainer, "three steps of SGD", SGD{.learning_rate = 0.0625f, .momentum = 0.875f});
  check_steps(r, *trainer, "three steps of Adam", Adam{.learning_rate = 0.015625f, .epsilon = 1e-3f});
}

/// Everything by one pack; `numbers` is the network's reference, which has a training part if it is trained.
template <class Net, class P, bool Trains>
std::vector<std::string> check(const double* numbers, std::size_t n) {
  Reference r(numbers, n);
  Description d;
  if (!check_facts<Net>(r, d)) return r.faults();
  const auto y = infer<Net, P>(d);
  for (std::size_t o = 0; o < y.size(); ++o)
    r.tensor("output " + std::to_string(o), y[o].data(), static_cast<std::int64_t>(y[o].size()));
  if constexpr (Trains) check_training<Net, P>(r, d);
  if (!r.at_end()) r.fault("the reference has more numbers than were compared");
  return r.faults();
}

}  // namespace differential
