// One operator of a training step, forward and backward, as functions for the engine's tables.
#pragma once

#include <cincel/graph/training_plan.hpp>
#include <cincel/kernels/conv2d_gradient.hpp>
#include <cincel/kernels/dense_gradient.hpp>
#include <cincel/kernels/dropout.hpp>
#include <cincel/kernels/normalization.hpp>
#include <cincel/model/program.hpp>

namespace cincel::inline CINCEL_ISA {

/// Coefficients of a batch normalisation's backward pass: dx = a · dz + b · x + e, and the batch's mean.
struct NormalizationGradient {
  const double *mean, *a, *b, *e;
};

/// What an operator needs to run on one sample.
template <class T>
struct SampleContext {
  Memory<T> memory;
  const T* transposed;               // weights as the input's gradients read them
  T* gradient;                       // of this shard, each parameter at its offset
  const std::int64_t* parameter_at;  // offsets of parameters
  kernels::Nonzero<T>* lists;        // workspace
  const NormalizationGradient* normalization;
  std::uint64_t seed;
  std::uint32_t step, sample;
};

namespace impl {

template <class P, StepKey Key, class T>
void train_forward(const TrainingStep& t, const SampleContext<T>& c) {
  const Step& s = t.forward;
  if constexpr (Key.kind == Kind::dropout) {
    T* mask = c.memory.arena + t.mask;
    const auto layer = static_cast<std::uint32_t>(s.op.scope);
    kernels::dropout_mask(RandomStream(c.seed, Purpose::dropout, layer, c.step, c.sample), s.op.a, mask,
                          s.op.out.volume());
    const Buffer flat{.map = s.y.map};
    const T* x = s.x.external ? c.memory.input : c.memory.arena + s.x.offset;
    T* y = c.memory.arena + s.y.offset;
    if (s.y.halo.any()) kernels::zero_halo(s.y, y);
    kernels::zip_buffers<P>(s.x, flat, s.y, x, mask, y, [](const P& a, const P& b) { return a * b; });
  } else {
    run_step<P, Key>(s, c.memory);
  }
}

template <class P, StepKey Key, class T>
void linear_backward(const TrainingStep& t, const SampleContext<T>& c, const T* x, const T* y, const T* dy, T* dx) {
  const Op& op = t.forward.op;
  T* dw = c.gradient + c.parameter_at[op.param];
  T* db = op.params > 1 ? c.gradient + c.parameter_at[op.param + 1] : nullptr;
  if constexpr (Key.kind == Kind::conv2d) {
    const kernels::ConvGradientArgs<T> a{&op, t.forward.x, t.forward.y, x, y, dy, c.transposed + t.transposed,
                                         dx,  dw,          db};
    kernels::conv2d_weight_gradient<P, Key.activation, Key.conv.taps, Key.conv.length>(a, c.lists);
    if (dx != nullptr) kernels::conv2d_input_gradient<P, Key.activation>(a, c.lists);
  } else {
    kernels::dense_gradient<P, Key.activation>(kernels::DenseGradientArgs<T>{x, y, dy, c.transposed + t.transposed, dx,
                                                                             dw, db, op.in.volume(), op.out.volume()},
                                               c.lists);
  }
}

/// dx += what `dy` comes to: y = f(x) each number by itself, g(dy, y) its gradient.
template <class P, class T, class G>
void elementwise_backward(const TrainingStep& t, const T* other, const Buffer& other_buffer, const T* dy, T* dx, G g) {
  const std::int64_t n = t.dx.map.width() * t.dx.map.channels();
  for (std::int64_t i = 0; i < t.dx.map.height(); ++i) {
    T* to = dx + t.dx.first() + i * t.dx.row_stride();
    const T* from = dy + t.dy.first() + i * t.dy.row_stride();
    const T* o = other + other_buffer.first() + i * other_buffer.row_stride();
    for_packs<P>(
        n, [&](std::int64_t k) { store_lanes(to + k, load<P>(to + k) + g(load<P>(from + k), load<P>(o + k))); },
        [&](std::int64_t k, std::int64_t rest) {
          const P v = g(load_partial<P>(from + k, rest, T(0)), load_partial<P>(o + k, rest, T(0)));
          store_partial(to + k, load_partial<P>(to + k, rest, T(0)) + v, rest);
        });
  }
}

template <class P, StepKey Key, class T>
void train_backward(const TrainingStep& t, const SampleContext<T>& c) {
  const Step& s = t.forward;
  const T* x = s.x.external ? c.memory.input : c.memory.arena + s.x.offset;
  const T* y = c.memory.arena + s.y.offset;
  const T* dy = c.memory.arena + t.dy.offset;
  T* dx = t.needs_dx ? c.memory.arena + t.dx.offset : nullptr;
  if constexpr (Key.kind == Kind::max_pooling2d) {
    if (dx != nullptr && t.first_gradient && kernels::windows_tile(s.op.window, s.x, s.y)) {
      kernels::max_pool2d_gradient<P, true>(s.op.window, s.x, s.y, x, y, dy, dx);
      return;
    }
  }
  if (dx != nullptr && t.first_gradient) kernels::fill_zero(dx, t.dx.size());
  if constexpr (has_weights(Key.kind)) {
    linear_backward<P, Key>(t, c, x, y, dy, dx);
  } else if (dx == nullptr) {
    return;
  } else if constexpr (Key.kind == Kind::max_pooling2d) {
    kernels::max_pool2d_gradient<P, false>(s.op.window, s.x, s.y, x, y, dy, dx);
  } else if constexpr (Key.kind == Kind::average_pooling2d) {
    kernels::average_pool2d_gradient<P>(s.op.window, s.x, s.y, dy, dx);
  } else if constexpr (Key.kind == Kind::global_average_pooling2d) {
    const Window whole{.kernel = {static_cast<int>(s.x.map.height()), static_cast<int>(s.x.map.width())}};
    const Buffer pixel{.map = {1, 1, s.y.map.volume()}};
    kernels::average_pool2d_gradient<P>(whole, s.x, pixel, dy, dx);
  } else if constexpr (Key.kind == Kind::activation) {
    elementwise_backward<P>(t, y, s.y, dy, dx,
                            [](const P& g, const P& v) { return kernels::activation_gradient<Key.activation>(g, v); });
  } else if constexpr (Key.kind == Kind::dropout) {
    const Buffer flat{.map = s.y.map};
    elementwise_backward<P>(t, c.memory.arena + t.mask, flat, dy, dx, [](const P& g, const P& m) { return g * m; });
  } else if constexpr (Key.kind == Kind::rescaling) {
    const P scale(static_cast<T>(s.op.a));
    elementwise_backward<P>(t, dy, t.dy, dy, dx, [scale](const P& g, const P&) { return g * scale; });
  } else if constexpr (Key.kind == Kind::copy) {
    elementwise_backward<P>(t, dy, t.dy, dy, dx, [](const P& g, const P&) { return g; });
  } else if constexpr (Key.kind == Kind::softmax) {
    for (std::int64_t i = 0; i < s.y.map.height(); ++i)
      for (std::int64_t j = 0; j < s.y.map.width(); ++j)
        kernels::softmax_gradient<P>(y + kernels::pixel_at(s.y, i, j), dy + kernels::pixel_at(t.dy, i, j),
                                     dx + kernels::pixel_at(t.dx, i, j), s.y.map.channels());
  } else {
    static_assert(Key.kind == Kind::batch_normalization, "this operator has no gradient");
    const NormalizationGradient& n = c.normalization[t.normalization];
    kernels::normalization_gradient<Key.activation>(s.x, s.y, x, y, dy, dx, n.a, n.b, n.e);
  }
}

}  // namespace impl
}  // namespace cincel::inline CINCEL_ISA
