// Single operators as cases: the forward pass, and the backward pass with gradients that are not zero.
#pragma once

#include "networks.hpp"

#include "../../tests/operator_cases.hpp"

namespace bench {

/// The number of the step that a network of one layer is about: the one with the most multiply-adds, or the last.
template <class Plan, class GetOp>
constexpr int main_step(const Plan& plan, GetOp get) {
  int best = plan.steps.size() - 1;
  for (int i = plan.steps.size(); i-- > 0;)
    if (get(plan.steps[i]).macs > get(plan.steps[best]).macs) best = i;
  return best;
}

/// The main step of a network alone, as it runs within a larger one: what it reads is in its place.
template <class Net>
class Forward {
  static constexpr auto& plan = cincel::inference_plan<Net>;

 public:
  static constexpr int step = main_step(plan, [](const cincel::Step& s) { return s.op; });

  void run(int runs) {
    const auto inputs = cincel::InputLayout<Net>::pointers(std::as_const(input_).data());
    const cincel::Memory<float> memory{inputs.data(), weights_.data(), arena_.data(), plan.operands.data()};
    for (int i = 0; i < runs; ++i) cincel::Program<Net, cincel::native_pack>::run_one(number_, memory);
  }

 private:
  std::size_t number_ = step;  // no constant: a network calls its kernels through a table, and so does this
  cincel::AlignedVector<float> input_ = profile::uniform_numbers(cincel::InputLayout<Net>::total, -0.5f, 0.5f),
                               weights_ = profile::uniform_numbers(cincel::numbers_in(plan.weight_bytes), -0.5f, 0.5f),
                               arena_ = profile::uniform_numbers(cincel::numbers_in(plan.arena_bytes), -0.5f, 0.5f);
};

/// The backward pass of the main step of a network, for one sample.
template <class Net>
class Backward {
  static constexpr auto& plan = cincel::training_plan<Net>;
  using Gradients = cincel::GradientLayout<Net>;

 public:
  static constexpr int step = main_step(plan, [](const cincel::TrainingStep& s) { return s.forward.op; });

  void run(int runs) {
    const auto inputs = cincel::InputLayout<Net>::pointers(std::as_const(input_).data());
    rows_.begin(1, 1);
    const cincel::SampleContext<float> c{{inputs.data(), packed_.data(), arena_.data(), plan.operands.data()},
                                         plan.gradients.data(),
                                         transposed_.data(),
                                         values_.data(),
                                         gradient_.data(),
                                         cincel::ParameterLayout<Net>::offsets.data(),
                                         Gradients::shard_at.data(),
                                         plan.steps.data(),
                                         Gradients::gradient_at.data(),
                                         lists_.data(),
                                         {point_gradients_.data(), point_places_.data()},
                                         nullptr,
                                         1,
                                         1,
                                         0,
                                         nullptr,
                                         rows_.of_steps(),
                                         0};
    using Kernels = cincel::impl::StepKernels<cincel::native_pack, plan>;
    for (int i = 0; i < runs; ++i) {
      Kernels::backward[number_](plan.steps[number_], c);
      rows_.template add<Kernels>(plan.steps[number_].backward_phase, 0, 1, whole_.data(), pool_);
    }
  }

 private:
  std::size_t number_ = step;  // as in Forward
  cincel::AlignedVector<float> input_ = profile::uniform_numbers(cincel::InputLayout<Net>::total, -0.5f, 0.5f),
                               packed_ = profile::uniform_numbers(cincel::numbers_in(plan.weight_bytes), -0.5f, 0.5f),
                               transposed_ =
                                   profile::uniform_numbers(cincel::numbers_in(plan.transposed_bytes), -0.5f, 0.5f),
                               values_ = profile::uniform_numbers(cincel::ParameterLayout<Net>::total, -0.5f, 0.5f),
                               gradient_ = profile::uniform_numbers(Gradients::total, -0.5f, 0.5f),
                               arena_ = profile::uniform_numbers(cincel::numbers_in(plan.arena_bytes), -0.5f, 0.5f),
                               whole_ = cincel::AlignedVector<float>(
                                   static_cast<std::size_t>(cincel::ParameterLayout<Net>::total));
  cincel::impl::RowsOfSteps<Net, float, cincel::all_outputs> rows_;
  cincel::ThreadPool pool_{1};
  static constexpr cincel::kernels::WorkspaceSize workspace =
      cincel::kernels::workspace_size(plan.steps, static_cast<std::int64_t>(cincel::native_pack::size));
  cincel::AlignedVector<cincel::Nonzero<float>> lists_ = cincel::AlignedVector<cincel::Nonzero<float>>(workspace.lists);
  cincel::AlignedVector<float> point_gradients_ = cincel::AlignedVector<float>(workspace.gradients);
  cincel::AlignedVector<cincel::PointPlace<float>> point_places_ =
      cincel::AlignedVector<cincel::PointPlace<float>>(workspace.places);
};

/// Runs an object of type `Runner`.
template <class Runner>
Task running(int) {
  const auto runner = std::make_shared<Runner>();
  Task t;
  t.run = [runner](int runs) { runner->run(runs); };
  return t;
}

template <class Net>
void add_forward(const std::string& name) {
  add({"layer/" + name, {work_of_steps<Net>()[Forward<Net>::step]}, 1, false, true, running<Forward<Net>>});
}

/// What the backward pass of a step moves: it reads the gradient of its result, writes those of its operands and of its
/// parameters, and reads the parameters and what else its operator says.
template <class Net>
profile::Work backward_work() {
  constexpr auto& plan = cincel::inference_plan<Net>;
  constexpr const cincel::Step& s = plan.steps[Forward<Net>::step];
  const profile::Caches caches = profile::caches();
  profile::StepFacts facts = profile::step_facts<Net>()[Forward<Net>::step];
  const cincel::Reads reads = cincel::backward_reads(s.op);
  const double y = static_cast<double>(cincel::bytes_of(s.y.map.volume())), x = facts.value_bytes - y;
  facts.value_bytes += (reads.x ? x : 0) + (reads.y ? y : 0);
  facts.weight_bytes *= 2;
  facts.flops *= 2;  // of the weights' gradients, and of the operands'
  return profile::work_of(facts, profile::Untrained<Net>::bytes(), caches);
}

/// A batch normalisation has no backward pass of one sample.
template <class Net>
void add_backward(const std::string& name) {
  using Trained = typename operator_cases::Behind<Net>::type;
  if constexpr (cincel::training_plan<Trained>.normalizations > 0) return;
  add({"layer/" + name + "_gradient", {backward_work<Net>()}, 1, false, false, running<Backward<Trained>>});
}

/// The cases of a list of families.
struct AddLayers {
  template <class Family, class Small, class... Large>
  void operator()(const char* name) const {
    (add_forward<typename operator_cases::NetOf<Family, Large>::type>(operator_cases::sized(name, Large{})), ...);
    (add_backward<typename operator_cases::NetOf<Family, Large>::type>(operator_cases::sized(name, Large{})), ...);
  }
};

}  // namespace bench
