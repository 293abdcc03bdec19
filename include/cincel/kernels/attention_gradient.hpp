// Gradients of attention, query by query.
#pragma once

#include <cincel/kernels/attention.hpp>
#include <cincel/kernels/elementwise.hpp>
#include <cincel/kernels/operator_gradient.hpp>
#include <cincel/kernels/run_sums.hpp>
#include <cincel/kernels/weighted_sums.hpp>
#include <cincel/simd/long_sum.hpp>
#include <cincel/simd/pack.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// y += g · x over n numbers.
template <class P, class T>
constexpr void add_multiple(T* y, T g, const T* x, std::int64_t n) {
  const P scale(g);
  const T* old = y;
  impl::map_run<P>(n, y, [scale](const P& a, const P& b) { return multiply_add(scale, b, a); }, old, x);
}

}  // namespace kernels

template <>
struct OperatorGradient<Kind::attention> {
  using Forward = Operator<Kind::attention>;
  template <class T>
  using Head = Forward::Head<T>;

  /// What the backward pass of one head works on: gradients, null where nobody wants one, and of a long sequence the
  /// sums over some queries.
  template <class T>
  struct HeadGradient {
    T *dq, *dk, *dv, *p, *dp, *sums;
    std::int64_t q_step, k_step, v_step;
  };
  template <class P, class T>
  static void add_query(const Head<T>& h, const HeadGradient<T>& d, std::int64_t i, std::int64_t n, std::int64_t size,
                        T scale, const T* dy) {
    Forward::shares<P>(h, i, n, size, scale, d.p);
    LongSum<scalar_pack<T, 1>> all;
    for (std::int64_t j = 0; j < n; ++j) {
      d.dp[j] = kernels::dot<P>(dy, h.v + j * h.v_step, size);
      all.add_product(scalar_pack<T, 1>(d.dp[j]), scalar_pack<T, 1>(d.p[j]));
      if (d.dv != nullptr) kernels::add_multiple<P>(d.dv + j * d.v_step, d.p[j], dy, size);
    }
    const T total = sum(all);
    for (std::int64_t j = 0; j < n; ++j) d.dp[j] = scale * d.p[j] * (d.dp[j] - total);
    if (d.dq != nullptr)
      kernels::add_weighted<P>(
          n, [&](std::int64_t j) { return d.dp[j]; }, [&](std::int64_t j) { return h.k + j * h.k_step; },
          d.dq + i * d.q_step, size);
    for (std::int64_t j = 0; d.dk != nullptr && j < n; ++j)
      kernels::add_multiple<P>(d.dk + j * d.k_step, d.dp[j], h.q + i * h.q_step, size);
  }
  /// Gradients of q are long sums. Those of k and v are added up query by query, 1024 at a time: within
  /// (1024 + steps / 1024) roundings of their terms, 1e-4 of the sum of their magnitudes up to 2^18 steps.
  template <class P, auto, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const Step& s = t.forward;
    const std::int64_t steps = s.x.map.width(), size = s.op.in.channels() / s.op.heads;
    T* const p = kernels::scratch_of(s, c.memory);
    for (std::int64_t first = 0; first < s.op.in.channels(); first += size) {
      const Head<T> h = Forward::head(s, c.memory, first);
      const auto begin = [&](int e) {
        const kernels::GradientView<T> g = kernels::gradient_of(t, c, e);
        return g.dx == nullptr ? nullptr : g.dx + pixel_at(g.buffer, 0, 0) + first;
      };
      const auto step = [&](int e) { return kernels::gradient_of(t, c, e).buffer.pixel; };
      const HeadGradient<T> whole{begin(0), begin(1), begin(2), p, p + steps, p + 2 * steps, step(0), step(1), step(2)};
      HeadGradient<T> part = whole;
      if (steps > attention_queries) {
        part.dk = whole.dk == nullptr ? nullptr : whole.sums;
        part.dv = whole.dv == nullptr ? nullptr : whole.sums + steps * size;
        part.k_step = part.v_step = size;
      }
      for (std::int64_t from = 0; from < steps; from += attention_queries) {
        if (steps > attention_queries) kernels::fill_zero(whole.sums, 2 * steps * size);
        for (std::int64_t i = from; i < steps && i < from + attention_queries; ++i)
          add_query<P>(h, part, i, s.op.causal ? i + 1 : steps, size, static_cast<T>(s.op.score_scale),
                       kernels::result_gradient(t, c) + pixel_at(t.dy, 0, i) + first);
        for (std::int64_t j = 0; steps > attention_queries && j < steps; ++j) {
          if (whole.dk != nullptr)
            kernels::add_multiple<P>(whole.dk + j * whole.k_step, T(1), part.dk + j * size, size);
          if (whole.dv != nullptr)
            kernels::add_multiple<P>(whole.dv + j * whole.v_step, T(1), part.dv + j * size, size);
        }
      }
    }
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel
