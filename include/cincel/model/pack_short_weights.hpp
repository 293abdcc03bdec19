// Weights of dense operators in fewer bits than 32, in the layout of ops/short_weights.hpp: folded in double precision, then
// rounded once.
#pragma once

#include <cincel/core/finite.hpp>
#include <cincel/core/fixed_array.hpp>
#include <cincel/model/block_fold.hpp>
#include <cincel/ops/short_weights.hpp>
#include <cincel/simd/scalar_pack.hpp>

#include <bit>
#include <limits>

namespace cincel {
inline namespace CINCEL_ISA {

namespace impl {

/// The bits of the bfloat16 nearest to `x`, of two the even one; the largest one for numbers beyond it.
constexpr std::uint32_t bfloat16_bits(double x) {
  constexpr auto largest_bits = 0x7f7fu;
  constexpr auto largest = static_cast<double>(std::bit_cast<float>(largest_bits << 16));
  if (x > largest && x <= (std::numeric_limits<double>::max)()) return largest_bits;
  if (x < -largest && x >= std::numeric_limits<double>::lowest()) return largest_bits | 0x8000u;
  const std::uint32_t bits = std::bit_cast<std::uint32_t>(static_cast<float>(x));
  if (x != x) return bits >> 16 | 0x40u;
  return (bits + 0x7fffu + (bits >> 16 & 1u)) >> 16;
}

/// The byte of the whole number nearest to `x`, which is one from -127 to 127.
constexpr std::uint32_t int8_bits(double x) {
  const double up = x < 0 ? x - 0.5 : x + 0.5;
  return static_cast<std::uint32_t>(static_cast<std::int32_t>(up)) & 0xffu;
}

/// The folded weights of a block of `size` channels of a dense operator from channel `first` on: visit(input, channel of the
/// block, weight).
template <class T, class Visit>
constexpr void for_weights_of_block(const Step& step, const std::int64_t* at, const T* params, BlockFold<T>& block,
                                    std::int64_t first, std::int64_t size, Visit visit) {
  const Op& op = step.op;
  const std::int64_t inputs = op.in.volume(), channels = op.in.channels(), units = op.out.channels();
  const T* weight = params + at[op.param];
  for (std::int64_t i = 0; i < inputs; ++i) {
    const ChannelScale x = input_scale(step.affine, op.fold, at, params, i % channels);
    for (std::int64_t k = 0; k < size; ++k) visit(i, k, block.weight(k, weight[i * units + first + k], x));
  }
}

/// A word of zeros, and into its bits from `shift` on others.
template <class U>
constexpr void put_bits(U& word, std::uint32_t bits, int shift) {
  word = lane_of_bits<U>(bits_of_lane(word) | bits << shift);
}

/// The number that the whole numbers of each channel are multiplied by: the largest magnitude is 127 of it.
template <class T>
constexpr void find_int8_scales(const Step& step, const std::int64_t* at, const T* params, std::int64_t first,
                                std::int64_t size, float (&scale)[packed_block]) {
  double most[packed_block]{};
  BlockFold<T> block(step.op, at, params, first, size);
  for_weights_of_block(step, at, params, block, first, size, [&](std::int64_t, std::int64_t k, double w) {
    const double magnitude = w < 0 ? -w : w;
    if (magnitude > most[k] || magnitude != magnitude) most[k] = magnitude;  // a NaN stays
  });
  for (std::int64_t k = 0; k < size; ++k) scale[k] = static_cast<float>(most[k] / 127);
}

/// The bits of weight `w` in units of `scale`. Where that is not finite, its product with anything tells; a channel of zeros
/// has the scale 0.
constexpr std::uint32_t int8_bits(double w, float scale) {
  if (!all_finite(&scale, 1) || scale == 0) return 1;
  const double q = w / static_cast<double>(scale);
  return int8_bits(q > 127 ? 127 : q < -127 ? -127 : q);
}

/// All weights of a dense operator in format `F`.
template <Type F, class T, class U>
constexpr void pack_short_weights(const Step& step, const std::int64_t* at, const T* params, U* packed) {
  const std::int64_t inputs = step.op.in.volume(), units = step.op.out.channels();
  constexpr int per_row = short_row_inputs<F>, width = static_cast<int>(8 * size_of(F));
  U* to = numbers_at(packed, step.weights);
  for (std::int64_t first = 0; first < units; first += packed_block, to += short_block_words<F>(inputs)) {
    const std::int64_t n = units - first < packed_block ? units - first : packed_block;
    float scale[packed_block]{};
    if constexpr (F == Type::int8) find_int8_scales(step, at, params, first, n, scale);
    BlockFold<T> block(step.op, at, params, first, n);
    for_weights_of_block(step, at, params, block, first, n, [&](std::int64_t i, std::int64_t k, double w) {
      const std::uint32_t bits = F == Type::int8 ? int8_bits(w, scale[k]) : bfloat16_bits(w);
      const auto part = static_cast<int>(i % per_row * 2 + k / short_row_words);
      put_bits(to[i / per_row * short_row_words + k % short_row_words], bits, part * width);
    });
    block.pack_bias(numbers_at(packed, step.bias) + first);
    if constexpr (F == Type::int8)
      for (std::int64_t k = 0; k < packed_block; ++k)
        to[short_rows<F>(inputs) * short_row_words + k] = static_cast<U>(scale[k]);
  }
}

/// The place of the first word of `n` whose bfloat16 numbers are not both finite; n if all are.
constexpr std::int64_t first_non_finite_bfloat16(const float* words, std::int64_t n) {
  for (std::int64_t i = 0; i < n; ++i) {
    const std::uint32_t bits = bits_of_lane(words[i]);
    if ((bits & 0x7f80u) == 0x7f80u || (bits & 0x7f800000u) == 0x7f800000u) return i;
  }
  return n;
}

/// Where the packed weights of a step lie that have fewer bits, in blocks of so many words.
struct ShortWeights {
  Type format = Type::float32;
  std::int64_t at = 0, size = 0, block = 0;
};

/// Those of network `W`, in their order; what steps share once. (A list of values: nothing of the plan is asked when a
/// program runs.)
template <class W>
inline constexpr auto short_weights = [] {
  fixed_array<ShortWeights, inference_plan<W>.steps.size()> all{};
  int n = 0;
  for (const Step& s : inference_plan<W>.steps) {
    const Packing packing = needs_of(s.op).packing;
    if (packing != Packing::bfloat16 && packing != Packing::int8) continue;
    const std::int64_t at = numbers_in(s.weights);
    if (n > 0 && at <= all[n - 1].at) continue;
    const bool is_int8 = packing == Packing::int8;
    const std::int64_t inputs = s.op.in.volume();
    all[n++] = {is_int8 ? Type::int8 : Type::bfloat16, at, needs_of(s.op).packed_weights(s.op),
                is_int8 ? short_block_words<Type::int8>(inputs) : short_block_words<Type::bfloat16>(inputs)};
  }
  return all;
}();

/// The place of the first of these words that is not finite; their number if all are. Numbers of 8 bits are, but not what
/// multiplies them.
constexpr std::int64_t first_non_finite_short(const ShortWeights& w, const float* words) {
  if (w.format == Type::bfloat16) return first_non_finite_bfloat16(words, w.size);
  for (std::int64_t begin = 0; begin < w.size; begin += w.block) {
    const std::int64_t scales = begin + w.block - packed_block;
    const std::int64_t bad = first_non_finite(words + scales, packed_block);
    if (bad < packed_block) return scales + bad;
  }
  return w.size;
}

}  // namespace impl

/// The place of the first of the packed weights of network `W` that is not finite; their number if all are.
template <class W>
constexpr std::int64_t first_non_finite_packed(const float* packed) {
  std::int64_t seen = 0;  // all before are finite
  for (const impl::ShortWeights& w : impl::short_weights<W>) {
    if (w.size == 0) break;
    const std::int64_t bad = seen + impl::first_non_finite(packed + seen, w.at - seen);
    if (bad < w.at) return bad;
    const std::int64_t at = impl::first_non_finite_short(w, packed + w.at);
    if (at < w.size) return w.at + at;
    seen = w.at + w.size;
  }
  return seen + impl::first_non_finite(packed + seen, numbers_in(inference_plan<W>.weight_bytes) - seen);
}

}  // namespace CINCEL_ISA
}  // namespace cincel
