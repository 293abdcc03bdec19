// Sums over one run of numbers: long ones where the run is long, to 1e-5 of the terms' magnitudes whatever n.
#pragma once

#include <cincel/kernels/operator.hpp>
#include <cincel/simd/long_sum.hpp>
#include <cincel/simd/pack.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// f(x[0]) + … + f(x[n − 1]), f on packs. What the last pack lacks is `none`, of which f must make 0.
template <class P, class T, class F>
constexpr T sum_of_run(const T* x, std::int64_t n, T none, F f) {
  return with_sum_of_run<P>(n, [&](auto total) {
    for_packs<P>(
        n, [&](std::int64_t k) { total.add(f(load<P>(x + k))); },
        [&](std::int64_t k, std::int64_t rest) { total.add(f(load_partial<P>(x + k, rest, none))); });
    return sum(total);
  });
}

/// a[0] · b[0] + … + a[n − 1] · b[n − 1].
template <class P, class T>
constexpr T dot(const T* a, const T* b, std::int64_t n) {
  return with_sum_of_run<P>(n, [&](auto total) {
    for_packs<P>(
        n, [&](std::int64_t k) { total.add_product(load<P>(a + k), load<P>(b + k)); },
        [&](std::int64_t k, std::int64_t rest) {
          total.add_product(load_partial<P>(a + k, rest, T(0)), load_partial<P>(b + k, rest, T(0)));
        });
    return sum(total);
  });
}

}  // namespace kernels
}  // namespace CINCEL_ISA
}  // namespace cincel
