// How often the plan's choice among several ways to compute a layer was the fastest of those measured.
#pragma once

#include "measurement.hpp"

#include <string>
#include <vector>

namespace bench {

/// A layer whose ways were all measured in one run.
struct Choice {
  std::string layer, fastest;   // "conv3x3_64_64_56"; the name of a way, empty if the plan's
  double taken = 0, least = 0;  // nanoseconds of the plan's way and of the fastest
  /// The plan's way is at most a twentieth slower than the fastest.
  bool is_best() const { return taken <= 1.05 * least; }
};

/// From the rows "choice/<layer>" and "choice/<layer>/<way>" of a run; layers without a row of either kind are left out.
std::vector<Choice> choices_of(const std::vector<Row>& rows);
/// "the plan's way was the fastest of 2 or more, within 5 %, for 21 of 25 layers", and a line for each that was not;
/// nothing if there are none.
std::string told(const std::vector<Choice>& choices);

}  // namespace bench
