// Attention: each query's shares of all keys, and the values by these shares.
#pragma once

#include <cincel/kernels/elementwise.hpp>
#include <cincel/kernels/operator.hpp>
#include <cincel/kernels/run_softmax.hpp>
#include <cincel/kernels/run_sums.hpp>
#include <cincel/kernels/weighted_sums.hpp>

namespace cincel {
inline namespace CINCEL_ISA {

/// Operands q, k, v, each steps x (heads · size). For each head and query: softmax(q · kᵀ / sqrt(size)) · v. The scores
/// of one query stand in the scratch; the backward pass makes them again.
template <>
struct Operator<Kind::attention> {
  template <class T>
  struct Head {
    const T *q, *k, *v;
    std::int64_t q_step, k_step, v_step;
  };
  template <class T>
  static constexpr Head<T> head(const Step& s, const Memory<T>& m, std::int64_t first) {
    const Buffer &k = kernels::operand(s, m, 1), &v = kernels::operand(s, m, 2);
    return {kernels::begin_of(s.x, m) + s.x.first() + first,
            kernels::begin_of(k, m) + k.first() + first,
            kernels::begin_of(v, m) + v.first() + first,
            s.x.pixel,
            k.pixel,
            v.pixel};
  }
  /// The shares that query `i` gives to `n` keys.
  template <class P, class T>
  static constexpr void shares(const Head<T>& h, std::int64_t i, std::int64_t n, std::int64_t size, T scale, T* p) {
    for (std::int64_t j = 0; j < n; ++j) p[j] = scale * kernels::dot<P>(h.q + i * h.q_step, h.k + j * h.k_step, size);
    kernels::softmax<P>(p, p, n);
  }
  template <class P, auto, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    const std::int64_t steps = s.x.map.width(), size = s.op.in.channels() / s.op.heads;
    T* p = kernels::scratch_of(s, m);
    for (std::int64_t first = 0; first < s.op.in.channels(); first += size) {
      const Head<T> h = head(s, m, first);
      for (std::int64_t i = 0; i < steps; ++i) {
        const std::int64_t n = s.op.causal ? i + 1 : steps;  // causal: what came before
        shares<P>(h, i, n, size, static_cast<T>(s.op.score_scale), p);
        T* y = kernels::result_of(s, m) + pixel_at(s.y, 0, i) + first;
        kernels::fill_zero(y, size);
        kernels::add_weighted<P>(
            n, [p](std::int64_t j) { return p[j]; }, [&](std::int64_t j) { return h.v + j * h.v_step; }, y, size);
      }
    }
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel
