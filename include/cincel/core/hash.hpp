// A 128-bit hash for fingerprints that must be the same on every compiler and machine, and a fast 64-bit checksum for
// weight files.
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

/// FNV-1a, 64 bits.
constexpr std::uint64_t text_hash(std::string_view text) {
  std::uint64_t h = 0xcbf29ce484222325u;
  for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return h;
}

/// A hash of a sequence of words: two 64-bit lanes, each word mixed into both by the finaliser of SplitMix64 (Steele,
/// Lea and Flood 2014) with constants of its own. It takes words and not bytes, because the compiler evaluates it.
class WordHash {
 public:
  constexpr void number(std::int64_t n) {
    const auto x = static_cast<std::uint64_t>(n);
    high_ = (high_ ^ x) * 0xbf58476d1ce4e5b9u;
    high_ ^= high_ >> 29;
    low_ = (low_ + x) * 0x94d049bb133111ebu;
    low_ ^= low_ >> 32;
  }
  constexpr void text(std::string_view s) { number(static_cast<std::int64_t>(text_hash(s))); }
  constexpr Fingerprint value() const { return {high_, low_}; }

 private:
  std::uint64_t high_ = 0x9e3779b97f4a7c15u, low_ = 0x2545f4914f6cdd1du;
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
