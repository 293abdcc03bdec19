// What holds for every layer, once: each layer's test calls `laws::obey<Net>()` on networks around the layer.
//
//   plan         after each pass shapes agree along every edge, and everything that is read was written
//   shape        a run writes all outputs and nothing beyond the arena, whatever that held before, and reads nothing
//                that the plan does not own
//   count        the parameters stored are the parameters counted
//   paths        vector registers, and the scalar path of constant expressions, agree with double precision
//   gradient     is that of central differences in double precision
//   evaluation   what training makes of a sample is what inference makes of it: the same loss
//   batch        a batch of n is n batches of one
//   threads      one thread and two give the same bits
//   reads        the backward pass reads no more than the operator says it does
#pragma once

#include "laws/reads.hpp"

namespace laws {

/// Whether samples do not depend on each other or on their place in the batch.
inline bool samples_are_independent(std::span<const Op> ops) {
  return std::ranges::none_of(
      ops, [](const Op& op) { return op.kind == Kind::batch_normalization || op.kind == Kind::noise; });
}

/// Whether inference rounds weights, which training does not.
inline bool rounds_weights(std::span<const Step> steps) {
  return std::ranges::any_of(steps, [](const Step& s) {
    return needs_of(s.op).packing == Packing::bfloat16 || needs_of(s.op).packing == Packing::int8;
  });
}

/// Numbers of parameters: as the network says, and as they are stored.
struct Counts {
  std::int64_t trained, kept, stored;
};
inline void parameters_are_counted(std::span<const Param> params, const Counts& counts) {
  std::int64_t trained = 0, kept = 0;
  for (const Param& p : params) (p.trainable ? trained : kept) += p.shape.volume();
  CHECK(counts.trained == trained);
  CHECK(counts.kept == kept);
  CHECK(counts.stored == trained + kept);
}

/// All that the laws need of a network.
struct Subject {
  const char* fault;  // of its plan; null: none
  std::span<const Op> ops;
  std::span<const Param> params;
  Counts counts;
  Prediction<double> exact;
  Prediction<float> fast, constant;
  MakeTrial<double> train_exact;
  MakeTrial<float> train;
  std::unique_ptr<ReadsProbe> (*reads)();  // null where a batch normalisation needs more samples than one
};

template <class Net>
constexpr Subject subject_of() {
  std::unique_ptr<ReadsProbe> (*reads)() = nullptr;
  if constexpr (training_plan<Net, 0>.normalizations == 0)
    reads = []() -> std::unique_ptr<ReadsProbe> { return std::make_unique<NetworkReads<Net>>(); };
  return {check::network_fault<Net>(),    span_of(graph_of<Net>.ops),
          span_of(graph_of<Net>.params),  {Net::parameter_count, Net::non_trainable_count, ParameterLayout<Net>::total},
          prediction_of<Net, Exact>(),    prediction_of<Net, native_pack>(),
          prediction_of<Net, Constant>(), make_trial<Net, Exact>,
          make_trial<Net, native_pack>,   reads};
}

/// Says which law was broken.
template <class Law>
void law(const char* name, Law hold) {
  INFO("law: ", name);
  hold();
}

inline void obey(const Subject& s) {
  law("plan", [&] { CHECK_MESSAGE(s.fault == nullptr, std::string(s.fault == nullptr ? "" : s.fault)); });
  law("count", [&] { parameters_are_counted(s.params, s.counts); });
  law("shape and paths", [&] {
    outputs_agree(s.exact, s.fast, s.constant, random_parameters(s.params, 3),
                  random_numbers(s.exact.input_at.back(), 4, -1, 1));
  });
  law("gradient", [&] { gradients_agree(*s.train(1), *s.train_exact(1)); });
  if (samples_are_independent(s.ops)) {
    law("batch", [&] { batch_is_its_samples(*s.train_exact(1)); });
    if (!rounds_weights(s.fast.steps))
      law("evaluation", [&] { evaluation_is_training(*s.train_exact(1), s.exact, random_parameters(s.params, 5)); });
  }
  law("threads", [&] { threads_agree(*s.train(1), *s.train(2)); });
  if (s.reads != nullptr) law("reads", [&] { (*s.reads())(); });
}

/// What a sanitizer may find: the memory of a prediction and of a training step, as users run them. That the numbers are
/// right, and the same code in double precision, are for a build without one.
inline void obey_memory(const Prediction<float>& p, AnyTrial<float>& trial, const std::vector<float>& parameters) {
  const auto x = random_numbers(p.input_at.back(), 4, -1, 1);
  only_what_the_plan_owns_is_read(p, parameters, x, outputs_of(p, parameters, x));
  CHECK(std::isfinite(trial.loss()));
}

template <class Net>
void obey() {
#if defined CINCEL_LAWS_OF_MEMORY
  law("memory", [] {
    obey_memory(prediction_of<Net, native_pack>(), *make_trial<Net, native_pack>(1), random_parameters<Net>(3));
  });
#else
  static constexpr Subject subject = subject_of<Net>();
  obey(subject);
#endif
}

}  // namespace laws
