// FNV-1a in 128 bits, for fingerprints that must be the same on every compiler and machine, and a fast 64-bit
// checksum for weight files.
#pragma once

#include <cincel/core/isa.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace cincel {

/// 128 bits as two words.
struct Fingerprint {
  std::uint64_t high = 0, low = 0;
  [[gnu::always_inline]] friend constexpr bool operator==(const Fingerprint&, const Fingerprint&) = default;
};

/// FNV-1a, 128 bits (Fowler, Noll, Vo; offset basis and prime as published).
class Fnv128 {
 public:
  constexpr void byte(unsigned char x) {
    low_ ^= x;
    // The prime is 2^88 + 0x13b: multiply by 0x13b in 32-bit limbs, and add the low word shifted by 88.
    const std::uint64_t limb0 = (low_ & 0xffffffffu) * 0x13bu;
    const std::uint64_t limb1 = (low_ >> 32) * 0x13bu + (limb0 >> 32);
    const std::uint64_t high = high_ * 0x13bu + (limb1 >> 32) + (low_ << 24);
    low_ = (limb1 << 32) | (limb0 & 0xffffffffu);
    high_ = high;
  }
  constexpr void number(std::int64_t n) {
    const auto bits = static_cast<std::uint64_t>(n);
    for (int i = 0; i < 64; i += 8) byte(static_cast<unsigned char>(bits >> i));
  }
  constexpr void text(std::string_view s) {
    number(static_cast<std::int64_t>(s.size()));
    for (const char c : s) byte(static_cast<unsigned char>(c));
  }
  constexpr Fingerprint value() const { return {high_, low_}; }

 private:
  std::uint64_t high_ = 0x6c62272e07bb0142u, low_ = 0x62b821756295c58du;
};

/// 32 hexadecimal digits and a final zero.
struct HexText {
  char c[33] = {};
  constexpr std::string_view view() const { return {c, 32}; }
};

constexpr HexText hex(const Fingerprint& f) {
  HexText t;
  for (int i = 0; i < 32; ++i) {
    const std::uint64_t word = i < 16 ? f.high : f.low;
    t.c[i] = "0123456789abcdef"[(word >> (60 - 4 * (i % 16))) & 15u];
  }
  return t;
}

inline namespace CINCEL_ISA {

/// Checksum of n 32-bit words: four interleaved multiply-and-rotate lanes (no protection against malice).
inline std::uint64_t checksum(const std::byte* bytes, std::size_t n) noexcept {
  constexpr std::uint64_t prime = 0x9e3779b97f4a7c15u;
  std::uint64_t lane[4] = {1, 2, 3, 4};
  for (std::size_t i = 0; i < n; ++i) {
    std::uint32_t word = 0;
    std::memcpy(&word, bytes + 4 * i, 4);
    const std::uint64_t x = (lane[i % 4] ^ word) * prime;
    lane[i % 4] = x ^ (x >> 29);
  }
  std::uint64_t sum = n;
  for (const std::uint64_t x : lane) {
    sum = (sum ^ x) * prime;
    sum ^= sum >> 32;
  }
  return sum;
}

}  // namespace CINCEL_ISA
}  // namespace cincel
