// All layers and combinators.
#pragma once

#include <cincel/layers/activations.hpp>
#include <cincel/layers/batch_normalization.hpp>
#include <cincel/layers/conv2d.hpp>
#include <cincel/layers/dense.hpp>
#include <cincel/layers/dropout.hpp>
#include <cincel/layers/flatten.hpp>
#include <cincel/layers/input.hpp>
#include <cincel/layers/pooling2d.hpp>
#include <cincel/layers/rescaling.hpp>
#include <cincel/layers/sequential.hpp>
