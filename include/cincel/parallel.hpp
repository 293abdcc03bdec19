// Predictions that several threads share: `ParallelInference<Net, Threads>`. It needs a heap and threads, which
// `cincel/inference.hpp` does without.
#pragma once

#include <cincel/graph/wiring_error.hpp>

#include <cincel/inference.hpp>
#include <cincel/model/parallel_inference.hpp>
