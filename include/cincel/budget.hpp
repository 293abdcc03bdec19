// Limits on a network's memory and work, checked by the compiler.
#pragma once

#include <cincel/graph/wiring_error.hpp>

#include <cincel/model/budget.hpp>
