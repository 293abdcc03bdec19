// The options that layers take, in any order: Conv2D<64, 3, Stride<2>, Same, NoBias>.
#pragma once

#include <cincel/graph/builder.hpp>

#include <cstddef>
#include <type_traits>

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
  template <detail::OtherNumber N>
  constexpr PaddingSpec(N all) : PaddingSpec(of(Size(all))) {}
  template <std::size_t N>
  constexpr PaddingSpec(const char (&name)[N]) {
    const std::string_view s(name, N - 1);
    mode = s == "valid" ? Mode::valid : s == "same" ? Mode::same : Mode::unknown;
    for (std::size_t i = 0; mode == Mode::unknown && i < s.size() && i + 1 < sizeof text; ++i) text[i] = s[i];
  }
  // NOLINTEND
  friend constexpr bool operator==(const PaddingSpec&, const PaddingSpec&) = default;

 private:
  static constexpr PaddingSpec of(const Size& all) {
    if (all.is_whole()) return all.h;
    PaddingSpec p(Mode::unknown);
    Text written;
    written << all;
    for (std::size_t i = 0; i < written.view().size() && i + 1 < sizeof text; ++i) p.text[i] = written.c[i];
    return p;
  }
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
    power_ = 65536,
    convolution_ = stride_ | padding_ | bias_ | initializer_ | dilation_
  };
  Size stride{1}, dilation{1}, output_padding{0};
  int groups = 1, multiplier = 1, power = 2;
  bool ceil = false, count_padding = false, causal = false;
  Interpolation interpolation = Interpolation::nearest;
  PaddingSpec padding{};
  bool bias = true, center = true, scale = true;
  Initializer initializer = Initializer::glorot_uniform;
  float momentum = 0.99f, epsilon = 1e-3f;
  unsigned given = 0;
  unsigned twice = 0;  // the first field that was set by a second option
  Text fault;          // what is wrong with the first option that is; a layer goes on with what it takes
};

namespace detail {
/// "Stride<2>", "Stride<Size(2, 1)>": an option with a size.
constexpr void spell_option(Text& t, const char* name, const Size& s) {
  t << name << '<';
  if (s.is_whole() && s.h != s.w)
    t << "Size(" << s.h << ", " << s.w << ')';
  else
    t << s;
  t << '>';
}
constexpr void spell_padding(Text& t, const PaddingSpec& p) {
  const Pads& n = p.pads;
  t << "Padding<";
  if (p.mode == PaddingSpec::Mode::same || p.mode == PaddingSpec::Mode::valid)
    t << (p.mode == PaddingSpec::Mode::same ? "\"same\"" : "\"valid\"");
  else if (p.mode == PaddingSpec::Mode::unknown)
    t << '"' << p.text << '"';
  else if (n == Pads{n.top, n.top, n.top, n.top})
    t << n.top;
  else
    t << "Pads{" << n.top << ", " << n.left << ", " << n.bottom << ", " << n.right << '}';
  t << '>';
}
}  // namespace detail

/// Steps between windows: `Stride<2>`, `Stride<Size(2, 1)>`. Default 1 for convolution, the window for pooling.
template <Size S>
struct Stride {
  static constexpr void spell(Text& t) { detail::spell_option(t, "Stride", S); }
  static constexpr unsigned field = Options::stride_;
  static constexpr void set(Options& o) { o.stride = S; }
};
/// `Padding<1>` on all sides, `Padding<Pads{top, left, bottom, right}>`, `Padding<"same">`, `Padding<"valid">`.
template <PaddingSpec P>
struct Padding {
  static constexpr void spell(Text& t) { detail::spell_padding(t, P); }
  static constexpr unsigned field = Options::padding_;
  static constexpr void set(Options& o) { o.padding = P; }
};
/// Zero padding such that the output has ceil(input / stride) pixels; the odd one goes to the bottom and right.
struct Same : Padding<PaddingSpec::Mode::same> {
  static constexpr void spell(Text& t) { t << "Same"; }
};
/// No padding: the default.
struct Valid : Padding<PaddingSpec::Mode::valid> {
  static constexpr void spell(Text& t) { t << "Valid"; }
};
/// No bias is added.
struct NoBias {
  static constexpr unsigned field = Options::bias_;
  static constexpr void set(Options& o) { o.bias = false; }
};

/// Pixels between the taps of a kernel, plus one: `Dilation<2>`. Default 1.
template <Size D>
struct Dilation {
  static constexpr void spell(Text& t) { detail::spell_option(t, "Dilation", D); }
  static constexpr unsigned field = Options::dilation_;
  static constexpr void set(Options& o) { o.dilation = D; }
};
/// A convolution in `N` groups: each sees its share of the input's channels and makes its share of the output's.
template <int N>
struct Groups {
  static constexpr void spell(Text& t) { t << "Groups<" << N << '>'; }
  static constexpr unsigned field = Options::groups_;
  static constexpr void set(Options& o) { o.groups = N; }
};
/// Output channels for each input channel of a depthwise convolution. Default 1.
template <int N>
struct DepthMultiplier {
  static constexpr void spell(Text& t) { t << "DepthMultiplier<" << N << '>'; }
  static constexpr unsigned field = Options::multiplier_;
  static constexpr void set(Options& o) { o.multiplier = N; }
};
/// Pooling: a last window that hangs over the border counts, as with PyTorch's and ONNX's `ceil_mode`. It does not go
/// with `Same`, which alone decides how many windows there are.
struct CeilMode {
  static constexpr unsigned field = Options::ceil_;
  static constexpr void set(Options& o) { o.ceil = true; }
};
/// Average pooling: padded zeros are part of the mean, as with `count_include_pad`.
struct CountPadding {
  static constexpr unsigned field = Options::count_padding_;
  static constexpr void set(Options& o) { o.count_padding = true; }
};
/// Lp pooling: the power that magnitudes are raised to before they are summed, 1, 2 or 3. Default 2.
template <int P>
struct Power {
  static constexpr void spell(Text& t) { t << "Power<" << P << '>'; }
  static constexpr unsigned field = Options::power_;
  static constexpr void set(Options& o) { o.power = P; }
};
/// Transposed convolution: rows and columns added at the bottom and right of the output.
template <Size S>
struct OutputPadding {
  static constexpr void spell(Text& t) { detail::spell_option(t, "OutputPadding", S); }
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
struct GlorotUniform : InitializeWith<Initializer::glorot_uniform> {};
/// Weights start normal, truncated at two deviations, variance 2 / (fan_in + fan_out).
struct GlorotNormal : InitializeWith<Initializer::glorot_normal> {};
/// Weights start uniform in ±sqrt(6 / fan_in) (He et al. 2015).
struct HeUniform : InitializeWith<Initializer::he_uniform> {};
/// Weights start normal, truncated at two deviations, variance 2 / fan_in.
struct HeNormal : InitializeWith<Initializer::he_normal> {};
/// Weights start normal, truncated at two deviations, variance 1 / fan_in (for SELU; Klambauer et al. 2017).
struct LecunNormal : InitializeWith<Initializer::lecun_normal> {};

/// Batch normalisation: weight of the old moving statistics; default 0.99.
template <float M>
struct Momentum {
  static constexpr void spell(Text& t) { t << "Momentum<" << M << '>'; }
  static constexpr unsigned field = Options::momentum_;
  static constexpr void set(Options& o) { o.momentum = M; }
};
/// Batch normalisation: added to the variance before its root is taken; default 1e-3, as in Keras.
template <float E>
struct Epsilon {
  static constexpr void spell(Text& t) { t << "Epsilon<" << E << '>'; }
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
/// Sets what `Option` says, or says why it cannot.
template <class Option>
consteval void set_option(Options& o, unsigned taken) {
  if constexpr (requires {
                  Option::set(o);
                  Option::field;
                }) {
    if ((Option::field & taken) != 0) {
      if ((o.given & Option::field) != 0 && o.twice == 0) o.twice = Option::field;
      Option::set(o);
      o.given |= Option::field;
      return;
    }
  }
  if (!o.fault.empty()) return;
  if constexpr (requires { &Option::lower; }) {
    spell_any<Option>(o.fault << "does not take ");
    spell_any<Option>(o.fault << ", which is a layer of its own; write ");
    o.fault << " behind it in the list";
  } else if constexpr (std::is_function_v<Option>) {
    spell_any<Option>(o.fault << "is given ");
    o.fault << ", the type of a function; write it without the parentheses";
  } else if constexpr (std::is_reference_v<Option> || std::is_pointer_v<Option>) {
    spell_any<Option>(o.fault << "is given ");
    o.fault << ", a reference or a pointer; write the option alone";
  } else {
    spell_any<Option>(o.fault << "does not take the option ");
    o.fault << "; it takes ";
  }
}

/// Appends `Option` if it sets the field that was set twice.
template <class Option>
consteval void spell_twice(Options& o) {
  if constexpr (requires { Option::field; })
    if (Option::field == o.twice) spell_any<Option>(o.fault << (o.fault.view() == "is given " ? "" : " and "));
}
}  // namespace detail

/// Reads a layer's option tags; `taken` are the fields that the layer knows.
template <class... Option>
consteval Options read_options([[maybe_unused]] unsigned taken) {
  Options o;
  (detail::set_option<Option>(o, taken), ...);
  if (o.twice == 0 || !o.fault.empty()) return o;
  o.fault << "is given ";
  (detail::spell_twice<Option>(o), ...);
  o.fault << "; keep one of them";
  return o;
}

/// Fails if a layer was given an option that it does not take, or two that set the same thing. `taken` are the options
/// that there are.
constexpr bool check_options(Builder& b, const Options& o, const char* taken) {
  if (o.fault.empty()) return true;
  const bool lists = o.fault.view().ends_with("takes ");
  b.fail(o.fault, lists ? taken : "");
  return false;
}

}  // namespace cincel
