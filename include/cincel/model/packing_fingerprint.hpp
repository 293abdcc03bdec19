// What packed weights were packed for: how the plan's steps are computed, what is folded into each, where its weights
// lie, and what packing itself makes of a small example. Packed weights carry it, so that those which were packed under
// another rule are refused, though they may have the same size.
#pragma once

#include <cincel/core/fixed_array.hpp>
#include <cincel/core/hash.hpp>
#include <cincel/graph/fingerprint.hpp>
#include <cincel/model/pack_weights.hpp>

#include <bit>

namespace cincel {
inline namespace CINCEL_ISA {
namespace impl {

constexpr std::int32_t bits_of(float x) { return std::bit_cast<std::int32_t>(x); }

/// What packing by `rule` makes of an example with these extents, all parameters of which differ.
template <std::int64_t channels, std::int64_t inputs, Size kernel>
constexpr void add_example(WordHash& hash, Packing rule) {
  constexpr std::int64_t weights = channels * inputs * kernel.h * kernel.w, bias = 640;
  Step step;
  step.op.in = Shape(kernel.h, kernel.w + 1, inputs);
  step.op.out = Shape(1, 2, channels);
  step.op.window.kernel = kernel;
  step.op.params = 2;
  step.affine = {{1, 2, 3, 4}, {5, 6, 7, 8}};
  step.bias = bytes_of(bias);
  fixed_array<std::int64_t, 6> at{0, weights};
  for (int p = 2; p < at.size(); ++p) at[p] = at[p - 1] + channels;
  fixed_array<float, weights + 4 * channels> parameters{};
  for (int i = 0; i < parameters.size(); ++i) parameters[i] = 1 + static_cast<float>(i) / 128;
  fixed_array<float, bias + 64> packed{};
  pack_as(rule, step, at.data(), parameters.data(), packed.data());
  for (const float x : packed) hash.number(bits_of(x));
}

/// What ways of packing, from `First` on and before `End`, make of one example: 33 channels, which are more than a block,
/// or few where the way is for few, or for 3x3 kernels.
template <Packing First, Packing End>  // evaluated where it is asked for
inline constexpr Fingerprint packing_rules = [] {
  WordHash hash;
  for (auto rule = static_cast<int>(First); rule < static_cast<int>(End); ++rule) {
    const auto packing = static_cast<Packing>(rule);
    if (packing == Packing::winograd2 || packing == Packing::winograd4)
      add_example<2, 1, Size{3}>(hash, packing);
    else if (packing == Packing::unit_rows)
      add_example<3, 2, Size(1, 2)>(hash, packing);
    else
      add_example<33, 2, Size(1, 2)>(hash, packing);
  }
  return hash.value();
}();

/// Ways that came later stand in the fingerprints of networks that use them alone, so that others' packed weights fit: those
/// from each of these on.
inline constexpr Packing first_by_use = Packing::bfloat16, later_by_use = Packing::unit_rows;

constexpr void add_rules(WordHash& hash, const Fingerprint& rules) {
  hash.number(static_cast<std::int64_t>(rules.high));
  hash.number(static_cast<std::int64_t>(rules.low));
}

constexpr void add_fold(WordHash& hash, const Fold& f) {
  hash.number(f.normalization);
  hash.number(bits_of(f.epsilon));
  hash.number(f.center | f.scale << 1);
  hash.number(f.input_affine);
  hash.number(f.input_statistics);
  hash.number(bits_of(f.input_epsilon));
}

/// What the packed weights of one step depend on besides the network, which has a fingerprint of its own. A template, so
/// that no example is packed in a unit that asks for no fingerprint.
template <Packing FirstByUse = first_by_use>
constexpr void add_packed_step(WordHash& hash, const Step& s) {
  const Packing packing = needs_of(s.op).packing;
  if (packing >= later_by_use)
    add_rules(hash, packing_rules<later_by_use, static_cast<Packing>(packing_count)>);
  else if (packing >= FirstByUse)
    add_rules(hash, packing_rules<FirstByUse, later_by_use>);
  hash.number(static_cast<int>(s.op.kind) | static_cast<int>(packing) << 8 | detail::count_of(s.op) << 16);
  hash.text(implementation_of(s.op).name);
  hash.number(s.op.param);
  hash.number(s.op.params);
  hash.number(numbers_in(s.weights));
  hash.number(numbers_in(s.bias));
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
  impl::add_rules(hash, impl::packing_rules<Packing::plain, impl::first_by_use>);
  for (const Step& s : inference_plan<W>.steps)
    if (needs_of(s.op).packed_weights != nullptr || s.op.params > 0) impl::add_packed_step(hash, s);
  return hash.value();
}();

}  // namespace CINCEL_ISA
}  // namespace cincel
