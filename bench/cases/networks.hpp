// Whole networks as cases: the latency of one prediction, and the time of an image in a batch.
#pragma once

#include "../suite.hpp"

#include <cincel/profile/untrained.hpp>
#include <cincel/training.hpp>

namespace bench {

/// A network of dense layers alone, all of whose time is that of reading its weights.
using Perceptron = cincel::Sequential<cincel::Input<784>, cincel::Dense<512>, cincel::ReLU, cincel::Dense<512>,
                                      cincel::ReLU, cincel::Dense<10>, cincel::Softmax>;

/// The work of each step of `Net` for a sample, if the weights are read once for so many of them.
template <class Net, int Samples = 1>
std::vector<profile::Work> work_of_steps() {
  const profile::Caches caches = profile::caches();
  constexpr auto bytes = static_cast<double>(cincel::inference_plan<Net>.weight_bytes) +
                         static_cast<double>(sizeof(float) * cincel::Arena<Net, cincel::Batch<Samples>>::size);
  std::vector<profile::Work> all;
  for (profile::StepFacts s : profile::step_facts<Net>()) {
    s.weight_bytes /= Samples;
    all.push_back(profile::work_of(s, bytes, caches));
  }
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

/// Predictions of `Samples` images in a call, on one thread, with weights that are read once for many of them.
template <class Net, int Samples>
Task predicting_several(int) {
  using Several = cincel::Inference<Net, cincel::Batch<Samples>>;
  using Arena = cincel::Arena<Net, cincel::Batch<Samples>>;
  struct Work {
    profile::Untrained<Net> one;
    cincel::AlignedVector<float> arena = cincel::AlignedVector<float>(Arena::size);
    cincel::AlignedVector<float> x = profile::uniform_numbers(Samples * cincel::InputLayout<Net>::total, 0, 1);
    Several net{one.weights(), std::span<float, Arena::size>(arena.data(), Arena::size)};
  };
  const auto work = std::make_shared<Work>();
  Task t;
  t.run = [work](int runs) {
    for (int i = 0; i < runs; ++i) {
      work->net.predict(std::span<const float>(work->x));
      profile::finish_run();
    }
  };
  return t;
}

/// Predictions of `Batch` images by a `Model`, on all threads that it is given.
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
/// "net/alexnet_b16": times are of an image, as in "net/alexnet".
template <class Net, int Samples>
void add_several(const std::string& name) {
  add({"net/" + name + "_b" + std::to_string(Samples), work_of_steps<Net, Samples>(), Samples, false, false,
       predicting_several<Net, Samples>});
}
template <class Net>
void add_tiny(const std::string& name) {
  add({"tiny/" + name, work_of_steps<Net>(), 1, false, true, predicting<Net>});
}

}  // namespace bench
