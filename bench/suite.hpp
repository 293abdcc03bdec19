// What the suite measures: cases, each of which becomes a row of the results.
#pragma once

#include <cincel/profile/layer_table.hpp>

#include <functional>
#include <string>
#include <vector>

namespace bench {

namespace profile = cincel::profile;

/// A case that is ready to run.
struct Task {
  std::function<void(int runs)> run;  // so many times
  /// Of a network: its layers, measured in so many predictions. Otherwise empty.
  std::function<std::vector<profile::LayerRow>(int predictions, const profile::Limits&, const profile::Caches&)> layers;
};

/// What becomes a row, once for each number of threads that it is measured with.
struct Case {
  std::string name;                  // "layer/conv3x3_64_64_56"
  std::vector<profile::Work> steps;  // of a unit: an image, a step of training, a sample
  double units = 1;                  // that a run has
  bool is_threaded = false;          // can use more than one thread
  bool has_cold_run = true;          // its first run with empty caches means something
  std::function<Task(int threads)> prepare;
};

/// Adds a case to the suite.
void add(Case c);
/// All of them, in the order of their names within each family.
const std::vector<Case>& cases();

/// Adds cases when the program starts: `const bench::Registration networks([] { … });`
struct Registration {
  template <class F>
  explicit Registration(F add_all) {
    add_all();
  }
};

}  // namespace bench
