// Looking tokens up in a table.
#pragma once

#include <cincel/kernels/elementwise.hpp>
#include <cincel/kernels/operator.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// The table's row of a token, or -1 if it has none.
template <class T>
constexpr std::int64_t token_row(T token, std::int64_t rows) {
  return token >= T(0) && token < static_cast<T>(rows) ? static_cast<std::int64_t>(token) : -1;
}

}  // namespace kernels

/// y[t] = table[x[t]]; a token beyond the table makes zeros, one that is NaN makes NaN.
template <>
struct Operator<Kind::embedding> {
  template <class P, auto, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    const std::int64_t n = s.y.map.channels();
    const T *x = kernels::begin_of(s.x, m) + s.x.first(), *table = kernels::weights_of(s, m);
    for (std::int64_t t = 0; t < s.y.map.width(); ++t) {
      T* to = kernels::result_of(s, m) + pixel_at(s.y, 0, t);
      const std::int64_t row = kernels::token_row(x[t], s.op.vocabulary);
      if (row >= 0) {
        kernels::impl::map_run<P>(n, to, [](const P& v) { return v; }, table + row * n);
      } else {
        const T none = x[t] == x[t] ? T(0) : x[t];
        for (std::int64_t k = 0; k < n; ++k) to[k] = none;
      }
    }
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel
