// From planes, a channel each, to pixels with their channels side by side, and back.
#pragma once

#include <cincel/simd/pack.hpp>
#include <cincel/simd/quad.hpp>

#include <type_traits>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

namespace impl {

/// n pixels of K channels, n a multiple of four. Of each pixel a multiple of four numbers is written: the next one
/// overwrites what stands beyond its channels.
template <int K>
inline void interleave_squares(const float* planes, std::int64_t plane, std::int64_t n, float* y) {
  constexpr int B = (K + 3) / 4;
  for (std::int64_t j = 0; j < n; j += 4, planes += 4, y += 4 * K) {
    Quad q[static_cast<std::size_t>(B)][4];
    unroll<B>([&](auto b) {
      unroll<4>([&](auto i) { q[b()][i()] = load_quad(planes + (4 * b() + i() < K ? 4 * b() + i() : K - 1) * plane); });
      transpose(q[b()][0], q[b()][1], q[b()][2], q[b()][3]);
    });
    unroll<4>([&](auto i) { unroll<B>([&](auto b) { store_quad(y + i() * K + 4 * b(), q[b()][i()]); }); });
  }
}

}  // namespace impl

/// y[j · pixel + k] = planes[k · plane + j] of n pixels of K channels.
template <int K, class T>
constexpr void interleave(const T* planes, std::int64_t plane, std::int64_t n, T* y, std::int64_t pixel) {
  std::int64_t j = 0;
  if constexpr (std::is_same_v<T, float> && K > 1) {
    // The last pixels that are made so have others behind them.
    constexpr std::int64_t beyond = (K + 3) / 4 * 4 - K, behind = (beyond + K - 1) / K;
    if (!std::is_constant_evaluated() && pixel == K && n >= 4 + behind) {
      j = (n - behind) / 4 * 4;
      impl::interleave_squares<K>(planes, plane, j, y);
    }
  }
  for (; j < n; ++j) unroll<K>([&](auto k) { y[j * pixel + k()] = planes[k() * plane + j]; });
}

/// The other way: planes[k · plane + j] = x[j · channels + k], for up to four channels.
template <class T>
constexpr void separate(const T* x, std::int64_t channels, std::int64_t n, T* planes, std::int64_t plane) {
  std::int64_t j = 0;
  if constexpr (std::is_same_v<T, float>) {
    if (!std::is_constant_evaluated())
      for (; (j + 3) * channels + 4 <= n * channels; j += 4) {
        const float* const from = x + j * channels;
        Quad q[4] = {load_quad(from), load_quad(from + channels), load_quad(from + 2 * channels),
                     load_quad(from + 3 * channels)};
        transpose(q[0], q[1], q[2], q[3]);
        unroll<4>([&](auto k) {
          if (k() < channels) store_quad(planes + k() * plane + j, q[k()]);
        });
      }
  }
  for (; j < n; ++j)
    for (std::int64_t k = 0; k < channels; ++k) planes[k * plane + j] = x[j * channels + k];
}

}  // namespace kernels
}  // namespace CINCEL_ISA
}  // namespace cincel
