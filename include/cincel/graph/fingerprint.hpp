// The fingerprint of a network: what tells files of weights of one network from those of another.
#pragma once

#include <cincel/core/hash.hpp>
#include <cincel/graph/op.hpp>

#include <bit>

namespace cincel {

namespace detail {

constexpr void add_shape(WordHash& hash, const Shape& s) {
  hash.number(s.rank);
  for (int i = 0; i < s.rank; ++i) hash.number(s[i]);
}

/// Two numbers of 32 bits as one word.
constexpr void add_pair(WordHash& hash, std::int64_t low, std::int64_t high) { hash.number(low | high << 32); }

/// The whole number that an operator has besides its window: only one of these is not its default.
constexpr int count_of(const Op& op) {
  if (op.kind == Kind::input) return op.input;
  const int other = op.heads | op.vocabulary | op.response.size;
  return other != 0 ? other : op.groups;
}
/// What an operator is a variant of, likewise.
constexpr int variant_of(const Op& op) {
  return static_cast<int>(op.noise) | static_cast<int>(op.padding_counts) | static_cast<int>(op.pixel_norm) |
         static_cast<int>(op.interpolation) | op.power | static_cast<int>(op.causal);
}

constexpr void add_operator(WordHash& hash, const Op& op) {
  const auto bits = [](float x) { return std::bit_cast<std::int32_t>(x); };  // of 0 none
  const Window& w = op.window;
  hash.number(static_cast<int>(op.kind) | static_cast<int>(op.activation) << 8 | variant_of(op) << 16 |
              std::int64_t{op.center} << 24 | std::int64_t{op.scale} << 25 | std::int64_t{op.bytes} << 26);
  add_pair(hash, w.kernel.h, w.kernel.w);
  add_pair(hash, w.stride.h, w.stride.w);
  add_pair(hash, w.dilation.h, w.dilation.w);
  add_pair(hash, w.pad.top, w.pad.left);
  add_pair(hash, w.pad.bottom, w.pad.right);
  add_pair(hash, count_of(op), op.edges);
  add_pair(hash, op.params, bits(op.alpha) | bits(op.response.k));
  hash.number(bits(op.rate) | bits(op.epsilon) | bits(op.score_scale) | bits(op.response.alpha));
  hash.number(bits(op.momentum) | bits(op.response.beta));
  add_shape(hash, op.in);
  add_shape(hash, op.out);
  hash.number(op.detail);
}

constexpr void add_affine(WordHash& hash, const ChannelAffine& a) {
  const auto bits = [](double x) { return std::bit_cast<std::int32_t>(static_cast<float>(x)); };
  for (int c = 0; c < 4; ++c) add_pair(hash, bits(a.scale[c]), bits(a.offset[c]));
}

constexpr void add_rearrangement(WordHash& hash, const Rearrangement& r) {
  for (const Rearrangement::Loop& l : r.loop) {
    add_pair(hash, l.n, l.from_step);
    add_pair(hash, l.from_axis | l.to_axis << 8, l.to_step);
  }
  for (int a = 0; a < 3; ++a) add_pair(hash, r.from[a], r.to[a]);
}

/// The name of a scope: the given one, or the kind of layer and which of that kind it is.
constexpr void add_scope(WordHash& hash, const Scope& s) {
  hash.number(s.parent);
  hash.number(s.name.given ? s.name.number : s.ordinal);
  hash.text(s.name.given ? s.name.text : s.kind);
}

constexpr void add_parameter(WordHash& hash, const Param& p) {
  hash.number(p.scope);
  hash.text(p.leaf);
  hash.text("F32");
  add_shape(hash, p.shape);
}

}  // namespace detail

/// Hash of the topology as the user spelt it: operators with their numbers, shapes, wiring, and the names, shapes
/// and types of parameters. The same on every compiler.
template <class G>
constexpr Fingerprint fingerprint_of(const G& g) {
  WordHash hash;
  for (const Op& op : g.ops) detail::add_operator(hash, op);
  for (const ChannelAffine& a : g.affines) detail::add_affine(hash, a);
  for (const Rearrangement& r : g.rearrangements) detail::add_rearrangement(hash, r);
  for (const int e : g.edges) hash.number(e);
  for (const Scope& s : g.scopes) detail::add_scope(hash, s);
  for (const Param& p : g.params) detail::add_parameter(hash, p);
  for (const NetworkOutput& o : g.outputs) {
    hash.number(o.node);
    hash.text(o.name);
  }
  return hash.value();
}

}  // namespace cincel
