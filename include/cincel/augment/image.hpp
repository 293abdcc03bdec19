// The static shape of a picture.
#pragma once

#include <cincel/core/shape.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

namespace cincel {

/// A picture of Height rows, Width columns and Channels channels, channels last, rows one after another without gaps.
/// Its numbers are given and taken as arrays or spans of that many float or std::uint8_t.
template <std::int64_t Height, std::int64_t Width, std::int64_t Channels>
struct Image {
  static constexpr std::int64_t height = Height, width = Width, channels = Channels;
  static constexpr Shape shape{Height, Width, Channels};
  static constexpr bool is_possible = Height > 0 && Width > 0 && Channels > 0 && shape.volume() > 0;
  /// Numbers of it; 1 for a shape that no picture has.
  static constexpr std::size_t size = is_possible ? static_cast<std::size_t>(shape.volume()) : 1;
};

/// Sides, rows and channels that are taken: places are 32-bit numbers; a row of floats, and some numbers for each
/// channel, stand on the stack.
inline constexpr std::int64_t largest_image_side = 16384, largest_image_row = 65536, largest_image_channels = 256,
                              largest_image = std::int64_t{1} << 30;
/// Numbers of a picture that is whitened: of 4,096 the matrix takes 64 MiB.
inline constexpr std::int64_t largest_whitened = 4096;

namespace detail {

template <class T>
struct IsImage : std::false_type {};
template <std::int64_t H, std::int64_t W, std::int64_t C>
struct IsImage<Image<H, W, C>> : std::true_type {};

/// What is given as the numbers of a picture: their type and count; a count of 0 stands for what is not known to be one.
template <class T>
struct ArrayOf {
  using type = void;
  static constexpr std::size_t size = 0;
};
template <class T, std::size_t N>
struct ArrayOf<T[N]> {
  using type = T;
  static constexpr std::size_t size = N;
};
template <class T, std::size_t N>
struct ArrayOf<std::array<T, N>> {
  using type = T;
  static constexpr std::size_t size = N;
};
template <class T, std::size_t N>
struct ArrayOf<const std::array<T, N>> : ArrayOf<std::array<const T, N>> {};
template <class T, std::size_t N>
struct ArrayOf<std::span<T, N>> {
  using type = T;
  static constexpr std::size_t size = N == std::dynamic_extent ? 0 : N;
};
template <class T, std::size_t N>
struct ArrayOf<const std::span<T, N>> : ArrayOf<std::span<T, N>> {};

template <class T>
inline constexpr bool is_pixel = std::is_same_v<T, float> || std::is_same_v<T, std::uint8_t>;

}  // namespace detail
}  // namespace cincel
