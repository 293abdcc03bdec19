// The forms in which packed weights may hold their numbers.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace cincel {

/// float32; bfloat16, its upper half, 8 bits of mantissa; int8, whole numbers from -127 to 127 times a float32 number of
/// each output channel.
enum class WeightFormat : std::uint8_t { float32, bfloat16, int8 };

inline constexpr std::array<std::string_view, 3> weight_format_names = {"float32", "bfloat16", "int8"};

}  // namespace cincel
