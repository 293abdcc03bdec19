// Operators on sequences: looking tokens up in a table, and attention.
#pragma once

#include <cincel/kernels/nonzero.hpp>
#include <cincel/kernels/softmax.hpp>

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

/// The table's row of a token, or -1 if it has none.
template <class T>
constexpr std::int64_t token_row(T token, std::int64_t rows) {
  return token >= T(0) && token < static_cast<T>(rows) ? static_cast<std::int64_t>(token) : -1;
}

/// Sorts a list by place, then by value (Floyd's heap sort: in place, and with no library).
template <class T>
constexpr void sort_list(Nonzero<T>* list, std::int64_t n) {
  const auto less = [](const Nonzero<T>& a, const Nonzero<T>& b) {
    return a.at != b.at ? a.at < b.at : a.value < b.value;
  };
  for (std::int64_t begin = n / 2, end = n; end > 1;) {
    Nonzero<T> x;
    if (begin > 0) {
      x = list[--begin];
    } else {
      x = list[--end];
      list[end] = list[0];
    }
    std::int64_t hole = begin;
    for (std::int64_t child = 2 * hole + 1; child < end; child = 2 * hole + 1) {
      if (child + 1 < end && less(list[child], list[child + 1])) ++child;
      if (!less(x, list[child])) break;
      list[hole] = list[child];
      hole = child;
    }
    list[hole] = x;
  }
}

}  // namespace kernels

/// y[t] = table[x[t]]; a token beyond the table makes zeros, one that is NaN makes NaN.
template <>
struct Operator<Kind::embedding> {
  template <class P, StepKey, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    const std::int64_t n = s.y.map.channels();
    const T *x = kernels::begin_of(s.x, m) + s.x.first(), *table = m.weights + s.weights;
    for (std::int64_t t = 0; t < s.y.map.width(); ++t) {
      T* to = kernels::result_of(s, m) + pixel_at(s.y, 0, t);
      const std::int64_t row = kernels::token_row(x[t], s.op.groups);
      if (row >= 0) {
        kernels::impl::map_run<P>(n, to, [](const P& v) { return v; }, table + row * n);
      } else {
        const T none = x[t] == x[t] ? T(0) : x[t];
        for (std::int64_t k = 0; k < n; ++k) to[k] = none;
      }
    }
  }
  /// The gradient of a row is a long sum over the tokens that chose it: sorted by row, these stand together. The list
  /// holds places in the sequence as numbers, which are exact to 2^24.
  template <class P, StepKey, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const Step& s = t.forward;
    const std::int64_t n = s.y.map.channels();
    const T *x = kernels::begin_of(s.x, c.memory) + s.x.first(), *dy = c.memory.arena + t.dy.offset;
    T* table = kernels::parameter_gradient(t, c, 0);
    std::int64_t count = 0;
    for (std::int64_t i = 0; i < s.y.map.width(); ++i) {
      const std::int64_t row = kernels::token_row(x[i], s.op.groups);
      if (row >= 0) c.lists[count++] = {static_cast<std::int32_t>(row), static_cast<T>(i)};
    }
    kernels::sort_list(c.lists, count);
    for (std::int64_t first = 0, end = 0; first < count; first = end) {
      while (end < count && c.lists[end].at == c.lists[first].at) ++end;
      kernels::add_weighted<P>(
          end - first, [](std::int64_t) { return T(1); },
          [&](std::int64_t i) { return dy + pixel_at(t.dy, 0, static_cast<std::int64_t>(c.lists[first + i].value)); },
          table + c.lists[first].at * n, n);
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
        kernels::add_weighted<P>(
            n, [p](std::int64_t j) { return p[j]; }, [&](std::int64_t j) { return h.v + j * h.v_step; }, y, size);
      }
    }
  }
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
    shares<P>(h, i, n, size, scale, d.p);
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
  template <class P, StepKey, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const Step& s = t.forward;
    const std::int64_t steps = s.x.map.width(), size = s.op.in.channels() / s.op.groups;
    T* const p = c.memory.arena + s.scratch;
    for (std::int64_t first = 0; first < s.op.in.channels(); first += size) {
      const Head<T> h = head(s, c.memory, first);
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
          add_query<P>(h, part, i, s.op.variant != 0 ? i + 1 : steps, size, static_cast<T>(s.op.a),
                       c.memory.arena + t.dy.offset + pixel_at(t.dy, 0, i) + first);
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
