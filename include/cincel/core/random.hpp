// Counter-based random numbers: a stream is (seed, purpose, step, sample), so dropout, shuffling and
// initialisation give the same bits in any order on any number of threads.
#pragma once

#include <cincel/core/isa.hpp>

#include <cstdint>

namespace cincel {

/// Four 32-bit words of Philox output.
struct PhiloxBlock {
  std::uint32_t w[4];
};

/// What a stream of random numbers is for; streams of different purposes are independent.
enum class Purpose : std::uint32_t { initializer = 1, shuffle = 2, dropout = 3, self_test = 4, feed = 5, augment = 6 };

inline namespace CINCEL_ISA {

/// Philox 4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011).
constexpr PhiloxBlock philox(PhiloxBlock counter, std::uint32_t key0, std::uint32_t key1) noexcept {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t a = std::uint64_t{0xD2511F53u} * counter.w[0];
    const std::uint64_t b = std::uint64_t{0xCD9E8D57u} * counter.w[2];
    counter = {{static_cast<std::uint32_t>(b >> 32) ^ counter.w[1] ^ key0, static_cast<std::uint32_t>(b),
                static_cast<std::uint32_t>(a >> 32) ^ counter.w[3] ^ key1, static_cast<std::uint32_t>(a)}};
    key0 += 0x9E3779B9u;
    key1 += 0xBB67AE85u;
  }
  return counter;
}

/// A stream of random numbers. There is room for 2^16 purposes with 2^16 indices each, for 2^32 steps, 2^32 samples and
/// 2^32 blocks.
class RandomStream {
 public:
  constexpr RandomStream(std::uint64_t seed, Purpose purpose, std::uint32_t index = 0, std::uint32_t step = 0,
                         std::uint32_t sample = 0) noexcept
      : key0_(static_cast<std::uint32_t>(seed)),
        key1_(static_cast<std::uint32_t>(seed >> 32)),
        counter_{{0, sample, step, static_cast<std::uint32_t>(purpose) << 16 | index}} {}

  /// The stream's block number `i`.
  constexpr PhiloxBlock block(std::uint32_t i) const noexcept {
    PhiloxBlock counter = counter_;
    counter.w[0] = i;
    return philox(counter, key0_, key1_);
  }
  /// Blocks first … first + batch - 1, word by word: out[w][i] is word w of block first + i.
  static constexpr std::uint32_t batch = 32;
  constexpr void blocks(std::uint32_t first, std::uint32_t (&out)[4][batch]) const noexcept {
    for (std::uint32_t i = 0; i < batch; ++i) {
      out[0][i] = first + i;
      for (int w = 1; w < 4; ++w) out[w][i] = counter_.w[w];
    }
    std::uint32_t key0 = key0_, key1 = key1_;
    for (int round = 0; round < 10; ++round) {
      for (std::uint32_t i = 0; i < batch; ++i) {
        const std::uint64_t a = std::uint64_t{0xD2511F53u} * out[0][i], b = std::uint64_t{0xCD9E8D57u} * out[2][i];
        out[0][i] = static_cast<std::uint32_t>(b >> 32) ^ out[1][i] ^ key0;
        out[1][i] = static_cast<std::uint32_t>(b);
        out[2][i] = static_cast<std::uint32_t>(a >> 32) ^ out[3][i] ^ key1;
        out[3][i] = static_cast<std::uint32_t>(a);
      }
      key0 += 0x9E3779B9u;
      key1 += 0xBB67AE85u;
    }
  }
  constexpr std::uint32_t bits() noexcept {
    if (used_ == 4) {
      current_ = block(counter_.w[0]++);
      used_ = 0;
    }
    return current_.w[used_++];
  }
  /// Uniform in [0, 1), 24 bits.
  constexpr float uniform() noexcept { return static_cast<float>(bits() >> 8) * 0x1p-24f; }
  /// Uniform in {0, …, n - 1}; bias below 2^-32 * n.
  constexpr std::uint32_t below(std::uint32_t n) noexcept {
    return static_cast<std::uint32_t>((std::uint64_t{bits()} * n) >> 32);
  }

 private:
  std::uint32_t key0_, key1_;
  PhiloxBlock counter_;
  PhiloxBlock current_{};
  int used_ = 4;
};

}  // namespace CINCEL_ISA
}  // namespace cincel
