// Operators on sequences: looking tokens up in a table, and attention.
#pragma once

#include <cincel/kernels/softmax.hpp>

namespace cincel::inline CINCEL_ISA {
namespace kernels {

/// a · b over n numbers.
template <class P, class T>
constexpr T dot(const T* a, const T* b, std::int64_t n) {
  P total(T(0));
  for_packs<P>(
      n, [&](std::int64_t k) { total = multiply_add(load<P>(a + k), load<P>(b + k), total); },
      [&](std::int64_t k, std::int64_t rest) {
        total = multiply_add(load_partial<P>(a + k, rest, T(0)), load_partial<P>(b + k, rest, T(0)), total);
      });
  return sum(total);
}

/// y += g · x over n numbers.
template <class P, class T>
constexpr void add_multiple(T* y, T g, const T* x, std::int64_t n) {
  const P scale(g);
  const T* old = y;
  impl::map_run<P>(n, y, [scale](const P& a, const P& b) { return multiply_add(scale, b, a); }, old, x);
}

/// The table's row of a token, or -1 if it has none.
template <class T>
constexpr std::int64_t token_row(T token, std::int64_t rows) {
  return token >= T(0) && token < static_cast<T>(rows) ? static_cast<std::int64_t>(token) : -1;
}

}  // namespace kernels

/// y[t] = table[x[t]]; a token beyond the table makes zeros.
template <>
struct Operator<Kind::embedding> {
  template <class P, StepKey, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    const std::int64_t n = s.y.map.channels();
    const T *x = kernels::begin_of(s.x, m) + s.x.first(), *table = m.weights + s.weights;
    for (std::int64_t t = 0; t < s.y.map.width(); ++t) {
      T* to = kernels::result_of(s, m) + pixel_at(s.y, 0, t);
      const std::int64_t row = kernels::token_row(x[t], s.op.groups);
      if (row < 0)
        kernels::fill_zero(to, n);
      else
        kernels::impl::map_run<P>(n, to, [](const P& v) { return v; }, table + row * n);
    }
  }
  template <class P, StepKey, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const Step& s = t.forward;
    const std::int64_t n = s.y.map.channels();
    const T *x = kernels::begin_of(s.x, c.memory) + s.x.first(), *dy = c.memory.arena + t.dy.offset;
    T* table = kernels::parameter_gradient(t, c, 0);
    for (std::int64_t i = 0; i < s.y.map.width(); ++i) {
      const std::int64_t row = kernels::token_row(x[i], s.op.groups);
      if (row >= 0) kernels::add_multiple<P>(table + row * n, T(1), dy + pixel_at(t.dy, 0, i), n);
    }
  }
};

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
  template <class P, StepKey, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    const std::int64_t steps = s.x.map.width(), size = s.op.in.channels() / s.op.groups;
    T* p = m.arena + s.scratch;
    for (std::int64_t first = 0; first < s.op.in.channels(); first += size) {
      const Head<T> h = head(s, m, first);
      for (std::int64_t i = 0; i < steps; ++i) {
        const std::int64_t n = s.op.variant != 0 ? i + 1 : steps;  // causal: what came before
        shares<P>(h, i, n, size, static_cast<T>(s.op.a), p);
        T* y = kernels::result_of(s, m) + pixel_at(s.y, 0, i) + first;
        kernels::fill_zero(y, size);
        for (std::int64_t j = 0; j < n; ++j) kernels::add_multiple<P>(y, p[j], h.v + j * h.v_step, size);
      }
    }
  }
  template <class P, StepKey, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const Step& s = t.forward;
    const Memory<T>& m = c.memory;
    const std::int64_t steps = s.x.map.width(), size = s.op.in.channels() / s.op.groups;
    const T scale = static_cast<T>(s.op.a);
    T *p = m.arena + s.scratch, *dp = p + steps;
    const auto d = [&](int e, std::int64_t i, std::int64_t first) {
      const kernels::GradientView<T> g = kernels::gradient_of(t, c, e);
      return g.dx == nullptr ? nullptr : g.dx + pixel_at(g.buffer, 0, i) + first;
    };
    for (std::int64_t first = 0; first < s.op.in.channels(); first += size) {
      const Head<T> h = head(s, m, first);
      for (std::int64_t i = 0; i < steps; ++i) {
        const std::int64_t n = s.op.variant != 0 ? i + 1 : steps;
        shares<P>(h, i, n, size, scale, p);
        const T* dy = m.arena + t.dy.offset + pixel_at(t.dy, 0, i) + first;
        T total = 0;
        for (std::int64_t j = 0; j < n; ++j) {
          dp[j] = kernels::dot<P>(dy, h.v + j * h.v_step, size);
          total += dp[j] * p[j];
          if (T* dv = d(2, j, first)) kernels::add_multiple<P>(dv, p[j], dy, size);
        }
        for (std::int64_t j = 0; j < n; ++j) {
          const T g = scale * p[j] * (dp[j] - total);
          if (T* dq = d(0, i, first)) kernels::add_multiple<P>(dq, g, h.k + j * h.k_step, size);
          if (T* dk = d(1, j, first)) kernels::add_multiple<P>(dk, g, h.q + i * h.q_step, size);
        }
      }
    }
  }
};

}  // namespace cincel::inline CINCEL_ISA
