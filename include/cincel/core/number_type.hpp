// The types of the numbers in a network's memory, and how bytes and numbers are turned into each other.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace cincel {

/// The type of a number in memory. bfloat16 is the upper half of a float32 and has 8 bits of mantissa.
enum class Type : std::uint8_t { float32, bfloat16, int8 };

/// The names of the types, in their order.
inline constexpr std::array<std::string_view, 3> type_names = {"float32", "bfloat16", "int8"};

/// Bytes of a number.
[[gnu::always_inline]] constexpr std::int64_t size_of(Type t) {
  return t == Type::float32 ? 4 : t == Type::bfloat16 ? 2 : 1;
}
inline constexpr std::int64_t float_size = size_of(Type::float32);

/// Bytes of `n` float32 numbers, and how many of them have room in so many bytes.
[[gnu::always_inline]] constexpr std::int64_t bytes_of(std::int64_t n) { return n * float_size; }
[[gnu::always_inline]] constexpr std::int64_t numbers_in(std::int64_t bytes) { return bytes / float_size; }

/// The number that stands `bytes` behind `begin` where numbers are float32. A constant expression cannot count in bytes,
/// and a reference in double precision has other numbers in the places of the plan, so that the way goes by their count.
template <class T>
[[gnu::always_inline]] constexpr T* numbers_at(T* begin, std::int64_t bytes) {
  return begin + numbers_in(bytes);
}

}  // namespace cincel
