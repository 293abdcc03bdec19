// What packed weights were packed for: how the plan's steps are computed, what is folded into each, where its weights
// lie, and what packing itself makes of a small example. Packed weights carry it, so that those which were packed under
// another rule are refused, though they may have the same size.
#pragma once

#include <cincel/core/hash.hpp>
#include <cincel/model/pack_weights.hpp>

#include <bit>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl {

constexpr std::int32_t bits_of(float x) { return std::bit_cast<std::int32_t>(x); }

/// What each way of packing makes of one example: 33 channels, which are more than a block.
template <class = void>  // evaluated where it is asked for
inline constexpr Fingerprint packing_rules = [] {
  constexpr std::int64_t channels = 33, inputs = 2, taps = 2, weights = channels * inputs * taps;
  Step step;
  step.op.in = Shape(1, 3, inputs);
  step.op.out = Shape(1, 2, channels);
  step.op.window.kernel = Size(1, taps);
  step.op.params = 2;
  step.affine = {{1, 2, 3, 4}, {5, 6, 7, 8}};
  const std::array<std::int64_t, 6> at{0, weights, weights + 33, weights + 66, weights + 99, weights + 132};
  std::array<float, static_cast<std::size_t>(weights + 132)> parameters{};
  for (std::size_t i = 0; i < parameters.size(); ++i) parameters[i] = 1 + static_cast<float>(i) / 128;
  WordHash hash;
  for (int rule = 0; rule <= static_cast<int>(Packing::scales); ++rule) {
    std::array<float, 512> packed{};
    step.bias = 400;
    pack_as(static_cast<Packing>(rule), step, at, parameters.data(), packed.data());
    for (const float x : packed) hash.number(bits_of(x));
  }
  return hash.value();
}();

constexpr void add_fold(WordHash& hash, const Fold& f) {
  hash.number(f.normalization);
  hash.number(bits_of(f.epsilon));
  hash.number(f.center | f.scale << 1);
  hash.number(f.input_affine);
  hash.number(f.input_statistics);
  hash.number(bits_of(f.input_epsilon));
}

/// What the packed weights of one step depend on besides the network, which has a fingerprint of its own.
constexpr void add_packed_step(WordHash& hash, const Step& s) {
  hash.number(static_cast<int>(s.op.kind) | static_cast<int>(needs_of(s.op).packing) << 8 | s.op.groups << 16);
  hash.text(implementation_of(s.op).name);
  hash.number(s.op.param);
  hash.number(s.op.params);
  hash.number(s.weights);
  hash.number(s.bias);
  add_fold(hash, s.op.fold);
  for (std::size_t c = 0; c < 4; ++c) {
    hash.number(bits_of(static_cast<float>(s.affine.scale[c])));
    hash.number(bits_of(static_cast<float>(s.affine.offset[c])));
  }
}

}  // namespace impl

/// The fingerprint of the packed weights of network `W`'s inference plan. The same on every compiler and instruction set.
template <class W>
inline constexpr Fingerprint packing_fingerprint = [] {
  WordHash hash;
  hash.number(static_cast<std::int64_t>(impl::packing_rules<>.high));
  hash.number(static_cast<std::int64_t>(impl::packing_rules<>.low));
  for (const Step& s : inference_plan<W>.steps)
    if (needs_of(s.op).packed_weights != nullptr || s.op.params > 0) impl::add_packed_step(hash, s);
  return hash.value();
}();

}  // namespace CINCEL_ISA
}  // namespace cincel
