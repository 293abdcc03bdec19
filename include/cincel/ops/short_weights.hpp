// How weights of fewer than 32 bits lie in memory: one layout for all instruction sets. Output channels stand in blocks of
// 32, the last one filled up with zeros. A block is rows of 16 words, each of a float's size, so that a register of words
// becomes registers of neighbouring channels:
//
//     bfloat16   a row is an input; word j has channel j in its lower half, channel j + 16 in its upper one
//     int8       a row is two inputs; word j has, from its lowest byte on, of the first input channels j and j + 16, of
//                the second one the same; behind its rows a block has a number for each of its 32 channels, which its
//                sums are multiplied by
#pragma once

#include <cincel/core/number_type.hpp>
#include <cincel/ops/packing.hpp>

namespace cincel {

inline constexpr std::int64_t short_row_words = 16;

/// Inputs whose weights stand in a row.
template <Type F>
inline constexpr int short_row_inputs = static_cast<int>(bytes_of(short_row_words) / (packed_block * size_of(F)));

template <Type F>
[[gnu::always_inline]] constexpr std::int64_t short_rows(std::int64_t inputs) {
  return (inputs + short_row_inputs<F> - 1) / short_row_inputs<F>;
}

/// Words of a block, with the numbers behind its rows.
template <Type F>
[[gnu::always_inline]] constexpr std::int64_t short_block_words(std::int64_t inputs) {
  return short_rows<F>(inputs) * short_row_words + (F == Type::int8 ? packed_block : 0);
}

/// Words of the weights of a dense operator.
template <Type F>
constexpr std::int64_t short_weights_size(const Op& op) {
  return round_up(op.out.channels(), packed_block) / packed_block * short_block_words<F>(op.in.volume());
}

}  // namespace cincel
