// Concatenation of channels, while training; at inference the operands are written where they belong.
#pragma once

#include <cincel/kernels/elementwise.hpp>
#include <cincel/kernels/operator.hpp>

#include <utility>

namespace cincel {
inline namespace CINCEL_ISA {

template <>
struct Operator<Kind::concat> {
  template <class P, auto, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    std::int64_t channel = 0;
    for (int e = 0; e < s.op.edges; ++e) {
      const Buffer& b = kernels::operand(s, m, e);
      const Buffer slice = channel_slice(s.y, channel, b.map.channels());
      kernels::map_buffers<P>(
          slice.map, slice, numbers_at(m.arena, slice.offset), [](const P& v) { return v; },
          std::pair{&b, kernels::begin_of(b, m)});
      channel += b.map.channels();
    }
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel
