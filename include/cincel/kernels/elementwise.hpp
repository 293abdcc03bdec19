// Operators that treat each number by itself, or with a number of its channel: activations, rescaling, batch
// normalisation at inference, copies; and what belongs to buffers: halos.
#pragma once

#include <cincel/graph/plan.hpp>
#include <cincel/kernels/activation.hpp>

namespace cincel::inline CINCEL_ISA::kernels {

/// y = f(x) over the maps of two buffers, row by row: a row is one run of memory in both.
template <class P, class F, class T>
constexpr void map_buffer(const Buffer& bx, const Buffer& by, const T* x, T* y, F f) {
  const std::int64_t n = by.map.width() * by.map.channels();
  for (std::int64_t i = 0; i < by.map.height(); ++i) {
    const T* from = x + bx.first() + i * bx.row_stride();
    T* to = y + by.first() + i * by.row_stride();
    for_packs<P>(
        n, [&](std::int64_t k) { store_lanes(to + k, f(load<P>(from + k))); },
        [&](std::int64_t k, std::int64_t rest) {
          store_partial(to + k, f(load_partial<P>(from + k, rest, T(0))), rest);
        });
  }
}

/// y = f(x, z) over the maps of three buffers; y may be one of the others.
template <class P, class F, class T>
constexpr void zip_buffers(const Buffer& bx, const Buffer& bz, const Buffer& by, const T* x, const T* z, T* y, F f) {
  const std::int64_t n = by.map.width() * by.map.channels();
  for (std::int64_t i = 0; i < by.map.height(); ++i) {
    const T* a = x + bx.first() + i * bx.row_stride();
    const T* b = z + bz.first() + i * bz.row_stride();
    T* to = y + by.first() + i * by.row_stride();
    for_packs<P>(
        n, [&](std::int64_t k) { store_lanes(to + k, f(load<P>(a + k), load<P>(b + k))); },
        [&](std::int64_t k, std::int64_t rest) {
          store_partial(to + k, f(load_partial<P>(a + k, rest, T(0)), load_partial<P>(b + k, rest, T(0))), rest);
        });
  }
}

/// y = f(scale[c] · x + shift[c]) for each pixel.
template <class P, Activation F, class T>
constexpr void scale_channels(const Buffer& bx, const Buffer& by, const T* x, T* y, const T* scale, const T* shift) {
  const std::int64_t channels = by.map.channels();
  for (std::int64_t i = 0; i < by.map.height(); ++i)
    for (std::int64_t j = 0; j < by.map.width(); ++j) {
      const T* from = x + bx.first() + i * bx.row_stride() + j * channels;
      T* to = y + by.first() + i * by.row_stride() + j * channels;
      for_packs<P>(
          channels,
          [&](std::int64_t k) {
            store_lanes(to + k, activate<F>(multiply_add(load<P>(from + k), load<P>(scale + k), load<P>(shift + k))));
          },
          [&](std::int64_t k, std::int64_t n) {
            const P v = multiply_add(load_partial<P>(from + k, n, T(0)), load_partial<P>(scale + k, n, T(0)),
                                     load_partial<P>(shift + k, n, T(0)));
            store_partial(to + k, activate<F>(v), n);
          });
    }
}

/// Sets n numbers to zero.
template <class T>
constexpr void fill_zero(T* p, std::int64_t n) {
  for (std::int64_t i = 0; i < n; ++i) p[i] = T(0);
}

/// Zeroes the halo of a buffer; arena memory is reused, so its producer does this each time.
template <class T>
constexpr void zero_halo(const Buffer& b, T* begin) {
  const std::int64_t row = b.row_stride(), left = b.halo.left * b.map.channels(),
                     right = b.halo.right * b.map.channels();
  fill_zero(begin, b.halo.top * row);
  for (std::int64_t i = 0; i < b.map.height(); ++i) {
    T* p = begin + (b.halo.top + i) * row;
    fill_zero(p, left);
    fill_zero(p + row - right, right);
  }
  fill_zero(begin + (b.halo.top + b.map.height()) * row, b.halo.bottom * row);
}

/// The mean over the whole map.
template <class P, class T>
constexpr void global_average(const Buffer& bx, const T* x, T* y) {
  const std::int64_t channels = bx.map.channels();
  const T scale = T(1) / static_cast<T>(bx.map.height() * bx.map.width());
  const auto mean = [&](std::int64_t k, auto load_at) {
    P total(T(0));
    for (std::int64_t i = 0; i < bx.map.height(); ++i) {
      const T* row = x + bx.first() + i * bx.row_stride() + k;
      for (std::int64_t j = 0; j < bx.map.width(); ++j) total = total + load_at(row + j * channels);
    }
    return total * P(scale);
  };
  for_packs<P>(
      channels, [&](std::int64_t k) { store_lanes(y + k, mean(k, [](const T* p) { return load<P>(p); })); },
      [&](std::int64_t k, std::int64_t n) {
        store_partial(y + k, mean(k, [n](const T* p) { return load_partial<P>(p, n, T(0)); }), n);
      });
}

}  // namespace cincel::inline CINCEL_ISA::kernels
