// The options that layers take, in any order: Conv2D<64, 3, Stride<2>, Same, NoBias>.
#pragma once

#include <cincel/graph/builder.hpp>

#include <cstddef>

namespace cincel {

/// How a map is padded: "valid" (not at all), "same" (output = ceil(input / stride), as in Keras), or by rows
/// and columns that are given.
struct PaddingSpec {
  enum class Mode : unsigned char { valid, same, given, unknown } mode = Mode::valid;
  Pads pads{};
  char text[24] = {};  // of an unknown mode, for the error

  constexpr PaddingSpec() = default;
  // NOLINTBEGIN: implicit, so that each of these can be a template argument
  constexpr PaddingSpec(Mode m) : mode(m) {}
  constexpr PaddingSpec(int all) : mode(Mode::given), pads{all, all, all, all} {}
  constexpr PaddingSpec(Pads p) : mode(Mode::given), pads(p) {}
  template <std::size_t N>
  constexpr PaddingSpec(const char (&name)[N]) {
    const std::string_view s(name, N - 1);
    mode = s == "valid" ? Mode::valid : s == "same" ? Mode::same : Mode::unknown;
    for (std::size_t i = 0; mode == Mode::unknown && i < s.size() && i + 1 < sizeof text; ++i) text[i] = s[i];
  }
  // NOLINTEND
  friend constexpr bool operator==(const PaddingSpec&, const PaddingSpec&) = default;
};

/// The options of one layer as a value; each tag sets its field and its bit in `given`.
struct Options {
  enum Field : unsigned {
    stride_ = 1,
    padding_ = 2,
    bias_ = 4,
    initializer_ = 8,
    momentum_ = 16,
    epsilon_ = 32,
    center_ = 64,
    scale_ = 128,
    dilation_ = 256,
    groups_ = 512,
    multiplier_ = 1024,
    ceil_ = 2048,
    count_padding_ = 4096,
    causal_ = 8192,
    output_padding_ = 16384,
    interpolation_ = 32768,
    convolution_ = stride_ | padding_ | bias_ | initializer_ | dilation_
  };
  Size stride{1}, dilation{1}, output_padding{0};
  int groups = 1, multiplier = 1;
  bool ceil = false, count_padding = false, causal = false;
  Interpolation interpolation = Interpolation::nearest;
  PaddingSpec padding{};
  bool bias = true, center = true, scale = true;
  Initializer initializer = Initializer::glorot_uniform;
  float momentum = 0.99f, epsilon = 1e-3f;
  unsigned given = 0;
  Text unknown;  // the first option that the layer does not take
};

/// Steps between windows: `Stride<2>`, `Stride<Size(2, 1)>`. Default 1 for convolution, the window for pooling.
template <Size S>
struct Stride {
  static constexpr unsigned field = Options::stride_;
  static constexpr void set(Options& o) { o.stride = S; }
};
/// `Padding<1>` on all sides, `Padding<Pads{top, left, bottom, right}>`, `Padding<"same">`, `Padding<"valid">`.
template <PaddingSpec P>
struct Padding {
  static constexpr unsigned field = Options::padding_;
  static constexpr void set(Options& o) { o.padding = P; }
};
/// Zero padding such that the output has ceil(input / stride) pixels; the odd one goes to the bottom and right.
using Same = Padding<PaddingSpec::Mode::same>;
/// No padding: the default.
using Valid = Padding<PaddingSpec::Mode::valid>;
/// No bias is added.
struct NoBias {
  static constexpr unsigned field = Options::bias_;
  static constexpr void set(Options& o) { o.bias = false; }
};

/// Pixels between the taps of a kernel, plus one: `Dilation<2>`. Default 1.
template <Size D>
struct Dilation {
  static constexpr unsigned field = Options::dilation_;
  static constexpr void set(Options& o) { o.dilation = D; }
};
/// A convolution in `N` groups: each sees its share of the input's channels and makes its share of the output's.
template <int N>
struct Groups {
  static constexpr unsigned field = Options::groups_;
  static constexpr void set(Options& o) { o.groups = N; }
};
/// Output channels for each input channel of a depthwise convolution. Default 1.
template <int N>
struct DepthMultiplier {
  static constexpr unsigned field = Options::multiplier_;
  static constexpr void set(Options& o) { o.multiplier = N; }
};
/// Pooling: a last window that hangs over the border counts, as with PyTorch's and ONNX's `ceil_mode`.
struct CeilMode {
  static constexpr unsigned field = Options::ceil_;
  static constexpr void set(Options& o) { o.ceil = true; }
};
/// Average pooling: padded zeros are part of the mean, as with `count_include_pad`.
struct CountPadding {
  static constexpr unsigned field = Options::count_padding_;
  static constexpr void set(Options& o) { o.count_padding = true; }
};
/// Transposed convolution: rows and columns added at the bottom and right of the output.
template <Size S>
struct OutputPadding {
  static constexpr unsigned field = Options::output_padding_;
  static constexpr void set(Options& o) { o.output_padding = S; }
};
/// Attention: a step sees itself and what came before it.
struct Causal {
  static constexpr unsigned field = Options::causal_;
  static constexpr void set(Options& o) { o.causal = true; }
};
/// Resizing by the nearest pixel: the default of `UpSampling2D`.
struct Nearest {
  static constexpr unsigned field = Options::interpolation_;
  static constexpr void set(Options& o) { o.interpolation = Interpolation::nearest; }
};
/// Resizing by the four pixels around: the default of `Resizing`.
struct Bilinear {
  static constexpr unsigned field = Options::interpolation_;
  static constexpr void set(Options& o) { o.interpolation = Interpolation::bilinear; }
};

template <Initializer How>
struct InitializeWith {
  static constexpr unsigned field = Options::initializer_;
  static constexpr void set(Options& o) { o.initializer = How; }
};
/// Weights start uniform in ±sqrt(6 / (fan_in + fan_out)): the default (Glorot and Bengio 2010).
using GlorotUniform = InitializeWith<Initializer::glorot_uniform>;
/// Weights start normal, truncated at two deviations, variance 2 / (fan_in + fan_out).
using GlorotNormal = InitializeWith<Initializer::glorot_normal>;
/// Weights start uniform in ±sqrt(6 / fan_in) (He et al. 2015).
using HeUniform = InitializeWith<Initializer::he_uniform>;
/// Weights start normal, truncated at two deviations, variance 2 / fan_in.
using HeNormal = InitializeWith<Initializer::he_normal>;
/// Weights start normal, truncated at two deviations, variance 1 / fan_in (for SELU; Klambauer et al. 2017).
using LecunNormal = InitializeWith<Initializer::lecun_normal>;

/// Batch normalisation: weight of the old moving statistics; default 0.99.
template <float M>
struct Momentum {
  static constexpr unsigned field = Options::momentum_;
  static constexpr void set(Options& o) { o.momentum = M; }
};
/// Batch normalisation: added to the variance before its root is taken; default 1e-3, as in Keras.
template <float E>
struct Epsilon {
  static constexpr unsigned field = Options::epsilon_;
  static constexpr void set(Options& o) { o.epsilon = E; }
};
/// Batch normalisation without beta.
struct NoCenter {
  static constexpr unsigned field = Options::center_;
  static constexpr void set(Options& o) { o.center = false; }
};
/// Batch normalisation without gamma.
struct NoScale {
  static constexpr unsigned field = Options::scale_;
  static constexpr void set(Options& o) { o.scale = false; }
};

namespace detail {
template <class Option>
consteval void set_option(Options& o, unsigned taken) {
  if constexpr (requires { Option::set(o); }) {
    if ((Option::field & taken) != 0) {
      Option::set(o);
      o.given |= Option::field;
      return;
    }
  }
  if (o.unknown.empty()) o.unknown << type_name<Option>();
}
}  // namespace detail

/// Reads a layer's option tags; `taken` are the fields that the layer knows.
template <class... Option>
consteval Options read_options([[maybe_unused]] unsigned taken) {
  Options o;
  (detail::set_option<Option>(o, taken), ...);
  return o;
}

/// Whether a layer works on maps (height x width x channels) or on signals (steps x channels).
enum class Rank : int { signal = 2, map = 3 };

/// Checks the rank of a layer's input; returns false after a failure.
constexpr bool check_rank(Builder& b, const Shape& in, Rank rank) {
  if (in.rank == static_cast<int>(rank)) return true;
  if (rank == Rank::map)
    b.fail("needs a height x width x channels input, got ", in, "; it cannot stand after Flatten or Dense");
  else
    b.fail("needs a steps x channels input, got ", in, "; a map needs the 2D layer");
  return false;
}

/// Checks the numbers of a window over `in` and takes over its padding, where that is given; returns false after a
/// failure. A signal is a map of one row, so that only the width of options counts.
constexpr bool check_window(Builder& b, const Shape& in, const Options& o, Window& w, Rank rank) {
  if (!check_rank(b, in, rank)) return false;
  if (rank == Rank::signal) w.kernel.h = w.stride.h = w.dilation.h = 1;
  const std::int64_t limit = 1 << 24;
  const auto failed = [&](const auto&... part) {
    b.fail(part...);
    return false;
  };
  if (w.kernel.h <= 0 || w.kernel.w <= 0) return failed("has a window of ", w.kernel, "; make it at least 1");
  if (w.stride.h <= 0 || w.stride.w <= 0) return failed("has a stride of ", w.stride, "; make it at least 1");
  if (w.dilation.h <= 0 || w.dilation.w <= 0) return failed("has a dilation of ", w.dilation, "; make it at least 1");
  if (span_of(w.kernel.h, w.dilation.h) > limit || span_of(w.kernel.w, w.dilation.w) > limit)
    return failed("has a window that spans more than 2^24 pixels; make it smaller");
  if (o.padding.mode == PaddingSpec::Mode::unknown)
    return failed("does not know the padding \"", o.padding.text, "\"; use \"same\", \"valid\" or numbers");
  if (o.padding.mode == PaddingSpec::Mode::given) w.pad = o.padding.pads;
  if (rank == Rank::signal) w.pad.top = w.pad.bottom = 0;
  const Pads& p = w.pad;
  if (p.top < 0 || p.left < 0 || p.bottom < 0 || p.right < 0)
    return failed("has a negative padding; make it at least 0");
  if (p.top > limit || p.left > limit || p.bottom > limit || p.right > limit)
    return failed("is padded by more than 2^24 pixels; make it smaller");
  return true;
}

/// Checks and completes the window of a convolution or pooling over `in`; returns false after a failure.
constexpr bool resolve_window(Builder& b, const Shape& in, const Options& o, Window& w, Rank rank = Rank::map) {
  if (!check_window(b, in, o, w, rank)) return false;
  if (o.padding.mode == PaddingSpec::Mode::same) {
    const int h = same_padding(in.height(), w.kernel.h, w.stride.h, w.dilation.h);
    const int v = same_padding(in.width(), w.kernel.w, w.stride.w, w.dilation.w);
    w.pad = {h / 2, v / 2, h - h / 2, v - v / 2};
  }
  if (window_extent(in.height(), w.kernel.h, w.stride.h, w.dilation.h, w.pad.top, w.pad.bottom) <= 0 ||
      window_extent(in.width(), w.kernel.w, w.stride.w, w.dilation.w, w.pad.left, w.pad.right) <= 0) {
    b.fail("has a ", w.kernel.h, "x", w.kernel.w, " window, larger than its ", in, " input; use a smaller one or Same");
    return false;
  }
  return true;
}

/// Output of a resolved window over `in`, with `channels` channels.
constexpr Shape window_output(const Shape& in, const Window& w, std::int64_t channels) {
  return in.resized(window_extent(in.height(), w.kernel.h, w.stride.h, w.dilation.h, w.pad.top, w.pad.bottom),
                    window_extent(in.width(), w.kernel.w, w.stride.w, w.dilation.w, w.pad.left, w.pad.right), channels);
}

/// Shape of a convolution's weights: {h, w, in, out}, or {w, in, out} of a signal's.
constexpr Shape kernel_shape(const Window& w, std::int64_t in, std::int64_t out, Rank rank) {
  return rank == Rank::map ? Shape(w.kernel.h, w.kernel.w, in, out) : Shape(w.kernel.w, in, out);
}

/// Fails with the options that a layer takes, if it was given another one.
constexpr bool check_options(Builder& b, const Options& o, const char* taken) {
  if (o.unknown.empty()) return true;
  b.fail("does not take the option ", o.unknown, "; it takes ", taken);
  return false;
}

}  // namespace cincel
