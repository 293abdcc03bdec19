// The architectures of the zoo.
#pragma once

#include <cincel/graph/wiring_error.hpp>

#include <cincel/zoo/alexnet.hpp>
#include <cincel/zoo/densenet.hpp>
#include <cincel/zoo/efficientnet.hpp>
#include <cincel/zoo/googlenet.hpp>
#include <cincel/zoo/lenet.hpp>
#include <cincel/zoo/mlperf_tiny.hpp>
#include <cincel/zoo/mobilenet.hpp>
#include <cincel/zoo/resnet.hpp>
#include <cincel/zoo/unet.hpp>
#include <cincel/zoo/vgg.hpp>
