// Everything that a program needs to train a network.
#pragma once

#include <cincel/graph/wiring_error.hpp>

#include <cincel/data/idx.hpp>
#include <cincel/layers/layers.hpp>
#include <cincel/model/batch_inference.hpp>
#include <cincel/train/model.hpp>
