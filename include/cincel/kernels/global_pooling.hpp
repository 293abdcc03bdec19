// Global pooling as pooling by one window.
#pragma once

#include <cincel/kernels/operator.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// The window that a global pooling has.
constexpr Op whole_window(const Step& s) {
  Op op;
  op.in = s.x.map;
  op.window.kernel = {static_cast<int>(s.x.map.height()), static_cast<int>(s.x.map.width())};
  return op;
}
/// The values of a vector, which lie one after another, as the channels of one pixel.
constexpr Buffer one_pixel(const Buffer& vector) { return dense_buffer(Shape(1, 1, vector.map.volume())); }

}  // namespace kernels
}  // namespace CINCEL_ISA
}  // namespace cincel
