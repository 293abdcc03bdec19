// The pointwise steps of a policy as one pass: y = cut(x + add) · scale + offset, each channel with its own numbers. And
// the reductions that some of them wait for.
#pragma once

#include <cincel/augment/image.hpp>
#include <cincel/simd/pack.hpp>
#include <cincel/simd/quad.hpp>

#include <limits>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl {

/// One pass over pixels of C channels. Its numbers are repeated to C packs, so that a pack meets those of its lanes.
template <std::int64_t C>
class PointPass {
  static constexpr std::int64_t period = C * lanes<native_pack>;

 public:
  /// What does nothing.
  PointPass() {
    for (std::int64_t c = 0; c < C; ++c) {
      cut(c, 0, -std::numeric_limits<float>::infinity(), std::numeric_limits<float>::infinity());
      scale(c, 1, 0);
    }
    cuts_ = scales_ = false;
  }
  /// Adds to channel c, and cuts at `low` and `high`.
  void cut(std::int64_t c, double add, float low, float high) {
    cuts_ = true;
    for (std::int64_t i = c; i < period; i += C) {
      add_[i] = static_cast<float>(add);
      low_[i] = low;
      high_[i] = high;
    }
  }
  /// Then multiplies channel c and adds an offset.
  void scale(std::int64_t c, double factor, double offset) {
    if (factor != 1 || offset != 0) scales_ = true;
    for (std::int64_t i = c; i < period; i += C) {
      scale_[i] = static_cast<float>(factor);
      offset_[i] = static_cast<float>(offset);
    }
  }
  /// n numbers, which begin with the first channel.
  void run(float* x, std::int64_t n) const {
    if (cuts_)
      run_with<true>(x, n);
    else if (scales_)
      run_with<false>(x, n);
  }

 private:
  template <bool Cuts>
  [[gnu::always_inline]] native_pack changed(native_pack v, std::int64_t at) const {
    if constexpr (Cuts)
      v = at_most(load<native_pack>(high_ + at),
                  at_least(load<native_pack>(low_ + at), v + load<native_pack>(add_ + at)));
    return multiply_add(v, load<native_pack>(scale_ + at), load<native_pack>(offset_ + at));
  }
  template <bool Cuts>
  void run_with(float* x, std::int64_t n) const {
    std::int64_t at = 0;
    for_packs<native_pack>(
        n,
        [&](std::int64_t i) {
          store_lanes(x + i, changed<Cuts>(load<native_pack>(x + i), at));
          at = at + lanes<native_pack> == period ? 0 : at + lanes<native_pack>;
        },
        [&](std::int64_t i, std::int64_t rest) {
          store_partial(x + i, changed<Cuts>(load_partial<native_pack>(x + i, rest, 0.0f), at), rest);
        });
  }

  static constexpr auto count = static_cast<std::size_t>(period);
  float add_[count], low_[count], high_[count], scale_[count], offset_[count];
  bool cuts_ = false, scales_ = false;
};

/// The least and the largest number of the colour channels (of four channels the first three); NaN is passed over.
template <std::int64_t C>
class Extremes {
 public:
  /// n numbers, which begin with the first channel.
  void add(const float* x, std::int64_t n) {
    native_pack low = load<native_pack>(low_.v), high = load<native_pack>(high_.v);
    for_packs<native_pack>(
        n,
        [&](std::int64_t i) {
          const native_pack v = load<native_pack>(x + i);
          low = select(v <= low, v, low);
          high = select(v > high, v, high);
        },
        [&](std::int64_t i, std::int64_t rest) {
          const native_pack v = load_partial<native_pack>(x + i, rest, std::numeric_limits<float>::quiet_NaN());
          low = select(v <= low, v, low);
          high = select(v > high, v, high);
        });
    store_lanes(low_.v, low);
    store_lanes(high_.v, high);
  }
  float low() const {
    return over_lanes(low_.v, [](float a, float b) { return a < b; });
  }
  float high() const {
    return over_lanes(high_.v, [](float a, float b) { return a > b; });
  }

 private:
  static_assert(lanes<native_pack> % 4 == 0, "a pack holds whole pixels of four channels");
  static constexpr std::size_t count = native_pack::size;
  struct Lanes {
    float v[count];
  };
  static constexpr Lanes all(float x) {
    Lanes l{};
    for (float& v : l.v) v = x;
    return l;
  }
  template <class Before>
  static float over_lanes(const float* lane, Before before) {
    float best = lane[0];
    for (std::size_t i = 1; i < count; ++i)
      if ((C != 4 || i % 4 != 3) && before(lane[i], best)) best = lane[i];
    return best;
  }

  Lanes low_ = all(std::numeric_limits<float>::infinity()), high_ = all(-std::numeric_limits<float>::infinity());
};

/// The sum of f(x) over n numbers in double; eight partial sums, which the compiler may keep in registers.
template <class F>
inline double sum_in_double(const float* x, std::int64_t n, F f) {
  double part[8] = {};
  const std::int64_t whole = n - n % 8;
  for (std::int64_t i = 0; i < whole; i += 8)
    for (std::int64_t k = 0; k < 8; ++k) part[k] += f(static_cast<double>(x[i + k]));
  for (std::int64_t i = whole; i < n; ++i) part[0] += f(static_cast<double>(x[i]));
  return ((part[0] + part[1]) + (part[2] + part[3])) + ((part[4] + part[5]) + (part[6] + part[7]));
}

/// Four floats to the nearest whole numbers of 0 … 255; NaN to 0.
[[gnu::always_inline]] inline FourInts rounded_bytes(Quad v) {
  const Quad zero{}, most = quad_of(255.0f);
  v = v > zero ? v : zero;
  v = v < most ? v : most;
  return __builtin_convertvector(v + 0.5f, FourInts);
}
/// Floats to the nearest of 0 … 255.
inline void to_bytes(const float* x, std::int64_t n, std::uint8_t* out) {
  constexpr int block = 16;
  std::int32_t whole[block];
  const std::int64_t blocks = n - n % block;
  for (std::int64_t i = 0; i < blocks; i += block) {
    for (int k = 0; k < block; k += 4) {
      const FourInts four = rounded_bytes(load_quad(x + i + k));
      std::memcpy(whole + k, &four, sizeof four);
    }
    for (int k = 0; k < block; ++k) out[i + k] = static_cast<std::uint8_t>(whole[k]);
  }
  for (std::int64_t i = blocks; i < n; ++i) out[i] = static_cast<std::uint8_t>(rounded_bytes(quad_of(x[i]))[0]);
}

}  // namespace impl
}  // namespace CINCEL_ISA
}  // namespace cincel
