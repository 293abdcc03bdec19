// Augmentation of pictures by policies that are types, checked by the compiler: Keras's ImageDataGenerator (`Augment`),
// and steps in any order (`Sequence`), with masks, boxes and points. It needs neither a network nor an exception; `Augment`
// needs the heap only for the text of `explain`.
#pragma once

#include <cincel/augment/augment_error.hpp>

#include <cincel/augment/explain.hpp>
#include <cincel/augment/policy.hpp>
#include <cincel/augment/sequence.hpp>
