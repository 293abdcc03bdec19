// The next multiple of a number.
#pragma once

#include <cstdint>

namespace cincel {

[[gnu::always_inline]] constexpr std::int64_t round_up(std::int64_t n, std::int64_t multiple) {
  return (n + multiple - 1) / multiple * multiple;
}

}  // namespace cincel
