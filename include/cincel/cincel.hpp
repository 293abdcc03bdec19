// All of Cincel but the reflection by Boost.Hana (reflection.hpp).
#pragma once

#include <cincel/graph/wiring_error.hpp>

#include <cincel/inference.hpp>
#include <cincel/training.hpp>
