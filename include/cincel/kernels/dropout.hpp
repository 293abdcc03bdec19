// Dropout's mask: 0 or 1 / (1 − rate) for each number, from a counter-based stream.
#pragma once

#include <cincel/core/random.hpp>

#include <cstdint>

namespace cincel::inline CINCEL_ISA::kernels {

/// Sixteen random bits decide a number, so a block of Philox decides eight; the rate is kept to 2^-16. Eight
/// blocks are made at a time, which lets a compiler use vector registers.
template <class T>
constexpr void dropout_mask(const RandomStream& stream, float rate, T* mask, std::int64_t n) {
  const auto threshold = static_cast<std::uint32_t>(rate * 65536.0f + 0.5f);
  const T keep = T(1) / (T(1) - static_cast<T>(threshold) / T(65536));
  std::uint32_t block = 0;
  for (std::int64_t i = 0; i < n; i += 8 * RandomStream::batch, block += RandomStream::batch) {
    std::uint32_t bits[4][RandomStream::batch]{};
    stream.blocks(block, bits);
    const std::int64_t left = n - i;
    for (std::int64_t e = 0; e < 8 * RandomStream::batch && e < left; ++e) {
      const std::uint32_t word = bits[e / 2 % 4][e / 8];
      mask[i + e] = ((e % 2 == 0 ? word : word >> 16) & 0xffffu) < threshold ? T(0) : keep;
    }
  }
}

}  // namespace cincel::inline CINCEL_ISA::kernels
