// Measuring a network: hooks that time its steps, the machine's limits, a table, a time line, the processor's counters.
#pragma once

#include <cincel/graph/wiring_error.hpp>

#include <cincel/inference.hpp>
#include <cincel/profile/network_benchmark.hpp>
