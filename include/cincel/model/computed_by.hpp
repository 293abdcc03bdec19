// How inference computes each layer, in words: the implementation and why that one, what is fused into it, and what
// becomes of the layers that have none of their own.
#pragma once

#include <cincel/model/graph_view.hpp>
#include <cincel/plan/choose.hpp>
#include <cincel/plan/simplify.hpp>

#include <cstdio>
#include <string>
#include <vector>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl {

/// Which operators of a network have a step of their own at inference, and in whose step the others are done.
class Fused {
 public:
  static constexpr int nobody = -1;

  /// `steps[i]` is the step of operator i, or null.
  Fused(const GraphView& g, const std::vector<const Step*>& steps)
      : g_(g), steps_(steps), taker_(g.ops.size(), nobody) {
    for (std::size_t i = 0; i < g.ops.size(); ++i)
      if (steps[i] == nullptr && !vanishes(i)) taker_[i] = find_taker(i);
  }
  bool vanishes(std::size_t i) const { return fusion::vanishes(g_.ops[i], Mode::inference); }
  int taker(std::size_t i) const { return taker_[i]; }
  /// "batch_normalization, re_lu": what operator `i` does for others.
  std::string taken_by(std::size_t i) const {
    std::string all;
    for (std::size_t k = 0; k < taker_.size(); ++k)
      if (taker_[k] == static_cast<int>(i)) all += (all.empty() ? "" : ", ") + g_.name(k);
    return all;
  }

 private:
  /// The operator in whose step the value of operator `i` is made.
  int maker(std::size_t i) const {
    while (steps_[i] == nullptr && vanishes(i)) i = static_cast<std::size_t>(g_.operand(i, 0));
    return steps_[i] != nullptr ? static_cast<int>(i) : taker_[i];
  }
  int find_taker(std::size_t i) const {
    const Op& op = g_.ops[i];
    if (op.edges == 0) return nobody;
    if (traits_of(op).role == Role::affine) return find_reader(i);
    int found = nobody;
    for (int e = 0; e < op.edges; ++e) {
      const int m = maker(static_cast<std::size_t>(g_.operand(i, e)));
      if (m >= 0 && (op.edges == 1 || steps_[static_cast<std::size_t>(m)]->op.residual)) found = m > found ? m : found;
    }
    return found;
  }
  /// Pre-processing is done by another pre-processing before it, or by the first layer behind it.
  int find_reader(std::size_t i) const {
    const auto before = static_cast<std::size_t>(g_.operand(i, 0));
    if (steps_[before] != nullptr && traits_of(g_.ops[before]).role == Role::affine) return static_cast<int>(before);
    std::vector<bool> same(g_.ops.size());  // whether it is the value of i, perhaps in another shape
    same[i] = true;
    for (std::size_t k = i + 1; k < g_.ops.size(); ++k)
      for (int e = 0; e < g_.ops[k].edges; ++e) {
        if (!same[static_cast<std::size_t>(g_.operand(k, e))]) continue;
        if (steps_[k] != nullptr) return static_cast<int>(k);
        same[k] = true;
      }
    return nobody;
  }

  const GraphView& g_;
  const std::vector<const Step*>& steps_;
  std::vector<int> taker_;
};

/// " (0.34 of the cost of direct)", " (forced)", or nothing where there is no other way but number after number.
inline std::string reason_of_choice(const Op& op, const Target& target) {
  const Implementations& ways = traits_of(op).implementations;
  if (cheapest(op, ways, target) != op.implementation) return " (forced)";
  int next = -1;
  std::int64_t least = Fit::forced_only;
  for (int i = 0; i + 1 < ways.size; ++i) {
    const Fit fit = ways[i].fit(op, target);
    if (i == op.implementation || !fit.fits || fit.cost >= least) continue;
    next = i;
    least = fit.cost;
  }
  if (next < 0 || least == 0) return "";
  char text[24];
  std::snprintf(text, sizeof text, " (%.2f",
                static_cast<double>(ways[op.implementation].fit(op, target).cost) / static_cast<double>(least));
  return std::string(text) + " of the cost of " + ways[next].name + ")";
}

/// "; alone, because its windows overlap or leave pixels out", or nothing.
inline std::string reason_of_step(fusion::Refusal why) {
  return why == nullptr ? "" : std::string("; alone, because ") + why;
}

/// What becomes of an operator without a step.
inline std::string spell_fused(const GraphView& g, const Fused& fused, std::size_t i) {
  if (fused.taker(i) >= 0) return "in " + g.name(static_cast<std::size_t>(fused.taker(i)));
  if (traits_of(g.ops[i]).is_written_by_operands) return "what it reads is written in place";
  return g.ops[i].kind != Kind::input && fused.vanishes(i) ? "nothing to do" : "";
}

/// For each operator of `Net` the implementation that inference runs, with what is fused into it and why it is not itself
/// fused, or what it is fused with.
template <class Net>
std::vector<std::string> computed_by() {
  const GraphView g = graph_view<Net>();
  std::vector<const Step*> steps(g.ops.size());
  for (std::size_t i = 0; i < g.ops.size(); ++i)
    for (const Step& s : inference_plan<Net>.steps)
      if (s.op.scope == g.ops[i].scope && s.op.kind == g.ops[i].kind) steps[i] = &s;
  const Fused fused(g, steps);
  const Target target = with_wishes_of(graph_of<Net>, target_of<Net>);
  const list<fusion::Refusal> alone = refusals_of(graph_of<Net>);
  std::vector<std::string> all;
  for (std::size_t i = 0; i < g.ops.size(); ++i) {
    if (steps[i] == nullptr) {
      all.push_back(spell_fused(g, fused, i));
      continue;
    }
    const std::string others = fused.taken_by(i);
    all.push_back(implementation_of(steps[i]->op).name + reason_of_choice(steps[i]->op, target) +
                  (others.empty() ? "" : ", with " + others) + reason_of_step(alone[static_cast<int>(i)]));
  }
  return all;
}

}  // namespace impl
}  // namespace CINCEL_ISA
}  // namespace cincel
