// Sizes of memory as literals: 64_KiB.
#pragma once

#include <cstdint>

namespace cincel {
inline namespace literals {

consteval std::int64_t operator""_B(unsigned long long n) { return static_cast<std::int64_t>(n); }
consteval std::int64_t operator""_KiB(unsigned long long n) { return static_cast<std::int64_t>(n) * 1024; }
consteval std::int64_t operator""_MiB(unsigned long long n) { return static_cast<std::int64_t>(n) * 1024 * 1024; }

}  // namespace literals
}  // namespace cincel
