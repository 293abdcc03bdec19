// Augmentation of pictures by policies that are types, checked by the compiler: Keras's ImageDataGenerator. It needs
// neither a network nor an exception, and the heap only for the text of `explain`.
#pragma once

#include <cincel/augment/augment_error.hpp>

#include <cincel/augment/explain.hpp>
#include <cincel/augment/policy.hpp>
