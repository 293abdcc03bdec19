// Gradients of a dense operator.
//
//     for each unit k with a gradient g that is not zero, of one sample
//       dw[k][:] += g · x[:]          layout [units][inputs]
//       dx[:]    += g · w[k][:]       layout [units][inputs]
//
// The gradient of a large matrix is made for the whole batch at once (dense_rows.hpp): here g and x are kept.
#pragma once

#include <cincel/kernels/dense_rows.hpp>
#include <cincel/kernels/dense_several.hpp>
#include <cincel/kernels/nonzero.hpp>
#include <cincel/kernels/operator_gradient.hpp>
#include <cincel/kernels/point_products.hpp>
#include <cincel/simd/pack.hpp>

#include <algorithm>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

template <class T>
struct DenseGradientArgs {
  const T *x, *y, *dy, *weights;
  T *dx, *dw, *db;  // dx and db may be null
  std::int64_t inputs, units;
  float alpha;        // of the activation
  BatchRows<T> rows;  // where x and g are kept; null if dw is added to at once
};

template <class P, Activation F, class T>
constexpr void dense_gradient(const DenseGradientArgs<T>& a, Nonzero<T>* list) {
  std::int64_t n = 0;
  for (std::int64_t k = 0; k < a.units; k += lanes<P>)
    for_nonzero<P, F>(a.dy + k, a.y + k, a.units - k, a.alpha,
                      [&](int lane, T g) { list[n++] = {static_cast<std::int32_t>(k + lane), g}; });
  if (a.rows.inputs != nullptr) {
    keep_row(a.x, a.inputs, a.rows.inputs);
    std::fill_n(a.rows.gradients, point_pitch(a.units), T(0));
  }
  for (std::int64_t e = 0; e < n; ++e) {
    if (a.rows.inputs != nullptr)
      a.rows.gradients[list[e].at] = list[e].value;
    else
      add_scaled<P>(list + e, 1, a.x, 0, a.dw + list[e].at * a.inputs, a.inputs);
    if (a.db != nullptr) a.db[list[e].at] += list[e].value;
  }
  if (a.dx != nullptr) add_scaled<P>(list, n, a.weights, a.inputs, a.dx, a.inputs);
}

}  // namespace kernels

template <>
struct OperatorGradient<Kind::dense> : kernels::KeyedByActivation {
  template <class P, auto Key, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const Step& s = t.forward;
    kernels::dense_gradient<P, Key>(
        kernels::DenseGradientArgs<T>{kernels::begin_of(s.x, c.memory), kernels::result_of(s, c.memory),
                                      kernels::result_gradient(t, c), kernels::transposed_of(t, c),
                                      kernels::gradient_of(t, c, 0).dx, kernels::weight_gradient(t, c),
                                      s.op.params > 1 ? kernels::parameter_gradient(t, c, 1) : nullptr,
                                      s.op.in.volume(), s.op.out.volume(), s.op.alpha, kernels::rows_of(t, c)},
        c.lists);
  }
  /// Several samples are the points of one pixel, and their gradients are taken as they are.
  template <class P, auto Key, class T>
  static void backward_several(const TrainingStep& t, const SampleContext<T>* c, int n) {
    const Step& s = t.forward;
    const std::int64_t inputs = s.op.in.volume(), units = s.op.out.volume(), pitch = kernels::point_pitch(units);
    const kernels::PointGradients<T> points{c->points.gradients, n, units, pitch, kernels::begins_weights(t, *c)};
    for (int i = 0; i < n; ++i) {
      c->points.places[i] = {kernels::begin_of(s.x, c[i].memory), kernels::gradient_of(t, c[i], 0).dx};
      kernels::gather_point<P, Key>(kernels::result_gradient(t, c[i]), kernels::result_of(s, c[i].memory), units,
                                    s.op.alpha, c->points.gradients + i * pitch);
    }
    if (s.op.params > 1) kernels::add_point_sums<P>(points, kernels::parameter_gradient(t, *c, 1));
    if (!keep_rows(t, points, c))
      kernels::add_outer_products<P>(points, c->points.places, kernels::weight_gradient(t, *c), inputs, [&](auto run) {
        run(std::int64_t{0}, std::int64_t{0}, inputs, kernels::PointRanges{0, n});
      });
    if (c->points.places[0].dx != nullptr)
      kernels::add_inner_products<P>(points, kernels::PointRanges{0, n}, kernels::transposed_of(t, *c), inputs,
                                     c->points.places, 0, inputs);
  }
  template <class P, class T>
  static void add_rows(const TrainingStep& t, const BatchRows<T>& rows, std::int64_t n, const MatrixPart& part,
                       bool begin, T* dw) {
    kernels::add_rows<P>(rows, n, t.forward.op.in.volume(), t.forward.op.out.volume(), part, begin, dw);
  }

 private:
  /// Keeps the inputs and the gradients of samples, if the step leaves rows.
  template <class T>
  static bool keep_rows(const TrainingStep& t, const kernels::PointGradients<T>& points, const SampleContext<T>* c) {
    const std::int64_t inputs = t.forward.op.in.volume(), pitch = kernels::point_pitch(inputs);
    const BatchRows<T> rows = kernels::rows_of(t, *c);
    if (rows.inputs == nullptr) return false;
    for (std::int64_t i = 0; i < points.n; ++i) {
      kernels::keep_row(c->points.places[i].x, inputs, rows.inputs + i * pitch);
      kernels::keep_row(points.g + i * points.pitch, points.channels, rows.gradients + i * points.pitch);
    }
    return true;
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel
