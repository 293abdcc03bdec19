// Gradients of a depthwise convolution, where g = dy · f'(y):
//
//     dx[q] = sum over taps of g[q − tap] · w[tap]          dw[tap] = sum over q of x[q] · g[q − tap]
//
//     for each 32 channels, for each strip of x of 4 tiles, for each row of x
//       for each vector of these channels
//         ring = the rows of g that the row meets, of the last 5; zero beyond the map
//         for each tile of up to 7 pixels of the row
//           dx = 0 (of 32 registers: x = load)
//           for each row of the kernel: w[0..L), dw[0..L) = load (of 16 registers: for up to 3 taps at once)
//             for each g of the ring that the tile meets: for each pixel and tap that it joins: dx += g · w, dw += g · x
//             store dw
//           store dx, or add it to what is there
//
// Of a stride of n, each n-th column of x has the same taps, and is a convolution of its own; where the kernel is dilated,
// so is each n-th column of g. Kernels of more than 5 rows or columns are taken in parts.
#pragma once

#include <cincel/kernels/channel_sums.hpp>
#include <cincel/kernels/depthwise_walk.hpp>
#include <cincel/kernels/functions.hpp>
#include <cincel/kernels/operator_gradient.hpp>
#include <cincel/simd/long_sum.hpp>
#include <cincel/simd/pack.hpp>

#include <type_traits>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// A depthwise convolution, and where its gradients stand.
template <class T>
struct DepthwiseGradientArgs {
  DepthwiseMaps maps;
  const T *x, *y, *dy;  // from the first pixel of the map; y is read where an activation is fused
  const T* weights;     // [tap][channels]
  T *dx, *dw, *db;      // dx and db may be null
  bool begins;          // dx is written, not added to
  T alpha;
};

namespace impl {

/// Channels that are taken together: neighbouring lines of the cache are used while they are there.
template <class P>
inline constexpr std::int64_t depthwise_block = lanes<P> < 32 ? 32 : lanes<P>;

/// Most taps of a row that a tile takes at once: with 7 pixels of dx in registers and, of 32 of these, 7 of x.
inline constexpr int depthwise_taps = register_count == 32 ? 5 : 3;

/// What the taps [First, L) of a row give, up to `depthwise_taps` at once; g is that of the first pixel and tap 0.
template <class P, int First, int L, int M, bool Dx, class GetX>
[[gnu::always_inline]] constexpr void depthwise_gradient_taps(const P* g, const P* w, P* dw, P* acc, GetX x) {
  constexpr int parts = (L - First + depthwise_taps - 1) / depthwise_taps;
  constexpr int N = (L - First + parts - 1) / parts;
  constexpr int chains = L <= 2 ? 2 : 1;  // few sums would wait for themselves
  const P* const from = g - First - (N - 1);
  P weight[static_cast<std::size_t>(N)], sum[static_cast<std::size_t>(chains * N)];
  unroll<N>([&](auto s) { weight[s()] = w[First + s()], sum[s()] = dw[First + s()]; });
  unroll<(chains - 1) * N>([&](auto s) { sum[N + s()] = P(typename P::value_type(0)); });
  unroll<M + N - 1>([&](auto c) {
    P v = from[c()];
    keep_in_register(v);
    unroll<N>([&](auto s) {
      constexpr int m = c() - (N - 1) + s();
      if constexpr (m >= 0 && m < M) {
        constexpr int at = m % chains * N + s();
        if constexpr (Dx) acc[m] = multiply_add(v, weight[s()], acc[m]);
        sum[at] = multiply_add(v, x(std::integral_constant<int, m>{}), sum[at]);
      }
    });
  });
  unroll<(chains - 1) * N>([&](auto s) { sum[s()] = sum[s()] + sum[N + s()]; });
  unroll<N>([&](auto s) { dw[First + s()] = sum[s()]; });
  if constexpr (First + N < L) depthwise_gradient_taps<P, First + N, L, M, Dx>(g, w, dw, acc, x);
}

/// One tile: g is that of its first pixel and first tap. It adds to the sums dw, and makes dx or leaves it out.
template <class P, int L, int M, bool Dx, class T>
[[gnu::noinline]] constexpr void depthwise_gradient_tile(const DepthwiseRow* rows, std::int64_t n, const P* g,
                                                         const P* w, P* dw, const T* x, std::int64_t pixel_step, T* dx,
                                                         bool begins) {
  P acc[static_cast<std::size_t>(M)];
  unroll<M>([&](auto m) { acc[m()] = P(T(0)); });
  const auto add_rows = [&](auto get_x) __attribute__((always_inline)) {
    for (; n > 0; --n, ++rows)
      depthwise_gradient_taps<P, 0, L, M, Dx>(g + rows->ring, w + rows->tap, dw + rows->tap, acc, get_x);
  };
  if constexpr (register_count == 32) {
    P pixel[static_cast<std::size_t>(M)];
    unroll<M>([&](auto m) { pixel[m()] = load<P>(x + m() * pixel_step); });
    add_rows([&](auto m) { return pixel[m()]; });
  } else {
    add_rows([&](auto m) { return load<P>(x + m() * pixel_step); });
  }
  if constexpr (!Dx) return;
  if (begins)
    unroll<M>([&](auto m) { store_lanes(dx + m() * pixel_step, acc[m()]); });
  else
    unroll<M>([&](auto m) { store_lanes(dx + m() * pixel_step, load<P>(dx + m() * pixel_step) + acc[m()]); });
}

/// What a walk keeps of one vector of channels.
template <class P, DepthwiseGradientKey Key, class T>
class DepthwiseVector {
  static constexpr int taps = depthwise_side * depthwise_side, M = Key.pixels;

 public:
  /// Of `n` channels from `channel` on.
  constexpr void begin(const DepthwiseGradientArgs<T>& a, const DepthwiseWalk& walk, std::int64_t channel,
                       std::int64_t n) {
    a_ = &a, walk_ = &walk, channel_ = channel, n_ = n;
    with_lanes([&](const auto& l) {
      walk.for_taps([&](int t, std::int64_t at) {
        w_[t] = l.get(a.weights + at * a.maps.channels + channel), dw_[0][t] = P(T(0));
      });
    });
  }
  /// Puts row i of g into the ring.
  constexpr void make_row(std::int64_t i, const DepthwiseStrip& s) {
    with_lanes([&](const auto& l) { make_row(i, s, l); });
  }
  /// What `n` rows of the kernel give at row q of x.
  constexpr void add_row(std::int64_t q, const DepthwiseStrip& s, const DepthwiseRow* rows, std::int64_t n) {
    sums_.take(dw_, s.terms);
    const bool begins = walk_->begins && a_->begins, direct = n_ == lanes<P>;
    const int classes = walk_->count;
    const std::int64_t step = walk_->x_step, row = q * a_->maps.x_row + s.first * step + channel_;
    for (std::int64_t j = 0; j < s.columns; j += M)
      for (int c = 0; c < classes; ++c) {
        const DepthwiseColumns& of = walk_->classes[c];
        const std::int64_t at = row + of.x + j * step, left = of.columns - s.first - j;
        if (left >= M && direct)
          add_tile(of, rows, n, j, a_->x + at, step, a_->dx == nullptr ? nullptr : a_->dx + at, begins);
        else if (left > 0)
          add_staged(of, rows, n, j, at, left < M ? left : M, begins);
      }
  }
  constexpr void finish() {
    sums_.finish(dw_);
    with_lanes([&](const auto& l) {
      walk_->for_taps([&](int t, std::int64_t at) {
        T* const to = a_->dw + at * a_->maps.channels + channel_;
        l.put(to, l.get(to) + dw_[0][t]);
      });
      close_bias();
      if (walk_->makes_bias && a_->db != nullptr) l.put(a_->db + channel_, l.get(a_->db + channel_) + bias_.value());
    });
  }

 private:
  template <class F>
  [[gnu::always_inline]] constexpr void with_lanes(F f) const {
    if (n_ == lanes<P>)
      f(Lanes<P, true>{n_});
    else
      f(Lanes<P, false>{n_});
  }
  template <class L>
  [[gnu::always_inline]] constexpr void make_row(std::int64_t i, const DepthwiseStrip& s, const L& l) {
    const std::int64_t at = i * a_->maps.y_row + walk_->phase * a_->maps.y_pixel + channel_, step = walk_->y_step;
    const T alpha = a_->alpha, *const dy = a_->dy + at;
    const T* const y = Key.activation == Activation::none ? nullptr : a_->y + at;
    const auto gradient = [=](std::int64_t k) {
      (void)y, (void)alpha;
      P g = l.get(dy + k * step);
      if constexpr (Key.activation != Activation::none)
        g = activation_gradient<Key.activation>(g, l.get(y + k * step), alpha);
      return g;
    };
    P* const row = ring_ + i % depthwise_side * depthwise_ring_columns;
    if (i < depthwise_side) {  // zeros stay there
      for (std::int64_t c = 0; c < s.begin; ++c) row[c] = P(T(0));
      for (std::int64_t c = s.end; c < s.ring; ++c) row[c] = P(T(0));
    }
    P sum(T(0));
    for (const auto& part : s.parts) {
      sum = P(T(0));
      for (std::int64_t c = part.begin; c < part.end; ++c) {
        const P g = gradient(s.gradient + c);
        row[c] = g;
        sum = sum + g;
      }
    }
    if (!walk_->makes_bias) return;
    bias_part_ = bias_part_ + sum;
    bias_left_ -= depthwise_ring_columns;
    if (bias_left_ < depthwise_ring_columns) close_bias();
    // Windows that meet no pixel of the map.
    for (std::int64_t k = s.before; k < s.before_end; ++k) bias_.add(gradient(k));
    for (std::int64_t k = s.after; k < s.after_end; ++k) bias_.add(gradient(k));
  }
  constexpr void close_bias() {
    bias_.add_block(bias_part_);
    bias_part_ = P(T(0));
    bias_left_ = sum_block;
  }
  [[gnu::always_inline]] constexpr void add_tile(const DepthwiseColumns& of, const DepthwiseRow* rows, std::int64_t n,
                                                 std::int64_t j, const T* x, std::int64_t step, T* dx, bool begins) {
    const P *const g = ring_ + of.ring + j, *const w = w_ + of.tap;
    P* const dw = dw_[0] + of.tap;
    const auto run = [&](auto l) {
      if (dx != nullptr)
        depthwise_gradient_tile<P, l(), M, true>(rows, n, g, w, dw, x, step, dx, begins);
      else
        depthwise_gradient_tile<P, l(), M, false>(rows, n, g, w, dw, x, step, dx, begins);
    };
    if (Key.fewer && of.taps < Key.taps)
      run(std::integral_constant<int, Key.fewer ? Key.taps - 1 : Key.taps>{});
    else
      run(std::integral_constant<int, Key.taps>{});
  }
  /// The same of the first `pixels` of a tile, or of some lanes: from copies, zero where there is nothing.
  [[gnu::noinline]] constexpr void add_staged(const DepthwiseColumns& of, const DepthwiseRow* rows, std::int64_t n,
                                              std::int64_t j, std::int64_t at, std::int64_t pixels, bool begins) {
    T x[static_cast<std::size_t>(M * lanes<P>)], dx[static_cast<std::size_t>(M * lanes<P>)];
    with_lanes([&](const auto& l) {
      for (std::int64_t m = 0; m < M; ++m)
        store_lanes(x + m * lanes<P>, m < pixels ? l.get(a_->x + at + m * walk_->x_step) : P(T(0)));
    });
    add_tile(of, rows, n, j, x, lanes<P>, a_->dx == nullptr ? nullptr : dx, true);
    if (a_->dx == nullptr) return;
    with_lanes([&](const auto& l) {
      for (std::int64_t m = 0; m < pixels; ++m) {
        T* const to = a_->dx + at + m * walk_->x_step;
        const P v = load<P>(dx + m * lanes<P>);
        l.put(to, begins ? v : l.get(to) + v);
      }
    });
  }

  P ring_[static_cast<std::size_t>(depthwise_side * depthwise_ring_columns)];
  P w_[static_cast<std::size_t>(taps)], dw_[1][static_cast<std::size_t>(taps)];
  TileSums<1, static_cast<std::size_t>(taps), P> sums_{dw_};
  LongSum<P> bias_;
  P bias_part_ = P(T(0));
  std::int64_t bias_left_ = sum_block;
  const DepthwiseGradientArgs<T>* a_ = nullptr;
  const DepthwiseWalk* walk_ = nullptr;
  std::int64_t channel_ = 0, n_ = 0;
};

/// One walk over the map, for the channels from channel `first` on that are taken together.
template <class P, DepthwiseGradientKey Key, class T>
constexpr void depthwise_gradient_walk(const DepthwiseGradientArgs<T>& a, const DepthwiseWalk& walk,
                                       std::int64_t first) {
  constexpr std::int64_t most = depthwise_block<P> / lanes<P>;
  DepthwiseVector<P, Key, T> vectors[static_cast<std::size_t>(most)];
  std::int64_t count = 0;
  for (std::int64_t c = first; c < a.maps.channels && count < most; c += lanes<P>) {
    const std::int64_t left = a.maps.channels - c;
    vectors[count++].begin(a, walk, c, left < lanes<P> ? left : lanes<P>);
  }
  for (std::int64_t n = 0; n < walk.strips; ++n) {
    const DepthwiseStrip s = walk.strip(n);
    DepthwiseRows at(walk);
    std::int64_t made = 0;
    for (std::int64_t q = 0; q < a.maps.height; ++q, at.step()) {
      DepthwiseRow rows[static_cast<std::size_t>(depthwise_side)];
      const std::int64_t end = at.made(), taken = at.take(rows);
      for (; made < end; ++made)
        for (std::int64_t v = 0; v < count; ++v) vectors[v].make_row(made, s);
      if (taken == 0 && !(walk.begins && a.begins)) continue;
      for (std::int64_t v = 0; v < count; ++v) vectors[v].add_row(q, s, rows, taken);
    }
    for (; made < a.maps.rows && walk.makes_bias; ++made)
      for (std::int64_t v = 0; v < count; ++v) vectors[v].make_row(made, s);
  }
  for (std::int64_t v = 0; v < count; ++v) vectors[v].finish();
}

}  // namespace impl

/// Adds to dw and db, which are long sums over the map: 1e-5 of their terms' magnitudes; dx is a sum over the taps.
template <class P, DepthwiseGradientKey Key, class T>
constexpr void depthwise_gradient(const DepthwiseGradientArgs<T>& a) {
  constexpr std::int64_t block = impl::depthwise_block<P>;
  impl::for_walks(a.maps, Key.pixels, [&](const impl::DepthwiseWalk& walk) {
    for (std::int64_t c = 0; c < a.maps.channels; c += block) impl::depthwise_gradient_walk<P, Key>(a, walk, c);
  });
}

}  // namespace kernels

template <>
struct OperatorGradient<Kind::depthwise_conv2d> {
  static constexpr kernels::DepthwiseGradientKey key(const Step& s) {
    return kernels::depthwise_gradient_key(s.op.window, s.x.map.width(), s.op.activation);
  }
  template <class P, auto Key, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const Step& s = t.forward;
    const kernels::GradientView<T> d = kernels::gradient_of(t, c, 0);
    const bool begins = begins_itself(t, c);
    if (d.dx != nullptr && begins) kernels::zero_halo(d.buffer, d.dx);
    const std::int64_t in = s.x.first(), out = s.y.first();
    kernels::depthwise_gradient<P, Key, T>({
        .maps = kernels::depthwise_maps(s),
        .x = kernels::begin_of(s.x, c.memory) + in,
        .y = kernels::result_of(s, c.memory) + out,
        .dy = kernels::result_gradient(t, c) + out,
        .weights = kernels::parameter_value(t, c, 0),
        .dx = d.dx == nullptr ? nullptr : d.dx + in,
        .dw = kernels::parameter_gradient(t, c, 0),
        .db = s.op.params > 1 ? kernels::parameter_gradient(t, c, 1) : nullptr,
        .begins = begins,
        .alpha = static_cast<T>(s.op.alpha),
    });
  }
  /// Whether the backward pass writes all of dx, so that it need not be zeroed before.
  template <class T>
  static bool begins_itself(const TrainingStep& t, const SampleContext<T>& c) {
    return c.gradients[t.forward.first_operand].first && kernels::has_all_columns(t.forward.op.window);
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel
