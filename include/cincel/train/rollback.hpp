// A step of training is done whole or not at all: what it changes is kept until it is done.
#pragma once

#include <cincel/model/non_finite.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl {

/// The parameters that `compute_gradients` itself may change: moving statistics, and what users' layers call state.
template <class Net>
inline constexpr auto changed_by_gradients = [] {
  constexpr auto& g = graph_of<Net>;
  std::array<bool, g.params.size()> changed{};
  for (std::size_t p = 0; p < changed.size(); ++p) changed[p] = !g.params[p].trainable;
  for (const Op& op : g.ops)
    if (op.kind == Kind::user)
      for (int p = op.param; p < op.param + op.params; ++p) changed[static_cast<std::size_t>(p)] = true;
  return changed;
}();

/// Those parameters as they were.
template <class Net, class T>
class KeptStates {
  using Layout = ParameterLayout<Net>;

 public:
  void keep(const T* values) {
    kept_.clear();
    for (std::size_t p = 0; p < Layout::count; ++p)
      if (changed_by_gradients<Net>[p])
        kept_.insert(kept_.end(), values + Layout::offsets[p], values + Layout::offsets[p + 1]);
  }
  void restore(T* values) const {
    auto from = kept_.begin();
    for (std::size_t p = 0; p < Layout::count; ++p)
      if (changed_by_gradients<Net>[p]) {
        const auto n = Layout::offsets[p + 1] - Layout::offsets[p];
        std::copy(from, from + n, values + Layout::offsets[p]);
        from += n;
      }
  }

 private:
  std::vector<T> kept_;
};

/// What was found not to be finite.
struct NotFinite {
  std::string what;
};

/// "the loss is NaN", of a loss that is not finite.
inline std::string spell_loss(const char* name, double loss) {
  return std::string(name) + (std::isnan(loss) ? " is NaN" : " is infinite");
}

/// The end of a sentence about what is not finite: the first of these samples that has such a number itself, if any. A
/// feed that fills makes them once more.
template <class Portion>
std::string spell_sample_to_blame(const Portion& samples, std::int64_t inputs) {
  for (std::int64_t i = 0; i < samples.size(); ++i)
    if (!all_finite(samples.take_inputs(i, 0), inputs))
      return ": sample " + std::to_string(samples.sample(i)) + " of " + samples.name +
             " has a number that is NaN or infinite";
  return "";
}

/// Names the first gradient that is not finite, or else the first state; empty if all are finite.
template <class Net, class Engine>
std::string non_finite_result(Engine& engine) {
  using Layout = ParameterLayout<Net>;
  constexpr std::size_t count = Layout::count;
  std::array<bool, 2 * count> broken{};  // gradients, then states
  engine.pool().run(static_cast<int>(count), [&](int i, int) {
    const auto p = static_cast<std::size_t>(i);
    const std::int64_t n = Layout::offsets[p + 1] - Layout::offsets[p];
    broken[p] = Engine::params[p].trainable && !all_finite(engine.gradient(p), n);
    broken[count + p] = changed_by_gradients<Net>[p] && !all_finite(engine.parameter(p), n);
  });
  const auto first = static_cast<std::size_t>(std::find(broken.begin(), broken.end(), true) - broken.begin());
  if (first == broken.size()) return {};
  return (first < count ? "the gradient of " : "the state ") + std::string(parameter_names<Net>[first % count].view()) +
         " is not finite";
}

/// Throws NotFinite if the loss, a gradient or a state that `compute_gradients` changed is not finite, with the sample
/// of the batch that is to blame, if one has such a number itself.
template <class Net, class Engine, class Portion>
void check_finite(Engine& engine, double loss, const Portion& batch) {
  const std::string result = non_finite_result<Net>(engine);
  const bool good = std::isfinite(loss);
  if (good && result.empty()) return;
  std::string what = good ? "" : spell_loss("the loss", loss);
  if (!good && !result.empty()) what += ", and ";
  throw NotFinite{what + result + spell_sample_to_blame(batch, Engine::inputs)};
}

/// Applies an optimiser to all parameters, each with `Optimizer::slot_count` arrays of numbers of its own. If `update`
/// throws, or makes a number that is not finite where these are refused (`NotFinite`), everything is put back and the
/// exception comes out.
template <class Net, class Engine, class Optimizer, class Slots>
void apply_or_restore(Engine& engine, const Optimizer& optimizer, Slots& slot_arrays, std::int64_t t,
                      NonFinite non_finite) {
  using T = typename Engine::T;
  using Layout = ParameterLayout<Net>;
  constexpr std::size_t arrays = Optimizer::slot_count + 1;
  T* const kept = engine.scratch(arrays);
  std::array<bool, Layout::count> touched{}, broken{};
  const auto array = [&](std::size_t i, std::size_t p) {
    return i == 0 ? engine.parameter(p) : slot_arrays[i - 1].data() + Layout::offsets[p];
  };
  const auto kept_array = [&](std::size_t i, std::size_t p) { return kept + i * Layout::total + Layout::offsets[p]; };
  const auto size_of = [](std::size_t p) { return Layout::offsets[p + 1] - Layout::offsets[p]; };
  try {
    engine.apply([&](std::size_t p, T* w, const T* g, std::int64_t n) {
      for (std::size_t i = 0; i < arrays; ++i) std::copy_n(array(i, p), n, kept_array(i, p));
      touched[p] = true;
      std::array<T*, arrays> slot{};
      for (std::size_t i = 1; i < arrays; ++i) slot[i - 1] = array(i, p);
      optimizer.update(w, g, slot.data(), n, t);
      if (non_finite == NonFinite::permit) return;
      for (std::size_t i = 0; i < arrays; ++i) broken[p] = broken[p] || !all_finite(array(i, p), n);
    });
    for (std::size_t p = 0; p < Layout::count; ++p)
      if (broken[p])
        throw NotFinite{"the update of " + std::string(parameter_names<Net>[p].view()) +
                        " makes a number that is not finite"};
  } catch (...) {
    for (std::size_t p = 0; p < Layout::count; ++p)
      if (touched[p])
        for (std::size_t i = 0; i < arrays; ++i) std::copy_n(kept_array(i, p), size_of(p), array(i, p));
    throw;
  }
}

}  // namespace impl
}  // namespace CINCEL_ISA
}  // namespace cincel
