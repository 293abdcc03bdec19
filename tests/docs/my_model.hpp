// Stands for a header that cincel_embed makes.
#pragma once

#include "context.hpp"

namespace my_model {
using network = Net;
WeightsView<network> weights() noexcept;
}  // namespace my_model
