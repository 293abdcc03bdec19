// All layers and combinators.
#pragma once

#include <cincel/layers/activations.hpp>
#include <cincel/layers/batch_normalization.hpp>
#include <cincel/layers/conv2d_transpose.hpp>
#include <cincel/layers/convolution.hpp>
#include <cincel/layers/dense.hpp>
#include <cincel/layers/depthwise_conv2d.hpp>
#include <cincel/layers/force.hpp>
#include <cincel/layers/input.hpp>
#include <cincel/layers/merge.hpp>
#include <cincel/layers/noise.hpp>
#include <cincel/layers/normalization.hpp>
#include <cincel/layers/pooling.hpp>
#include <cincel/layers/preprocessing.hpp>
#include <cincel/layers/repeat.hpp>
#include <cincel/layers/resampling.hpp>
#include <cincel/layers/rewrite.hpp>
#include <cincel/layers/sequence.hpp>
#include <cincel/layers/sequential.hpp>
#include <cincel/layers/shaping.hpp>
#include <cincel/layers/taps.hpp>
