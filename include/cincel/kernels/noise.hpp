// Noise while training, from counter-based streams: y = mask · x + shift. At inference none of these operators is left.
#pragma once

#include <cincel/core/random.hpp>
#include <cincel/core/square_root.hpp>
#include <cincel/kernels/elementwise.hpp>
#include <cincel/kernels/functions.hpp>
#include <cincel/kernels/operator.hpp>
#include <cincel/simd/pack.hpp>

#include <cmath>
#include <numbers>
#include <utility>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

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
    // In the order of the numbers first, so that the second loop is one over vectors.
    std::uint32_t words[4 * RandomStream::batch];
    for (std::uint32_t b = 0; b < RandomStream::batch; ++b)
      for (std::uint32_t w = 0; w < 4; ++w) words[4 * b + w] = bits[w][b];
    const auto number = [&](std::uint32_t half) { return half < threshold ? T(0) : keep; };
    const std::int64_t pairs = (n - i) / 2 < 4 * RandomStream::batch ? (n - i) / 2 : 4 * RandomStream::batch;
    for (std::int64_t e = 0; e < pairs; ++e) {
      mask[i + 2 * e] = number(words[e] & 0xffffu);
      mask[i + 2 * e + 1] = number(words[e] >> 16);
    }
    if (pairs < 4 * RandomStream::batch && n % 2 != 0) mask[n - 1] = number(words[pairs] & 0xffffu);
  }
}

/// n normal numbers of mean 0 and deviation 1, by Box and Muller's method.
template <class T>
void normal_numbers(RandomStream stream, T* out, std::int64_t n) {
  for (std::int64_t i = 0; i < n; i += 2) {
    const double radius = std::sqrt(-2 * std::log(1.0 - static_cast<double>(stream.uniform())));
    const double angle = 2 * std::numbers::pi * static_cast<double>(stream.uniform());
    out[i] = static_cast<T>(radius * std::cos(angle));
    if (i + 1 < n) out[i + 1] = static_cast<T>(radius * std::sin(angle));
  }
}

/// What alpha dropout makes of a number that is dropped, and how it keeps mean and variance (Klambauer et al. 2017):
/// y = a · (x or −α·λ) + b.
struct AlphaDropout {
  double dropped, a, b;
  constexpr explicit AlphaDropout(double rate) : dropped(-selu_alpha * selu_scale), a(0), b(0) {
    a = 1 / square_root((1 - rate) * (1 + rate * dropped * dropped));
    b = -a * rate * dropped;
  }
};

/// Fills the mask of a step, as long as its output.
template <Noise N, class T>
void fill_mask(const Op& op, RandomStream stream, T* mask) {
  const std::int64_t n = op.out.volume(), channels = op.out.channels();
  if constexpr (N == Noise::dropout) {
    dropout_mask(stream, op.rate, mask, n);
  } else if constexpr (N == Noise::channel_dropout) {
    dropout_mask(stream, op.rate, mask, channels);
    for (std::int64_t i = channels; i < n; ++i) mask[i] = mask[i - channels];
  } else if constexpr (N == Noise::depth) {
    const T value = stream.uniform() < op.rate ? T(0) : T(1) / (T(1) - static_cast<T>(op.rate));
    for (std::int64_t i = 0; i < n; ++i) mask[i] = value;
  } else if constexpr (N == Noise::gaussian_dropout) {
    normal_numbers(stream, mask, n);
    const T deviation = static_cast<T>(std::sqrt(op.rate / (1 - op.rate)));
    for (std::int64_t i = 0; i < n; ++i) mask[i] = T(1) + deviation * mask[i];
  } else {
    static_assert(N == Noise::alpha_dropout);
    dropout_mask(stream, op.rate, mask, n);
    const T a = static_cast<T>(AlphaDropout(static_cast<double>(op.rate)).a);
    for (std::int64_t i = 0; i < n; ++i) mask[i] = mask[i] == T(0) ? T(0) : a;
  }
}

}  // namespace kernels

template <>
struct Operator<Kind::noise> : kernels::KeyedBy<&Op::noise> {
  template <class P, auto Key, class T>
  static void forward(const Step& s, const Memory<T>& m, const RandomStream& stream, T* mask) {
    constexpr Noise noise = Key;
    const Buffer flat = dense_buffer(s.y.map);
    const T* x = kernels::begin_of(s.x, m);
    T* y = kernels::result_of(s, m);
    const auto zip = [&](auto f) {
      const T* by = mask;
      kernels::map_buffers<P>(s.y.map, s.y, y, f, std::pair{&s.x, x}, std::pair{&flat, by});
    };
    if constexpr (noise == Noise::gaussian) {
      // No mask is kept, so the normal numbers are made row by row, in order.
      RandomStream numbers = stream;
      for (std::int64_t i = 0; i < s.y.map.height(); ++i)
        for (std::int64_t j = 0; j < s.y.map.width(); ++j) {
          T* to = y + pixel_at(s.y, i, j);
          kernels::normal_numbers(RandomStream(numbers.bits(), Purpose::dropout, 0, static_cast<std::uint32_t>(i),
                                               static_cast<std::uint32_t>(j)),
                                  to, s.y.map.channels());
          for (std::int64_t k = 0; k < s.y.map.channels(); ++k)
            to[k] = x[pixel_at(s.x, i, j) + k] + static_cast<T>(s.op.rate) * to[k];
        }
    } else if constexpr (noise == Noise::alpha_dropout) {
      kernels::fill_mask<noise>(s.op, stream, mask);
      const kernels::AlphaDropout d(static_cast<double>(s.op.rate));
      const P kept(static_cast<T>(d.b)), dropped(static_cast<T>(d.a * d.dropped + d.b));
      zip([=](const P& v, const P& k) { return multiply_add(v, k, select(k == P(T(0)), dropped, kept)); });
    } else {
      kernels::fill_mask<noise>(s.op, stream, mask);
      zip([](const P& v, const P& k) { return v * k; });
    }
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel
