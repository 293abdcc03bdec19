#include "layers.hpp"

namespace {
const bench::Registration layers([] { operator_cases::for_each_product(bench::AddLayers{}); });
}  // namespace
