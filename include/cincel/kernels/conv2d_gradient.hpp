// Gradients of a convolution, walking only what is not zero; where little is zero conv2d_dense_gradient.hpp takes over.
//
// Weights, in the layout [K][R][S·C], many channels:
//     for each vector of output channels: the list of its non-zero gradients, channel by channel
//       for each channel k, each kernel row r
//         dw[k][r][:] += sum over the list of g · x(window)[r][:]      12 vectors in registers
// Weights, in the layout [R·S·C][K], few channels (a reduction of at most 32): dense in the output channels,
//     for each vector of output channels, each chunk of up to 27 taps (11 of 16 registers)
//       acc[tap] += dy(pixel) · x(pixel, tap)                          over all pixels, in registers
// All of these are long sums (simd/long_sum.hpp): each gradient of one sample holds 1e-5 of the sum of its terms'
// magnitudes, however large the map is.
// Input, weights in the layout [R][K][S·C]:
//     for each pixel: the list of its non-zero gradients
//     for each kernel row r, each pixel
//       dx(window)[r][:] += sum over the list of g · w[r][k][:]
#pragma once

#include <cincel/kernels/conv2d_dense_gradient.hpp>
#include <cincel/kernels/conv2d_gradient_args.hpp>
#include <cincel/kernels/conv2d_key.hpp>
#include <cincel/kernels/conv2d_winograd_gradient.hpp>
#include <cincel/kernels/functions.hpp>
#include <cincel/kernels/nonzero.hpp>
#include <cincel/kernels/operator_gradient.hpp>
#include <cincel/simd/long_sum.hpp>
#include <cincel/simd/pack.hpp>

#include <type_traits>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

namespace impl {

/// Few channels: N taps of one vector of output channels from channel k, of which n are there (all if Full).
/// `tap(window, t)` is the t-th input of a window; `dw` begins at the first of these taps.
template <class P, Activation F, bool Full, int N, bool Bias, class T, class Tap>
constexpr void few_channels_chunk(const ConvGradientArgs<T>& a, std::int64_t k, std::int64_t n, T* dw, Tap tap) {
  const auto get = [&](const T* p) {
    if constexpr (Full)
      return load<P>(p);
    else
      return load_partial<P>(p, n, T(0));
  };
  const auto add = [&](T* to, const P& x) {
    if constexpr (Full)
      store_lanes(to, load<P>(to) + x);
    else
      store_partial(to, get(to) + x, n);
  };
  const Op& op = *a.op;
  const std::int64_t channels = op.out.channels(), height = op.out.height(), width = op.out.width();
  const std::int64_t step = op.window.stride.w * a.x.pixel;
  // The last accumulator is the bias's.
  constexpr int all = N + (Bias ? 1 : 0);
  P acc[1][static_cast<std::size_t>(all)];
  unroll<all>([&](auto t) { acc[0][t()] = P(T(0)); });
  TileSums sums(acc);
  for (std::int64_t i = 0; i < height; ++i) {
    const std::int64_t row = pixel_at(a.y, i, 0) + k;
    const T* window = a.in + window_at(op, a.x, i, 0);
    for (std::int64_t j = 0; j < width;) {
      const std::int64_t end = j + sums.take(acc, width - j);
      for (; j < end; ++j, window += step) {
        P g = get(a.dy + row + j * a.y.pixel);
        if constexpr (F != Activation::none)
          g = activation_gradient<F>(g, get(a.out + row + j * a.y.pixel), static_cast<T>(op.alpha));
        unroll<N>([&](auto t) { acc[0][t()] = multiply_add(g, P(tap(window, t)), acc[0][t()]); });
        if constexpr (Bias) acc[0][N] = acc[0][N] + g;
      }
    }
  }
  sums.finish(acc);
  unroll<N>([&](auto t) { add(dw + t() * channels + k, acc[0][t()]); });
  if constexpr (Bias)
    if (a.db != nullptr) add(a.db + k, acc[0][N]);
}

/// Few channels, `Taps` known kernel rows of `Length` contiguous inputs: as many taps at once as registers hold.
template <class P, Activation F, bool Full, int Taps, int Length, class T>
constexpr void few_channels_block(const ConvGradientArgs<T>& a, std::int64_t k, std::int64_t n) {
  constexpr int all = Taps * Length, most = register_count - 5, chunks = (all + most - 1) / most;
  constexpr int size = (all + chunks - 1) / chunks;
  const std::int64_t row = a.op->window.dilation.h * a.x.row;
  unroll<chunks>([&](auto chunk) {
    constexpr int first = chunk() * size, count = all - first < size ? all - first : size;
    few_channels_chunk<P, F, Full, count, first == 0>(a, k, n, a.dw + first * a.op->out.channels(),
                                                      [row](const T* window, auto t) {
                                                        constexpr int tap = first + decltype(t)::value;
                                                        return window[tap / Length * row + tap % Length];
                                                      });
  });
}

/// Few channels of a kernel with spread columns: tap by tap.
template <class P, Activation F, bool Full, class T>
constexpr void few_channels_spread(const ConvGradientArgs<T>& a, std::int64_t k, std::int64_t n) {
  const Op& op = *a.op;
  const std::int64_t taps = reduction_of(op), c = a.x.map.channels();
  for (std::int64_t t = 0; t < taps; ++t) {
    const std::int64_t r = t / (op.window.kernel.w * c), s = t / c % op.window.kernel.w;
    const std::int64_t at = r * op.window.dilation.h * a.x.row + s * op.window.dilation.w * a.x.pixel + t % c;
    const auto tap = [at](const T* window, auto) { return window[at]; };
    T* dw = a.dw + t * op.out.channels();
    if (t == 0)
      few_channels_chunk<P, F, Full, 1, true>(a, k, n, dw, tap);
    else
      few_channels_chunk<P, F, Full, 1, false>(a, k, n, dw, tap);
  }
}

template <class P, Activation F, int Taps, int Length, bool Full, class T>
constexpr void few_channels(const ConvGradientArgs<T>& a, std::int64_t k, std::int64_t n) {
  if constexpr (Taps != 0)
    few_channels_block<P, F, Full, Taps, Length>(a, k, n);
  else
    few_channels_spread<P, F, Full>(a, k, n);
}

/// Many channels: the lists of up to one vector of output channels from channel k.
template <class P, Activation F, class T>
constexpr void many_channels_block(const ConvGradientArgs<T>& a, std::int64_t k, std::int64_t n, Nonzero<T>* lists) {
  const Op& op = *a.op;
  const std::int64_t pixels = op.out.height() * op.out.width();
  const std::int64_t row = op.window.kernel.w * a.x.map.channels(), reduction = reduction_of(op);
  std::int64_t count[P::size]{};
  for (std::int64_t i = 0; i < op.out.height(); ++i)
    for (std::int64_t j = 0; j < op.out.width(); ++j) {
      const std::int64_t pixel = pixel_at(a.y, i, j) + k;
      const auto window = static_cast<std::int32_t>(window_at(op, a.x, i, j));
      for_nonzero<P, F>(a.dy + pixel, a.out + pixel, n, op.alpha,
                        [&](int lane, T g) { lists[lane * pixels + count[lane]++] = {window, g}; });
    }
  for (std::int64_t lane = 0; lane < (n < lanes<P> ? n : lanes<P>); ++lane) {
    const Nonzero<T>* list = lists + lane * pixels;
    T* dw = a.dw + (k + lane) * reduction;
    for (std::int64_t r = 0; r < op.window.kernel.h; ++r) {
      const T* in = a.in + r * op.window.dilation.h * a.x.row;
      for_runs(op, a.x, [&](std::int64_t to, std::int64_t from, std::int64_t length) {
        add_scaled<P>(list, count[lane], in + from, 1, dw + r * row + to, length);
      });
    }
    if (a.db == nullptr) continue;
    LongSum<scalar_pack<T, 1>> total;
    for (std::int64_t e = 0; e < count[lane]; ++e) total.add(scalar_pack<T, 1>(list[e].value));
    a.db[k + lane] += sum(total);
  }
}

}  // namespace impl

/// Adds to dw and db. `Taps` rows of the kernel, of `Length` contiguous inputs, where few; else 0.
template <class P, Activation F, int Taps, int Length, class T>
constexpr void conv2d_weight_gradient(const ConvGradientArgs<T>& a, Nonzero<T>* lists, bool ungrouped) {
  const std::int64_t channels = a.op->out.channels();
  const bool few = ungrouped && has_few_channels(*a.op);
  for (std::int64_t k = 0; k < channels; k += lanes<P>) {
    const std::int64_t n = channels - k;
    if (!few)
      impl::many_channels_block<P, F>(a, k, n, lists);
    else if (n >= lanes<P>)
      impl::few_channels<P, F, Taps, Length, true>(a, k, n);
    else
      impl::few_channels<P, F, Taps, Length, false>(a, k, n);
  }
}

/// Adds to dx, its halo included (nobody reads that).
template <class P, Activation F, class T>
constexpr void conv2d_input_gradient(const ConvGradientArgs<T>& a, Nonzero<T>* lists) {
  const Op& op = *a.op;
  const std::int64_t channels = op.out.channels(), row = op.window.kernel.w * a.x.map.channels();
  // One list a pixel, each behind an entry that holds its length.
  Nonzero<T>* end = lists;
  for (std::int64_t i = 0; i < op.out.height(); ++i)
    for (std::int64_t j = 0; j < op.out.width(); ++j) {
      const std::int64_t pixel = pixel_at(a.y, i, j);
      Nonzero<T>* head = end++;
      for (std::int64_t k = 0; k < channels; k += lanes<P>)
        for_nonzero<P, F>(a.dy + pixel + k, a.out + pixel + k, channels - k, op.alpha,
                          [&](int lane, T g) { *end++ = {static_cast<std::int32_t>((k + lane) * row), g}; });
      head->at = static_cast<std::int32_t>(end - head - 1);
    }
  // A kernel row's weights stay in cache while all pixels use them.
  for (std::int64_t r = 0; r < op.window.kernel.h; ++r) {
    const T* w = a.weights + r * channels * row;
    const Nonzero<T>* list = lists;
    for (std::int64_t i = 0; i < op.out.height(); ++i)
      for (std::int64_t j = 0; j < op.out.width(); ++j) {
        T* dx = a.dx + window_at(op, a.x, i, j) + r * op.window.dilation.h * a.x.row;
        for_runs(op, a.x, [&](std::int64_t from, std::int64_t to, std::int64_t length) {
          add_scaled<P>(list + 1, list->at, w + from, 1, dx + to, length);
        });
        list += list->at + 1;
      }
  }
}

/// What the code of its backward pass depends on.
struct Conv2DGradientKey {
  Activation activation = Activation::none;
  FewTaps few{};
  bool narrow = false;           // few taps, by the narrow pack, which holds all channels
  int tile = 0;                  // of Winograd's; 0: otherwise
  WinogradKey input_gradient{};  // with such a tile
};

}  // namespace kernels

template <>
struct OperatorGradient<Kind::conv2d> {
  template <class P>
  static constexpr kernels::Conv2DGradientKey key(const TrainingStep& t) {
    const Op& op = t.forward.op;
    if (t.gradient_tile == 0) {
      using Narrow = pack_for<P, 1>;
      const bool narrow =
          lanes<Narrow> < lanes<P> && kernels::has_few_channels(op) && op.out.channels() <= lanes<Narrow>;
      return {.activation = op.activation, .few = kernels::few_taps(t.forward), .narrow = narrow};
    }
    kernels::WinogradKey to_input = kernels::winograd_key_of<P>(op.in.channels());
    to_input.adds = true;
    return {.activation = op.activation, .tile = t.gradient_tile, .input_gradient = to_input};
  }
  /// Winograd's tiles write the gradient of an operand where nobody has yet.
  template <class T>
  static bool begins_itself(const TrainingStep& t, const SampleContext<T>&) {
    return t.gradient_tile != 0;
  }
  template <class P, kernels::Conv2DGradientKey Key, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    if constexpr (Key.tile != 0)
      return backward_by_tiles<P, Key>(t, &c, 1);
    else
      for (int g = 0; g < t.forward.op.groups; ++g) backward_group<P, Key>(t, c, g);
  }
  template <class P, kernels::Conv2DGradientKey Key, class T>
  static void backward_several(const TrainingStep& t, const SampleContext<T>* c, int n) {
    if constexpr (Key.tile != 0)
      backward_by_tiles<P, Key>(t, c, n);
    else
      kernels::conv2d_dense_gradients<P, Key.activation>(
          n, most_points_at_once, c->points, kernels::begins_weights(t, *c),
          [&](int i) { return args(t, c[i], t.forward.op, 0); },
          [&](const auto& a) {
            add_weights<P, Key>(a, *c, true);
            if (a.dx != nullptr) kernels::conv2d_input_gradient<P, Key.activation>(a, c->lists);
          });
  }

 private:
  template <class P, kernels::Conv2DGradientKey Key, class T>
  static void backward_by_tiles(const TrainingStep& t, const SampleContext<T>* c, int n) {
    kernels::ConvGradientArgs<T> of_samples[most_samples_at_hand];
    for (int i = 0; i < n; ++i) of_samples[i] = args(t, c[i], t.forward.op, 0);
    const bool adds_to = !c->gradients[t.forward.first_operand].first;
    kernels::conv2d_winograd_gradients<P, Key.tile, Key.activation, Key.input_gradient>(
        of_samples, n, kernels::begins_weights(t, *c), adds_to, c->points);
  }
  template <class P, kernels::Conv2DGradientKey Key, class T>
  static void backward_group(const TrainingStep& t, const SampleContext<T>& c, int g) {
    const Op op = of_one_group(t.forward.op);
    const auto a = args(t, c, op, g);
    // The gradient of few channels is dense anyway.
    const bool few = kernels::has_few_channels(t.forward.op), dense = kernels::is_dense<P, Key.activation>(a);
    if (few || !dense) add_weights<P, Key>(a, c, t.forward.op.groups == 1);
    if (dense)
      kernels::conv2d_dense_gradient<P, Key.activation>(a, c.points, !few);
    else if (a.dx != nullptr)
      kernels::conv2d_input_gradient<P, Key.activation>(a, c.lists);
  }
  template <class P, kernels::Conv2DGradientKey Key, class T>
  static void add_weights(const kernels::ConvGradientArgs<T>& a, const SampleContext<T>& c, bool ungrouped) {
    using Q = std::conditional_t<Key.narrow, pack_for<P, 1>, P>;
    kernels::conv2d_weight_gradient<Q, Key.activation, Key.few.taps, Key.few.length>(a, c.lists, ungrouped);
  }
  static Op of_one_group(const Op& whole) {
    Op op = whole;
    op.in = op.in.resized(op.in.height(), op.in.width(), op.in.channels() / op.groups);
    op.out = op.out.resized(op.out.height(), op.out.width(), op.out.channels() / op.groups);
    op.groups = 1;
    return op;
  }
  /// Of group `g`, whose op is `op`.
  template <class T>
  static kernels::ConvGradientArgs<T> args(const TrainingStep& t, const SampleContext<T>& c, const Op& op, int g) {
    const Step& s = t.forward;
    const std::int64_t in = op.in.channels(), out = op.out.channels(), size = reduction_of(op) * out;
    T* const dx = kernels::gradient_of(t, c, 0).dx;
    return {&op,
            channel_slice(s.x, 0, in),
            channel_slice(s.y, 0, out),
            kernels::begin_of(s.x, c.memory) + g * in,
            kernels::result_of(s, c.memory) + g * out,
            kernels::result_gradient(t, c) + g * out,
            dx == nullptr ? nullptr : kernels::transposed_of(t, c) + g * size,
            dx == nullptr ? nullptr : dx + g * in,
            kernels::weight_gradient(t, c) + g * size,
            op.params > 1 ? kernels::parameter_gradient(t, c, 1) + g * out : nullptr};
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel
