// Whole networks as cases: the latency of one prediction, and the time of an image in a batch.
#pragma once

#include "../suite.hpp"

#include <cincel/profile/untrained.hpp>
#include <cincel/training.hpp>

namespace bench {

/// The work of each step of `Net`.
template <class Net>
std::vector<profile::Work> work_of_steps() {
  const profile::Caches caches = profile::caches();
  std::vector<profile::Work> all;
  for (const profile::StepFacts& s : profile::step_facts<Net>())
    all.push_back(profile::work_of(s, profile::Untrained<Net>::bytes(), caches));
  return all;
}

/// One prediction on one thread, and where its time goes.
template <class Net>
Task predicting(int) {
  const auto net = std::make_shared<profile::Untrained<Net>>();
  Task t;
  t.run = [net](int runs) {
    for (int i = 0; i < runs; ++i) {
      net->inference().predict(net->sample());
      profile::finish_run();
    }
  };
  t.layers = [net](int predictions, const profile::Limits& limits, const profile::Caches& caches) {
    profile::LayerTimes<Net> times;
    for (int i = 0; i < predictions; ++i) net->inference().predict_with(times, net->sample());
    return profile::layer_rows(times, limits, caches);
  };
  return t;
}

/// Predictions of `Batch` images at once.
template <class Net, int Batch>
Task predicting_batch(int threads) {
  const auto model = std::make_shared<cincel::Model<Net>>(cincel::Adam{}, cincel::SparseCategoricalCrossentropy{},
                                                          cincel::ModelOptions{.seed = 1, .threads = threads});
  const auto x = std::make_shared<cincel::AlignedVector<float>>(
      profile::uniform_numbers(Batch * cincel::InputLayout<Net>::total, 0, 1));
  Task t;
  t.run = [model, x](int runs) {
    for (int i = 0; i < runs; ++i) model->predict(*x);
  };
  return t;
}

template <class Net>
void add_network(const std::string& name) {
  add({"net/" + name, work_of_steps<Net>(), 1, false, true, predicting<Net>});
}
template <class Net>
void add_tiny(const std::string& name) {
  add({"tiny/" + name, work_of_steps<Net>(), 1, false, true, predicting<Net>});
}

}  // namespace bench
