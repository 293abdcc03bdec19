// The number types of safetensors, and those that become float32.
#pragma once

#include <cincel/core/isa.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace cincel {
inline namespace CINCEL_ISA {

/// A type as safetensors spells it, and the bytes of a number.
struct Dtype {
  std::string_view name;
  std::uint64_t bytes;
};

inline constexpr Dtype dtypes[] = {{"F32", 4}, {"F16", 2}, {"BF16", 2},    {"F64", 8}, {"BOOL", 1},
                                   {"U8", 1},  {"I8", 1},  {"F8_E5M2", 1}, {"I16", 2}, {"F8_E4M3", 1},
                                   {"U16", 2}, {"I32", 4}, {"U32", 4},     {"I64", 8}, {"U64", 8}};

namespace impl {

/// IEEE 754 half precision to single, exactly: 1 bit of sign, 5 of exponent, 10 of fraction.
constexpr float float_of_half(std::uint16_t h) {
  const std::uint32_t sign = std::uint32_t{h & 0x8000u} << 16, exponent = h >> 10 & 0x1fu, fraction = h & 0x3ffu;
  if (exponent == 0) {  // zero and denormals: fraction · 2^-24
    const float value = static_cast<float>(fraction) * 0x1p-24f;
    return sign != 0 ? -value : value;
  }
  const std::uint32_t wide = exponent == 31 ? 255 : exponent + 112;
  return std::bit_cast<float>(sign | wide << 23 | fraction << 13);
}

/// bfloat16 is the upper half of a single.
constexpr float float_of_bfloat16(std::uint16_t b) { return std::bit_cast<float>(std::uint32_t{b} << 16); }

/// Whether numbers of a type become float32: the floating-point types of 16 to 64 bits do.
constexpr bool becomes_float(std::string_view dtype) {
  return dtype == "F32" || dtype == "F16" || dtype == "BF16" || dtype == "F64";
}

/// `n` numbers of type `From`, which need not be aligned, by `convert(number)`.
template <class From, class Convert>
void convert_each(const std::byte* from, std::size_t n, float* to, Convert convert) {
  for (std::size_t i = 0; i < n; ++i) {
    From number;
    std::memcpy(&number, from + i * sizeof number, sizeof number);
    to[i] = convert(number);
  }
}

/// `n` numbers of such a type as floats; those of F64 are rounded to nearest.
inline void convert_to_float(std::string_view dtype, const std::byte* from, std::size_t n, float* to) {
  if (dtype == "F32") {
    std::memcpy(to, from, 4 * n);
  } else if (dtype == "F64") {
    convert_each<double>(from, n, to, [](double d) { return static_cast<float>(d); });
  } else if (dtype == "F16") {
    convert_each<std::uint16_t>(from, n, to, [](std::uint16_t h) { return float_of_half(h); });
  } else {
    convert_each<std::uint16_t>(from, n, to, [](std::uint16_t b) { return float_of_bfloat16(b); });
  }
}

}  // namespace impl
}  // namespace CINCEL_ISA
}  // namespace cincel
