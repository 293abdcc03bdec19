// Layers that change the grid of pixels: UpSampling, blocks of pixels to channels and back.
#pragma once

#include <cincel/layers/windows.hpp>

namespace cincel {

namespace detail {

constexpr Node lower_resize(Builder& b, Node x, std::int64_t h, std::int64_t w, Interpolation how) {
  const Shape in = b.shape(x);
  return b.add({.kind = Kind::resize, .interpolation = how, .out = in.resized(h, w, in.channels())}, x);
}

}  // namespace detail

/// A map enlarged by whole factors. Shape: H x W x C -> H·h x W·w x C. Gradient: the sum of what a pixel gave.
/// Options: `Nearest` (the default), `Bilinear` (pixels' centres lie at halves: PyTorch's align_corners=False).
/// Known as: Keras `UpSampling2D`, PyTorch `Upsample`, ONNX `Resize`.
///
///     using Net = Sequential<Input<4, 4, 2>, UpSampling2D<2, Bilinear>>;
///     static_assert(Net::output_shape == Shape(8, 8, 2));
template <Size Factor, class... Option>
struct UpSampling2D {
  static constexpr const char* keras_name = "UpSampling2D";
  static constexpr void spell(Text& t) { t << "UpSampling2D<" << Factor << '>'; }
  static constexpr Node lower(Builder& b, Node x) {
    constexpr Options o = read_options<Option...>(Options::interpolation_);
    const Shape in = b.shape(x);
    if (!check_options(b, o, "Nearest, Bilinear") || !check_rank(b, in, Rank::map)) return x;
    if (!check_size(b, Factor, "a factor")) return x;
    return detail::lower_resize(b, x, in[0] * Factor.h, in[1] * Factor.w, o.interpolation);
  }
};

/// A signal whose steps are repeated. Known as: Keras `UpSampling1D`.
///
///     using Net = Sequential<Input<4, 2>, UpSampling1D<3>>;
///     static_assert(Net::output_shape == Shape(12, 2));
template <int Factor>
struct UpSampling1D {
  static constexpr const char* keras_name = "UpSampling1D";
  static constexpr void spell(Text& t) { t << "UpSampling1D<" << Factor << '>'; }
  static constexpr Node lower(Builder& b, Node x) {
    const Shape in = b.shape(x);
    if (!check_rank(b, in, Rank::signal)) return x;
    if (Factor <= 0) return b.fail("has a factor of ", Factor, "; make it at least 1");
    return detail::lower_resize(b, x, 1, in[0] * Factor, Interpolation::nearest);
  }
};

namespace detail {

/// Blocks of pixels to channels or back. Channel of pixel (p, q) of a block and channel c of the fine map's C:
/// (p·B + q)·C + c if the block comes first, else c·B² + p·B + q.
constexpr Node lower_blocks(Builder& b, Node x, int block, bool to_depth, bool block_first) {
  const Shape in = b.shape(x);
  if (!check_rank(b, in, Rank::map)) return x;
  if (block <= 0 || block > 4096) return b.fail("has blocks of ", block, "; make them at least 1");
  const std::int64_t size = std::int64_t{block} * block;
  if (to_depth && (in[0] % block != 0 || in[1] % block != 0))
    return b.fail("has blocks of ", block, ", which do not divide its ", in, " input");
  if (!to_depth && in[2] % size != 0) return b.fail("needs channels that ", size, " divides, got ", in);
  const Shape coarse = to_depth ? Shape(in[0] / block, in[1] / block, in[2] * size) : in;
  const Shape fine = to_depth ? in : Shape(in[0] * block, in[1] * block, in[2] / size);
  const std::int64_t channels = fine[2], channel_step = block_first ? 1 : size, unit = block_first ? channels : 1;
  Op op{.kind = Kind::rearrange, .out = to_depth ? coarse : fine};
  Rearrangement r;
  const auto add = [&](std::int64_t n, int coarse_axis, std::int64_t coarse_step, int fine_axis,
                       std::int64_t fine_step) {
    if (to_depth)
      r.add(n, fine_axis, fine_step, coarse_axis, coarse_step);
    else
      r.add(n, coarse_axis, coarse_step, fine_axis, fine_step);
  };
  add(coarse[0], 0, 1, 0, block);
  add(block, 2, block * unit, 0, 1);
  add(coarse[1], 1, 1, 1, block);
  add(block, 2, unit, 1, 1);
  add(channels, 2, channel_step, 2, 1);
  return b.add(op, r, x);
}

}  // namespace detail

/// Channels to blocks of pixels: y[i·B + p, j·B + q, c] = x[i, j, (p·B + q)·C + c].
/// Shape: H x W x C·B² -> H·B x W·B x C. Known as: TensorFlow `depth_to_space`, ONNX `DepthToSpace` (DCR).
///
///     using Net = Sequential<Input<4, 4, 8>, DepthToSpace<2>>;
///     static_assert(Net::output_shape == Shape(8, 8, 2));
template <int Block>
struct DepthToSpace {
  static constexpr const char* keras_name = "DepthToSpace";
  static constexpr void spell(Text& t) { t << "DepthToSpace<" << Block << '>'; }
  static constexpr Node lower(Builder& b, Node x) { return detail::lower_blocks(b, x, Block, false, true); }
};

/// The inverse of DepthToSpace. Shape: H·B x W·B x C -> H x W x C·B². Known as: ONNX `SpaceToDepth`.
///
///     using Net = Sequential<Input<8, 8, 2>, SpaceToDepth<2>>;
///     static_assert(Net::output_shape == Shape(4, 4, 8));
template <int Block>
struct SpaceToDepth {
  static constexpr const char* keras_name = "SpaceToDepth";
  static constexpr void spell(Text& t) { t << "SpaceToDepth<" << Block << '>'; }
  static constexpr Node lower(Builder& b, Node x) { return detail::lower_blocks(b, x, Block, true, true); }
};

/// Channels to blocks of pixels in PyTorch's order: y[i·B + p, j·B + q, c] = x[i, j, c·B² + p·B + q] (Shi et al. 2016).
/// Shape: H x W x C·B² -> H·B x W·B x C. Known as: PyTorch `PixelShuffle`, ONNX `DepthToSpace` (CRD).
///
///     using Net = Sequential<Input<4, 4, 8>, PixelShuffle<2>>;
///     static_assert(Net::output_shape == Shape(8, 8, 2));
template <int Block>
struct PixelShuffle {
  static constexpr const char* keras_name = "PixelShuffle";
  static constexpr void spell(Text& t) { t << "PixelShuffle<" << Block << '>'; }
  static constexpr Node lower(Builder& b, Node x) { return detail::lower_blocks(b, x, Block, false, false); }
};

/// The inverse of PixelShuffle. Shape: H·B x W·B x C -> H x W x C·B². Known as: PyTorch `PixelUnshuffle`.
///
///     using Net = Sequential<Input<8, 8, 2>, PixelUnshuffle<2>>;
///     static_assert(Net::output_shape == Shape(4, 4, 8));
template <int Block>
struct PixelUnshuffle {
  static constexpr const char* keras_name = "PixelUnshuffle";
  static constexpr void spell(Text& t) { t << "PixelUnshuffle<" << Block << '>'; }
  static constexpr Node lower(Builder& b, Node x) { return detail::lower_blocks(b, x, Block, true, false); }
};

}  // namespace cincel
