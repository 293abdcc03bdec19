// Conv2D<Filters, Kernel, Options...>.
#pragma once

#include <cincel/layers/options.hpp>

namespace cincel {

/// 2D convolution (cross-correlation, as everywhere in deep learning).
///
///     y[i, j, k] = b[k] + sum over r, s, c of x[i·stride + r − top, j·stride + s − left, c] · w[r, s, c, k]
///
/// Shape: H x W x C -> H' x W' x Filters, H' = floor((H + padding − kernel) / stride) + 1.
/// Parameters: `weight` {kernel, kernel, C, Filters}, Glorot-uniform; `bias` {Filters}, zero.
/// Gradient: dx = dy convolved with the flipped weights, dw = x correlated with dy, db = sum of dy.
/// Options: `Stride<n>` (1), `Same` / `Valid` / `Padding<n>` (Valid), `NoBias`, an initialiser.
/// Known as: Keras `Conv2D`, PyTorch `Conv2d`, ONNX `Conv`.
///
///     using Net = Sequential<Input<28, 28, 1>, Conv2D<32, 3, Stride<2>, Same>>;
///     static_assert(Net::output_shape == Shape(14, 14, 32));
///     static_assert(Net::parameter_count == 3 * 3 * 32 + 32);
template <int Filters, Size Kernel, class... Option>
struct Conv2D {
  static constexpr const char* keras_name = "Conv2D";

  static constexpr void spell(Text& t) { t << "Conv2D<" << Filters << ", " << Kernel << '>'; }

  static constexpr Node lower(Builder& b, Node x) {
    constexpr Options o =
        read_options<Option...>(Options::stride_ | Options::padding_ | Options::bias_ | Options::initializer_);
    if (!o.unknown.empty())
      return b.fail("does not take the option ", o.unknown, "; it takes Stride, Same, Padding, NoBias");
    if (Filters <= 0) return b.fail("has ", Filters, " filters; make it at least 1");
    Window w{.kernel = Kernel, .stride = o.stride};
    const Shape in = b.shape(x);
    if (!resolve_window(b, in, o, w)) return x;

    const std::int64_t receptive = checked_product(Kernel.h, Kernel.w);
    Op op{.kind = Kind::conv2d, .window = w, .out = window_output(in, w, Filters), .param = b.params.size()};
    b.parameter("weight", {Kernel.h, Kernel.w, in[2], Filters},
                {o.initializer, checked_product(receptive, in[2]), checked_product(receptive, Filters)});
    if (o.bias) b.parameter("bias", Shape(Filters), {});
    op.params = b.params.size() - op.param;
    op.macs = checked_product(op.out.volume(), checked_product(receptive, in[2]));
    return b.add(op, x);
  }
};

}  // namespace cincel
