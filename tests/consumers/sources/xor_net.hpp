#pragma once

#include <cincel/inference.hpp>

using XorNet = cincel::Sequential<cincel::Input<2>, cincel::Dense<8>, cincel::Tanh, cincel::Dense<2>, cincel::Softmax>;
