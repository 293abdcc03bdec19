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

namespace impl {
/// `n` words, interleaved in lanes of multiplications and shifts, each of which takes any two words to different numbers:
/// one word that changes always changes the sum.
template <class Word, std::size_t Lanes>
std::uint64_t interleaved_sum(const std::byte* bytes, std::size_t n) noexcept {
  constexpr std::uint64_t prime = 0x9e3779b97f4a7c15u;
  std::uint64_t lane[Lanes];
  for (std::size_t k = 0; k < Lanes; ++k) lane[k] = k + 1;
  const auto add = [&](std::size_t k, std::size_t i) {
    Word word = 0;
    std::memcpy(&word, bytes + sizeof word * i, sizeof word);
    const std::uint64_t x = (lane[k] ^ word) * prime;
    lane[k] = x ^ (x >> 29);
  };
  std::size_t i = 0;
  for (; i + Lanes <= n; i += Lanes)
    for (std::size_t k = 0; k < Lanes; ++k) add(k, i + k);
  for (std::size_t k = 0; i < n; ++i, ++k) add(k, i);
  std::uint64_t sum = n;
  for (const std::uint64_t x : lane) {
    sum = (sum ^ x) * prime;
    sum ^= sum >> 32;
  }
  return sum;
}
}  // namespace impl

/// Checksum of n 32-bit words, as packed weights have it (no protection against malice).
inline std::uint64_t checksum(const std::byte* bytes, std::size_t n) noexcept {
  return impl::interleaved_sum<std::uint32_t, 4>(bytes, n);
}
/// The same idea, of words of 64 bits: four times as fast, for what is not kept in a file.
inline std::uint64_t fast_checksum(const std::byte* bytes, std::size_t n) noexcept {
  std::uint32_t last = 0;
  if (n % 2 != 0) std::memcpy(&last, bytes + 4 * (n - 1), 4);
  return impl::interleaved_sum<std::uint64_t, 8>(bytes, n / 2) ^ last;
}

}  // namespace CINCEL_ISA
}  // namespace cincel
