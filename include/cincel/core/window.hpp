// The geometry of convolution and pooling: kernel, stride, dilation, padding.
#pragma once

#include <bit>
#include <concepts>
#include <cstdint>

namespace cincel {

namespace detail {
template <class N>
concept OtherNumber = std::floating_point<N> || (std::integral<N> && !std::same_as<N, int>);
}  // namespace detail

/// Height and width; `Size` is made from one number for a square: `Conv2D<32, 3>`, `Conv2D<32, Size(3, 5)>`. One made
/// from a fraction, a number that is too large or a bool keeps that value for the error message; every layer refuses it.
struct Size {
  int h = 1, w = 1;

  constexpr Size() = default;
  // NOLINTNEXTLINE: implicit, so that a number can be a template argument
  [[gnu::always_inline]] constexpr Size(int square) : h(square), w(square) {}
  [[gnu::always_inline]] constexpr Size(int height, int width) : h(height), w(width) {}
  template <detail::OtherNumber N>
  constexpr Size(N square) : Size(of(square)) {}  // NOLINT: as above
  template <class H, class W>
    requires(detail::OtherNumber<H> || detail::OtherNumber<W>)
  constexpr Size(H height, W width) : Size(of(height)) {
    const Size other = of(width);
    if (is_whole()) *this = other.is_whole() ? Size(h, other.h) : other;
  }
  /// The size of something in a wrong network: it equals any other, so that one mistake is one error.
  [[gnu::always_inline]] static constexpr Size unknown() { return {unknown_extent, unknown_extent}; }
  [[gnu::always_inline]] friend constexpr bool operator==(const Size& a, const Size& b) {
    return (a.h == b.h && a.w == b.w) || a.h == unknown_extent || b.h == unknown_extent;
  }

  /// Whether it was made from whole numbers; if not, `written` is what it was made from: 0 is false, 1 is true.
  constexpr bool is_whole() const { return h != fraction; }
  constexpr float written() const { return std::bit_cast<float>(w); }

  static constexpr int unknown_extent = -2147483647;

 private:
  static constexpr int fraction = -2147483647 - 1;
  template <class N>
  static constexpr Size of(N n) {
    if constexpr (std::same_as<N, int>) {
      return Size(n);
    } else if constexpr (std::same_as<N, bool>) {
      return Size(fraction, std::bit_cast<int>(n ? 1.0f : 0.0f));
    } else {
      // Compared as doubles, which hold every int.
      const auto value = static_cast<double>(n);
      if (value >= -2e9 && value <= 2e9 && static_cast<double>(static_cast<int>(value)) == value)
        return Size(static_cast<int>(value));
      return Size(fraction, std::bit_cast<int>(static_cast<float>(value)));
    }
  }
};

/// Rows and columns added around a map.
struct Pads {
  int top = 0, left = 0, bottom = 0, right = 0;

  [[gnu::always_inline]] constexpr bool any() const { return top != 0 || left != 0 || bottom != 0 || right != 0; }
  [[gnu::always_inline]] friend constexpr bool operator==(const Pads&, const Pads&) = default;
};

/// What a convolution or pooling slides over a padded map: the kernel's pixels, and how far it is from one place of the
/// kernel to the next (stride) and from one tap to the next (dilation).
struct Window {
  Size kernel{1}, stride{1}, dilation{1};
  Pads pad{};
  [[gnu::always_inline]] friend constexpr bool operator==(const Window&, const Window&) = default;
};

/// Pixels that a dilated kernel spans: dilation * (kernel - 1) + 1.
constexpr std::int64_t span_of(int kernel, int dilation) {
  return static_cast<std::int64_t>(dilation) * (kernel - 1) + 1;
}

/// Output extent: floor((in + before + after - span) / stride) + 1; 0 or less if the kernel does not fit.
constexpr std::int64_t window_extent(std::int64_t in, int kernel, int stride, int dilation, int before, int after) {
  const std::int64_t room = in + before + after - span_of(kernel, dilation);
  return room < 0 ? 0 : room / stride + 1;
}

/// Total padding that makes the output ceil(in / stride) pixels: TensorFlow's "same" rule.
constexpr int same_padding(std::int64_t in, int kernel, int stride, int dilation) {
  const std::int64_t out = (in + stride - 1) / stride;
  const std::int64_t total = (out - 1) * stride + span_of(kernel, dilation) - in;
  return total > 0 ? static_cast<int>(total) : 0;
}

/// The padding of a "same" window over `height` x `width` pixels; an odd row or column of it is at the bottom or right.
constexpr Pads same_pads(const Window& w, std::int64_t height, std::int64_t width) {
  const int rows = same_padding(height, w.kernel.h, w.stride.h, w.dilation.h);
  const int columns = same_padding(width, w.kernel.w, w.stride.w, w.dilation.w);
  return {rows / 2, columns / 2, rows - rows / 2, columns - columns / 2};
}

}  // namespace cincel
