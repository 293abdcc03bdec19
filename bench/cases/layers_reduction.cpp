#include "layers.hpp"

namespace {
const bench::Registration layers([] { operator_cases::for_each_reduction(bench::AddLayers{}); });
}  // namespace
