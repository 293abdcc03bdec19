// Everything that a program needs to predict with a network: no heap, no exceptions, no Boost.
#pragma once

#include <cincel/graph/wiring_error.hpp>

#include <cincel/layers/layers.hpp>
#include <cincel/model/batch_inference.hpp>
#include <cincel/model/inference.hpp>
#include <cincel/model/pack_weights.hpp>
