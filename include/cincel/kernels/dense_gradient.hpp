// Gradients of a dense operator, one sample.
//
//     for each unit k with a gradient g that is not zero
//       dw[k][:] += g · x[:]          layout [units][inputs]
//       dx[:]    += g · w[k][:]       layout [units][inputs]
#pragma once

#include <cincel/kernels/nonzero.hpp>
#include <cincel/kernels/operator_gradient.hpp>
#include <cincel/simd/pack.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

template <class T>
struct DenseGradientArgs {
  const T *x, *y, *dy, *weights;
  T *dx, *dw, *db;  // dx and db may be null
  std::int64_t inputs, units;
  float alpha;  // of the activation
};

template <class P, Activation F, class T>
constexpr void dense_gradient(const DenseGradientArgs<T>& a, Nonzero<T>* list) {
  std::int64_t n = 0;
  for (std::int64_t k = 0; k < a.units; k += lanes<P>)
    for_nonzero<P, F>(a.dy + k, a.y + k, a.units - k, a.alpha,
                      [&](int lane, T g) { list[n++] = {static_cast<std::int32_t>(k + lane), g}; });
  for (std::int64_t e = 0; e < n; ++e) {
    add_scaled<P>(list + e, 1, [&](std::int32_t) { return a.x; }, a.dw + list[e].at * a.inputs, a.inputs);
    if (a.db != nullptr) a.db[list[e].at] += list[e].value;
  }
  if (a.dx != nullptr) add_scaled<P>(list, n, [&](std::int32_t k) { return a.weights + k * a.inputs; }, a.dx, a.inputs);
}

}  // namespace kernels

template <>
struct OperatorGradient<Kind::dense> : kernels::KeyedByActivation {
  template <class P, auto Key, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const Step& s = t.forward;
    kernels::dense_gradient<P, Key>(
        kernels::DenseGradientArgs<T>{kernels::begin_of(s.x, c.memory), c.memory.arena + s.y.offset,
                                      c.memory.arena + t.dy.offset, c.transposed + t.transposed,
                                      kernels::gradient_of(t, c, 0).dx, kernels::weight_gradient(t, c),
                                      s.op.params > 1 ? kernels::parameter_gradient(t, c, 1) : nullptr,
                                      s.op.in.volume(), s.op.out.volume(), s.op.alpha},
        c.lists);
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel
