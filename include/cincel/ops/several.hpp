// How many samples an operator's passes take at once.
#pragma once

#include <cstdint>

namespace cincel {

/// Most samples that are at hand at once, and most pixels of them that a convolution takes together.
inline constexpr int most_samples_at_hand = 16;
inline constexpr std::int64_t most_points_at_once = 512;

}  // namespace cincel
