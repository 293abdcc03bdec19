// Pooling: windows clipped to the map, vectors along the channels.
//
//     for each output pixel
//       the window's rows and columns that lie inside the map
//       for each vector of channels: max or mean over them
//
// A maximum is NaN if one of its numbers is. Means are long sums: 1e-5 of the mean of the numbers' magnitudes whatever
// the window (simd/long_sum.hpp).
#pragma once

#include <cincel/kernels/windows.hpp>
#include <cincel/simd/long_sum.hpp>
#include <cincel/simd/pack.hpp>

#include <limits>
#include <type_traits>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// The largest of packs; without any, 0.
template <class P>
class Largest {
  using T = typename P::value_type;

 public:
  constexpr explicit Largest(bool any) : best_(any ? -std::numeric_limits<T>::infinity() : T(0)) {}
  [[gnu::always_inline]] constexpr void add(const P& x) { best_ = maximum(x, best_); }
  [[gnu::always_inline]] constexpr P value() const { return best_; }

 private:
  P best_;
};

/// The mean of packs, of which a window counts so many; without any, 0.
template <class P, class Sum>
class Mean {
  using T = typename P::value_type;

 public:
  constexpr explicit Mean(std::int64_t counted) : share_(counted > 0 ? T(1) / static_cast<T>(counted) : T(0)) {}
  [[gnu::always_inline]] constexpr void add(const P& x) { sum_.add(x); }
  [[gnu::always_inline]] constexpr P value() const { return sum_.value() * P(share_); }

 private:
  T share_;
  Sum sum_;
};

/// y of each output pixel and vector of channels is the value of `begin(window)` after all pixels under the window were
/// added to it. `x` and `y` are the begins of the buffers.
template <class P, class T, class Begin>
constexpr void pool2d(const Op& op, const Buffer& bx, const Buffer& by, const T* x, T* y, Begin begin) {
  for (std::int64_t i = 0; i < by.map.height(); ++i)
    for (std::int64_t j = 0; j < by.map.width(); ++j) {
      const ClippedWindow c = clip_window(op, bx.map, i, j);
      const auto none = begin(c);
      const auto reduce = [&](std::int64_t k, auto load_at) {
        auto pooled = none;
        for (std::int64_t r = c.top; r < c.bottom; ++r) {
          const T* row = x + pixel_at(bx, r, c.left) + k;
          for (std::int64_t s = 0; s < c.right - c.left; ++s) pooled.add(load_at(row + s * bx.pixel));
        }
        return pooled.value();
      };
      T* to = y + pixel_at(by, i, j);
      for_packs<P>(
          bx.map.channels(),
          [&](std::int64_t k) { store_lanes(to + k, reduce(k, [](const T* p) { return load<P>(p); })); },
          [&](std::int64_t k, std::int64_t n) {
            store_partial(to + k, reduce(k, [n](const T* p) { return load_partial<P>(p, n, T(0)); }), n);
          });
    }
}

template <class P, class T>
constexpr void max_pool2d(const Op& op, const Buffer& bx, const Buffer& by, const T* x, T* y) {
  pool2d<P>(op, bx, by, x, y, [](const ClippedWindow& c) { return Largest<P>(c.pixels() > 0); });
}

template <class P, class T>
constexpr void average_pool2d(const Op& op, const Buffer& bx, const Buffer& by, const T* x, T* y) {
  with_sum<P>(std::int64_t{op.window.kernel.h} * op.window.kernel.w, [&](const auto& sum) {
    using Sum = std::remove_cvref_t<decltype(sum)>;
    pool2d<P>(op, bx, by, x, y, [](const ClippedWindow& c) { return Mean<P, Sum>(c.pixels() > 0 ? c.counted : 0); });
  });
}

}  // namespace kernels
}  // namespace CINCEL_ISA
}  // namespace cincel
