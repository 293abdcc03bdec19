// Sequences of steps for pictures, their masks, boxes and points: the policy and all of its steps.
#pragma once

#include <cincel/augment/sequence/automatic.hpp>
#include <cincel/augment/sequence/colour_steps.hpp>
#include <cincel/augment/sequence/distortion_steps.hpp>
#include <cincel/augment/sequence/geometry_steps.hpp>
#include <cincel/augment/sequence/mix.hpp>
#include <cincel/augment/sequence/noise_steps.hpp>
#include <cincel/augment/sequence/plan.hpp>
#include <cincel/augment/sequence/preview.hpp>
#include <cincel/augment/sequence/sequence.hpp>
