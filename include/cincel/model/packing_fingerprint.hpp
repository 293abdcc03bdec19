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

/// What packing by `Rule` makes of an example with these extents, all parameters of which differ.
template <Packing Rule, std::int64_t channels, std::int64_t inputs, Size kernel>
constexpr Fingerprint fingerprint_of_example() {
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
  pack_by<Rule>(step, at.data(), parameters.data(), packed.data());
  WordHash hash;
  for (const float x : packed) hash.number(bits_of(x));
  return hash.value();
}

/// What a way of packing makes of one example: 33 channels, which are more than a block, or few where the way is for few, or
/// for 3x3 kernels.
template <Packing Rule>  // evaluated where it is asked for
inline constexpr Fingerprint packing_rule = [] {
  if constexpr (Rule == Packing::winograd2 || Rule == Packing::winograd4)
    return fingerprint_of_example<Rule, 2, 1, Size{3}>();
  else if constexpr (Rule == Packing::unit_rows)
    return fingerprint_of_example<Rule, 3, 2, Size(1, 2)>();
  else
    return fingerprint_of_example<Rule, 33, 2, Size(1, 2)>();
}();

/// The rule of its own way stands with a step: when a way changes, only networks that use it have to be packed anew.
template <PackingSet Used>
constexpr void add_rule(WordHash& hash, Packing packing) {
  cincel::unroll<packing_count>([&](auto i) {
    constexpr auto rule = static_cast<Packing>(i());
    if constexpr (Used.has(rule))
      if (packing == rule) {
        hash.number(static_cast<std::int64_t>(packing_rule<rule>.high));
        hash.number(static_cast<std::int64_t>(packing_rule<rule>.low));
      }
  });
}

constexpr void add_fold(WordHash& hash, const Fold& f) {
  hash.number(f.normalization);
  hash.number(bits_of(f.epsilon));
  hash.number(f.center | f.scale << 1);
  hash.number(f.input_affine);
  hash.number(f.input_statistics);
  hash.number(bits_of(f.input_epsilon));
}

/// What the packed weights of one step depend on besides the network, which has a fingerprint of its own. `Used` are the
/// ways of its plan: no example is packed by another.
template <PackingSet Used>
constexpr void add_packed_step(WordHash& hash, const Step& s) {
  const Packing packing = s.packing;
  add_rule<Used>(hash, packing);
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
  constexpr impl::PackingSet used = impl::packings_of(inference_plan<W>.steps);
  for (const Step& s : inference_plan<W>.steps)
    if (needs_of(s.op).packed_weights != nullptr || s.op.params > 0) impl::add_packed_step<used>(hash, s);
  return hash.value();
}();

}  // namespace CINCEL_ISA
}  // namespace cincel
