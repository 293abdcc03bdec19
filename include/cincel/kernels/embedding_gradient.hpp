// Gradient of the table that tokens are looked up in.
#pragma once

#include <cincel/kernels/embedding.hpp>
#include <cincel/kernels/nonzero.hpp>
#include <cincel/kernels/operator_gradient.hpp>
#include <cincel/kernels/weighted_sums.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

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

template <>
struct OperatorGradient<Kind::embedding> {
  /// The gradient of a row is a long sum over the tokens that chose it: sorted by row, these stand together. The list
  /// holds places in the sequence as numbers, which are exact to 2^24.
  template <class P, auto, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const Step& s = t.forward;
    const std::int64_t n = s.y.map.channels();
    const T *x = kernels::begin_of(s.x, c.memory) + s.x.first(), *dy = kernels::result_gradient(t, c);
    T* table = kernels::parameter_gradient(t, c, 0);
    std::int64_t count = 0;
    for (std::int64_t i = 0; i < s.y.map.width(); ++i) {
      const std::int64_t row = kernels::token_row(x[i], s.op.vocabulary);
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

}  // namespace CINCEL_ISA
}  // namespace cincel
