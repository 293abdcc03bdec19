// What is drawn for a sample: some floats, each from a counter of its own, so that it is the same in any order, on any
// number of threads, for one picture or several.
#pragma once

#include <cincel/core/random.hpp>

#include <array>
#include <cstddef>

namespace cincel {

/// The numbers that a sequence has drawn for one sample, 4 bytes each: chosen children and their order, outcomes of
/// probabilities, parameters. They do not depend on the picture's size, and give the same bits whenever they are applied.
template <std::size_t N>
struct Drawn {
  static constexpr std::size_t count = N;
  std::array<float, N> numbers{};
  friend constexpr bool operator==(const Drawn&, const Drawn&) = default;
};

inline namespace CINCEL_ISA {

/// The random numbers of a step: number k comes from block k of the step's part of the stream.
class Dice {
 public:
  constexpr explicit Dice(const RandomStream& stream, std::uint32_t first = 0) : stream_(stream), first_(first) {}
  /// Those of a step whose numbers begin `k` later.
  constexpr Dice from(std::uint32_t k) const { return Dice(stream_, first_ + k); }

  /// One of 0, 2^-24, …, 1 - 2^-24.
  constexpr float share(std::uint32_t k, int word = 0) const {
    return static_cast<float>(stream_.block(first_ + k).w[word] >> 8) * 0x1p-24f;
  }
  constexpr float between(std::uint32_t k, double low, double high) const {
    return static_cast<float>(low + (high - low) * static_cast<double>(share(k)));
  }
  /// 1 with probability p, else 0; exact at 0 and 1.
  constexpr float chance(std::uint32_t k, double p) const { return static_cast<double>(share(k)) < p ? 1.0f : 0.0f; }
  /// One of 0 … n - 1.
  constexpr std::uint32_t below(std::uint32_t k, std::uint32_t n, int word = 0) const {
    return static_cast<std::uint32_t>((std::uint64_t{stream_.block(first_ + k).w[word]} * n) >> 32);
  }
  /// A seed for numbers that are made when the step is applied: two floats of 24 bits each.
  constexpr void seed(std::uint32_t k, float* two) const {
    two[0] = static_cast<float>(stream_.block(first_ + k).w[0] >> 8);
    two[1] = static_cast<float>(stream_.block(first_ + k + 1).w[0] >> 8);
  }

 private:
  RandomStream stream_;
  std::uint32_t first_;
};

namespace impl {

/// The streams of augmentation: one number for all of them is the stream's index.
inline constexpr std::uint32_t sequence_stream = 1, seeded_stream = 2, mixing_stream = 3, partner_stream = 4;

/// The stream of a seed of two floats.
constexpr RandomStream seeded(const float* two) {
  const auto high = static_cast<std::uint64_t>(two[0]), low = static_cast<std::uint64_t>(two[1]);
  return RandomStream(high << 24 | low, Purpose::augment, seeded_stream);
}

}  // namespace impl
}  // namespace CINCEL_ISA
}  // namespace cincel
