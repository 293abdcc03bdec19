// Gradients of a dense operator.
//
//     for each unit k with a gradient g that is not zero, of one sample
//       dw[k][:] += g · x[:]          layout [units][inputs]
//       dx[:]    += g · w[k][:]       layout [units][inputs]
//
// A large matrix is read and written for several samples at once: g and x of each are collected, then
//
//     for each group of 4 units, for each 2 vectors of inputs
//       dw += g of sample 1 · x of sample 1 + g of sample 2 · x of sample 2 + …
#pragma once

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
  float alpha;   // of the activation
  T* collected;  // x, then the gradient of each unit; null if dw is added to at once
};

template <class P, Activation F, class T>
constexpr void dense_gradient(const DenseGradientArgs<T>& a, Nonzero<T>* list) {
  std::int64_t n = 0;
  for (std::int64_t k = 0; k < a.units; k += lanes<P>)
    for_nonzero<P, F>(a.dy + k, a.y + k, a.units - k, a.alpha,
                      [&](int lane, T g) { list[n++] = {static_cast<std::int32_t>(k + lane), g}; });
  if (a.collected != nullptr) {
    std::copy_n(a.x, a.inputs, a.collected);
    std::fill_n(a.collected + a.inputs, a.units, T(0));
  }
  for (std::int64_t e = 0; e < n; ++e) {
    if (a.collected != nullptr)
      a.collected[a.inputs + list[e].at] = list[e].value;
    else
      add_scaled<P>(list + e, 1, [&](std::int32_t) { return a.x; }, a.dw + list[e].at * a.inputs, a.inputs);
    if (a.db != nullptr) a.db[list[e].at] += list[e].value;
  }
  if (a.dx != nullptr) add_scaled<P>(list, n, [&](std::int32_t k) { return a.weights + k * a.inputs; }, a.dx, a.inputs);
}

namespace impl {

/// `Units` rows of dw from `dw`, `N` vectors of them: adds g · x of each of `n` samples, `stride` numbers apart.
template <class P, int Units, int N, class T>
[[gnu::always_inline]] constexpr void add_products(const T* x, const T* g, int n, std::int64_t stride, T* dw,
                                                   std::int64_t inputs) {
  P acc[static_cast<std::size_t>(Units)][static_cast<std::size_t>(N)];
  constexpr auto L = static_cast<std::int64_t>(lanes<P>);
  unroll<Units>([&](auto u) { unroll<N>([&](auto v) { acc[u()][v()] = P(T(0)); }); });
  for (int s = 0; s < n; ++s, x += stride, g += stride) {
    P w[static_cast<std::size_t>(N)];
    unroll<N>([&](auto v) { w[v()] = load<P>(x + v() * L); });
    unroll<Units>([&](auto u) {
      const P factor(g[u()]);
      unroll<N>([&](auto v) { acc[u()][v()] = multiply_add(factor, w[v()], acc[u()][v()]); });
    });
  }
  unroll<Units>([&](auto u) {
    unroll<N>([&](auto v) {
      T* const to = dw + u() * inputs + v() * L;
      store_lanes(to, load<P>(to) + acc[u()][v()]);
    });
  });
}

/// The same for all inputs of `Units` rows.
template <class P, int Units, class T>
constexpr void add_rows(const T* x, const T* g, int n, std::int64_t stride, T* dw, std::int64_t inputs) {
  constexpr auto L = static_cast<std::int64_t>(lanes<P>);
  using One = scalar_pack<T, 1>;
  std::int64_t i = 0;
  for (; i + 2 * L <= inputs; i += 2 * L) add_products<P, Units, 2>(x + i, g, n, stride, dw + i, inputs);
  for (; i + L <= inputs; i += L) add_products<P, Units, 1>(x + i, g, n, stride, dw + i, inputs);
  for (; i < inputs; ++i) add_products<One, Units, 1>(x + i, g, n, stride, dw + i, inputs);
}

}  // namespace impl

/// dw += the products of `n` collected samples.
template <class P, class T>
constexpr void add_collected_products(const T* collected, int n, T* dw, std::int64_t inputs, std::int64_t units) {
  const std::int64_t stride = inputs + units;
  const T* g = collected + inputs;
  std::int64_t k = 0;
  for (; k + 4 <= units; k += 4) impl::add_rows<P, 4>(collected, g + k, n, stride, dw + k * inputs, inputs);
  for (; k < units; ++k) impl::add_rows<P, 1>(collected, g + k, n, stride, dw + k * inputs, inputs);
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
                                      s.op.in.volume(), s.op.out.volume(), s.op.alpha, place_of(t, c)},
        c.lists);
  }
  /// Several samples are the points of one pixel, and their gradients are taken as they are.
  template <class P, auto Key, class T>
  static void backward_several(const TrainingStep& t, const SampleContext<T>* c, int n) {
    const Step& s = t.forward;
    const std::int64_t inputs = s.op.in.volume(), units = s.op.out.volume(), pitch = kernels::point_pitch(units);
    const kernels::PointGradients<T> points{c->points.gradients, n, units, pitch, kernels::begins_weights(t, *c)};
    for (int i = 0; i < n; ++i) {
      const T* const arena = c[i].memory.arena;
      c->points.places[i] = {kernels::begin_of(s.x, c[i].memory), kernels::gradient_of(t, c[i], 0).dx};
      kernels::gather_point<P, Key>(arena + t.dy.offset, arena + s.y.offset, units, s.op.alpha,
                                    c->points.gradients + i * pitch);
    }
    if (s.op.params > 1) kernels::add_point_sums<P>(points, kernels::parameter_gradient(t, *c, 1));
    kernels::add_outer_products<P>(points, c->points.places, kernels::weight_gradient(t, *c), inputs,
                                   [inputs](auto run) { run(std::int64_t{0}, std::int64_t{0}, inputs); });
    if (c->points.places[0].dx != nullptr)
      kernels::add_inner_products<P>(points, c->transposed + t.transposed, inputs, c->points.places, 0, inputs);
  }
  /// The forward pass of several samples, so that the weights are read once.
  template <class P, Activation Key, class T>
  static void forward_several(const TrainingStep& t, const SampleContext<T>* c, int n) {
    kernels::dense_of_samples<P, Key>(t.forward, n, c->points.gradients,
                                      [c](int i) -> const Memory<T>& { return c[i].memory; });
  }
  template <class P, class T>
  static void add_collected(const TrainingStep& t, const SampleContext<T>& c, int n) {
    const Op& op = t.forward.op;
    kernels::add_collected_products<P>(c.collected + t.collected, n, kernels::weight_gradient(t, c), op.in.volume(),
                                       op.out.volume());
  }

 private:
  /// Where this sample is collected, if any is.
  template <class T>
  static T* place_of(const TrainingStep& t, const SampleContext<T>& c) {
    const std::int64_t n = collected_numbers(t.forward.op);
    return n == 0 ? nullptr : c.collected + t.collected + c.place * n;
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel
