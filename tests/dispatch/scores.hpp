// Two functions of which there are versions, in a namespace and outside.
#pragma once

#include <cincel/dispatch.hpp>

namespace app {
/// The scores of an image of 12x12x3.
CINCEL_DISPATCH(scores, void(const float* image, float* ten));
}  // namespace app

/// How many floats the registers of a version have.
CINCEL_DISPATCH(register_lanes, int());
