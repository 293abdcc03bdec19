// The fingerprint of a network: what tells files of weights of one network from those of another.
#pragma once

#include <cincel/core/hash.hpp>
#include <cincel/graph/op.hpp>

#include <bit>

namespace cincel {

/// Hash of the topology as the user spelt it: operators with their numbers, shapes, wiring, and the names, shapes
/// and types of parameters. The same on every compiler.
template <class G>
constexpr Fingerprint fingerprint_of(const G& g) {
  WordHash hash;
  const auto shape = [&](const Shape& s) {
    hash.number(s.rank);
    for (int i = 0; i < s.rank; ++i) hash.number(s[i]);
  };
  for (const Op& op : g.ops) {
    const Window& w = op.window;
    hash.number(static_cast<int>(op.kind) | static_cast<int>(op.activation) << 8 | op.variant << 16 |
                std::int64_t{op.center} << 24 | std::int64_t{op.scale} << 25 | std::int64_t{op.bytes} << 26);
    hash.number(w.kernel.h | std::int64_t{w.kernel.w} << 32);
    hash.number(w.stride.h | std::int64_t{w.stride.w} << 32);
    hash.number(w.dilation.h | std::int64_t{w.dilation.w} << 32);
    hash.number(w.pad.top | std::int64_t{w.pad.left} << 32);
    hash.number(w.pad.bottom | std::int64_t{w.pad.right} << 32);
    hash.number(op.groups | std::int64_t{op.edges} << 32);
    hash.number(op.params | std::int64_t{std::bit_cast<std::int32_t>(op.alpha)} << 32);
    hash.number(std::bit_cast<std::int32_t>(op.a));
    hash.number(std::bit_cast<std::int32_t>(op.b));
    shape(op.in);
    shape(op.out);
    hash.number(op.detail);
  }
  const auto bits = [](double x) { return std::bit_cast<std::int32_t>(static_cast<float>(x)); };
  for (const ChannelAffine& a : g.affines)
    for (int c = 0; c < 4; ++c) hash.number(bits(a.scale[c]) | std::int64_t{bits(a.offset[c])} << 32);
  for (const Rearrangement& r : g.rearrangements) {
    for (const Rearrangement::Loop& l : r.loop) {
      hash.number(l.n | std::int64_t{l.from_step} << 32);
      hash.number(l.from_axis | l.to_axis << 8 | std::int64_t{l.to_step} << 32);
    }
    for (int a = 0; a < 3; ++a) hash.number(r.from[a] | std::int64_t{r.to[a]} << 32);
  }
  for (const int e : g.edges) hash.number(e);
  for (const Scope& s : g.scopes) {
    hash.number(s.parent);
    hash.number(s.name.given ? s.name.number : s.ordinal);
    hash.text(s.name.given ? s.name.text : s.kind);
  }
  for (const Param& p : g.params) {
    hash.number(p.scope);
    hash.text(p.leaf);
    hash.text("F32");
    shape(p.shape);
  }
  for (const NetworkOutput& o : g.outputs) {
    hash.number(o.node);
    hash.text(o.name);
  }
  return hash.value();
}

}  // namespace cincel
