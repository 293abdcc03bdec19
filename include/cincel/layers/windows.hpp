// Windows of convolutions and poolings over maps and signals: checked, padded, and what they make.
#pragma once

#include <cincel/layers/options.hpp>

namespace cincel {

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

/// Says that a window does not fit. Where the input looks like channels x height x width, that is the likelier mistake.
constexpr void fail_window(Builder& b, const Shape& in, const Window& w) {
  if (in.rank == 3 && in == b.shape(0) && in[0] <= 4 && in[1] > 4 && in[2] > 4)
    b.fail("has a ", w.kernel.h, "x", w.kernel.w, " window, larger than its ", in,
           " input; channels come last: write Input<", in[1], ", ", in[2], ", ", in[0], ">");
  else
    b.fail("has a ", w.kernel.h, "x", w.kernel.w, " window, larger than its ", in, " input; use a smaller one or Same");
}

/// Checks what is counted in pixels or steps: whole numbers of at least 1, and of a signal only one. Returns false after
/// a failure.
constexpr bool check_size(Builder& b, const Size& s, const char* what, Rank rank = Rank::map) {
  if (!s.is_whole())
    b.fail("has ", what, " of ", s, ", which is no whole number of pixels; make it one of at least 1");
  else if (s.h <= 0 || s.w <= 0)
    b.fail("has ", what, " of ", s, "; make it at least 1");
  else if (rank == Rank::signal && s.h != s.w && s.h != 1)
    b.fail("has ", what, " of ", s, ", but a signal has steps only; give one number");
  return !b.failed();
}

/// Checks the numbers of a window and takes over its padding, where that is given; returns false after a failure. A
/// signal is a map of one row, so that only the width of options counts.
constexpr bool check_window(Builder& b, const Shape& in, const Options& o, Window& w, Rank rank) {
  if (!check_rank(b, in, rank)) return false;
  if (!check_size(b, w.kernel, "a window", rank) || !check_size(b, w.stride, "a stride", rank) ||
      !check_size(b, w.dilation, "a dilation", rank))
    return false;
  if (rank == Rank::signal) w.kernel.h = w.stride.h = w.dilation.h = 1;
  const std::int64_t limit = 1 << 24;
  const auto failed = [&](const auto&... part) {
    b.fail(part...);
    return false;
  };
  if (span_of(w.kernel.h, w.dilation.h) > limit || span_of(w.kernel.w, w.dilation.w) > limit)
    return failed("has a window that spans more than 2^24 pixels; make it smaller");
  if (o.padding.mode == PaddingSpec::Mode::unknown)
    return failed("does not know the padding \"", o.padding.text, "\"; use \"same\", \"valid\" or whole numbers");
  if (o.padding.mode == PaddingSpec::Mode::given) w.pad = o.padding.pads;
  Pads& p = w.pad;
  if (rank == Rank::signal && (p.top != 0 || p.bottom != 0) && (p.top != p.left || p.bottom != p.right))
    return failed("is padded by rows, but a signal has steps only; use Pads{0, before, 0, after} or one number");
  if (rank == Rank::signal) p.top = p.bottom = 0;
  if (p.top < 0 || p.left < 0 || p.bottom < 0 || p.right < 0)
    return failed("has a negative padding; make it at least 0");
  if (p.top > limit || p.left > limit || p.bottom > limit || p.right > limit)
    return failed("is padded by more than 2^24 pixels; make it smaller");
  return true;
}

/// Checks and completes the window of a convolution or pooling over `in`; returns false after a failure.
constexpr bool resolve_window(Builder& b, const Shape& in, const Options& o, Window& w, Rank rank = Rank::map) {
  if (!check_window(b, in, o, w, rank)) return false;
  if (o.padding.mode == PaddingSpec::Mode::same) w.pad = same_pads(w, in.height(), in.width());
  const Pads& p = w.pad;
  if (window_extent(in.height(), w.kernel.h, w.stride.h, w.dilation.h, p.top, p.bottom) <= 0 ||
      window_extent(in.width(), w.kernel.w, w.stride.w, w.dilation.w, p.left, p.right) <= 0) {
    fail_window(b, in, w);
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

}  // namespace cincel
