// All operators.
#pragma once

#include <cincel/kernels/batch_normalization.hpp>
#include <cincel/kernels/channel_parameters.hpp>
#include <cincel/kernels/conv2d_direct.hpp>
#include <cincel/kernels/conv2d_gradient.hpp>
#include <cincel/kernels/conv2d_transpose.hpp>
#include <cincel/kernels/dense.hpp>
#include <cincel/kernels/depthwise_conv2d.hpp>
#include <cincel/kernels/elementwise.hpp>
#include <cincel/kernels/merge.hpp>
#include <cincel/kernels/noise.hpp>
#include <cincel/kernels/normalization.hpp>
#include <cincel/kernels/pooling.hpp>
#include <cincel/kernels/rearrange.hpp>
#include <cincel/kernels/sequence.hpp>
#include <cincel/kernels/softmax.hpp>
#include <cincel/kernels/user.hpp>
