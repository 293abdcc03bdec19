// All of Cincel that needs no library besides xsimd. Not in here:
//
//   reflection.hpp    Net::layers as a sequence of types, which needs Boost.Hana
//   io/               files of weights and embedding, which need nlohmann-json
//   plan/check.hpp    checks of the plans, for tests
//   data/sound_file.hpp  recordings, which need libsndfile
//   dispatch.hpp      functions with a version for each level of x86-64, for programs that cincel_dispatch compiles
//   profile.hpp       measuring a network
//   profile/          what it is made of
//
// The test `umbrella` holds this list against the folder.
#pragma once

#include <cincel/graph/wiring_error.hpp>

#include <cincel/augment/augment_error.hpp>

#include <cincel/augment.hpp>
#include <cincel/augment/audio.hpp>
#include <cincel/augment/text.hpp>
#include <cincel/augment/whitening.hpp>
#include <cincel/budget.hpp>
#include <cincel/core/version.hpp>
#include <cincel/data/wordnet.hpp>
#include <cincel/inference.hpp>
#include <cincel/model/drawing.hpp>
#include <cincel/parallel.hpp>
#include <cincel/processor.hpp>
#include <cincel/train/augmented_feed.hpp>
#include <cincel/train/augmented_sounds.hpp>
#include <cincel/train/mixed_feed.hpp>
#include <cincel/train/text_feed.hpp>
#include <cincel/training.hpp>
#include <cincel/zoo.hpp>
