// Augmentation of sounds by policies that are types, checked by the compiler. It needs no network; a sample's room is on
// the heap, and what a user's recordings lack is an exception.
#pragma once

#include <cincel/augment/augment_error.hpp>

#include <cincel/augment/audio/explain_sound.hpp>
#include <cincel/augment/audio/filter_steps.hpp>
#include <cincel/augment/audio/level_steps.hpp>
#include <cincel/augment/audio/mask_steps.hpp>
#include <cincel/augment/audio/noise_steps.hpp>
#include <cincel/augment/audio/safety.hpp>
#include <cincel/augment/audio/sound_policy.hpp>
#include <cincel/augment/audio/spectrum_steps.hpp>
#include <cincel/augment/audio/stretch_steps.hpp>
