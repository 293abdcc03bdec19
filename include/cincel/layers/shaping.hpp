// Layers that move numbers without changing them: Flatten, Reshape, Permute, padding, cropping, Slice.
#pragma once

#include <cincel/layers/windows.hpp>

namespace cincel {

namespace detail {

/// Axis `a` (0, 1, …) of a shape among rows (0), columns (1) and channels (2), and how far a step along it goes.
struct MapAxis {
  int axis = 2;
  std::int64_t unit = 1;
};
constexpr MapAxis map_axis(const Shape& s, int a) {
  if (a == s.rank - 1) return {2, 1};
  if (a == s.rank - 2) return {1, 1};
  return {0, s.rank == 4 && a == 0 ? s.d[1] : 1};
}

/// Adds a loop over axis `from` of shape `in` and axis `to` of shape `out`.
constexpr void add_loop(Rearrangement& r, std::int64_t n, const Shape& in, int from, std::int64_t from_step,
                        const Shape& out, int to, std::int64_t to_step) {
  const MapAxis f = map_axis(in, from), t = map_axis(out, to);
  r.add(n, f.axis, from_step * f.unit, t.axis, to_step * t.unit);
}
/// Moves the begin of the nest along axis `a`.
constexpr void move_begin(std::int32_t (&begin)[3], const Shape& s, int a, std::int64_t by) {
  const MapAxis m = map_axis(s, a);
  begin[m.axis] += static_cast<std::int32_t>(by * m.unit);
}

/// A rearrangement that copies `n[a]` elements along each axis.
constexpr Node lower_copy(Builder& b, Node x, const Shape& out, const Pads& before, const Pads& cut) {
  const Shape in = b.shape(x);
  Op op{.kind = Kind::rearrange, .out = out};
  Rearrangement r;
  const std::int64_t rows = in.height() - cut.top - cut.bottom, columns = in.width() - cut.left - cut.right;
  r.add(rows, 0, 1, 0, 1);
  r.add(columns, 1, 1, 1, 1);
  r.add(in.channels(), 2, 1, 2, 1);
  r.from[0] = cut.top;
  r.from[1] = cut.left;
  r.to[0] = before.top;
  r.to[1] = before.left;
  r.whole = out.height() == rows && out.width() == columns;
  return b.add(op, r, x);
}

constexpr bool check_amounts(Builder& b, const Pads& p, const char* what) {
  const int limit = 1 << 24;
  const Size first(p.top, p.left);
  if (!first.is_whole()) {
    b.fail("has a ", what, " of ", first, ", which is no whole number of pixels");
    return false;
  }
  if (p.top >= 0 && p.left >= 0 && p.bottom >= 0 && p.right >= 0 && p.top <= limit && p.left <= limit &&
      p.bottom <= limit && p.right <= limit)
    return true;
  b.fail("has a negative or huge ", what, "; make it at least 0 and at most 2^24");
  return false;
}

constexpr Node lower_padding(Builder& b, Node x, const Pads& p, Rank rank) {
  const Shape in = b.shape(x);
  if (!check_rank(b, in, rank) || !check_amounts(b, p, "padding")) return x;
  const Shape out = in.resized(in.height() + p.top + p.bottom, in.width() + p.left + p.right, in.channels());
  return lower_copy(b, x, out, p, {});
}

constexpr Node lower_cropping(Builder& b, Node x, const Pads& p, Rank rank) {
  const Shape in = b.shape(x);
  if (!check_rank(b, in, rank) || !check_amounts(b, p, "cropping")) return x;
  const std::int64_t h = in.height() - p.top - p.bottom, w = in.width() - p.left - p.right;
  if (h <= 0 || w <= 0) return b.fail("crops all of its ", in, " input; crop less");
  return lower_copy(b, x, in.resized(h, w, in.channels()), {}, p);
}

/// The extents that `Reshape` was given, with the open one (-1) filled in; fails if they do not hold what there is.
constexpr Node lower_reshape(Builder& b, Node x, std::initializer_list<int> extents) {
  const Shape in = b.shape(x);
  Shape out;
  int open = -1;
  std::int64_t known = 1;
  for (const int e : extents) {
    if (e == 0 || e < -1) return b.fail("has an extent of ", e, "; make it at least 1, or one of them -1");
    if (e == -1 && open >= 0) return b.fail("leaves two extents open; one -1 is enough");
    if (e == -1) open = out.rank;
    known = checked_product(known, e == -1 ? 1 : e);
    out.d[out.rank++] = e;
  }
  const std::int64_t volume = in.volume();
  if (open >= 0 && (known <= 0 || volume % known != 0))
    return b.fail("cannot make ", in, ", ", volume, " numbers, into rows of ", known,
                  "; choose extents whose product divides ", volume);
  if (open >= 0) out.d[open] = volume / known;
  if (out.volume() == volume) return b.add({.kind = Kind::reshape, .out = out}, x);
  // Which extent to change so that the others may stay: the last that can be.
  for (int i = out.rank - 1; i >= 0; --i) {
    Shape other = out;
    other.d[i] = 1;
    if (other.volume() <= 0 || volume % other.volume() != 0) continue;
    return b.fail("holds ", known, " numbers, but its input ", in, " has ", volume, "; make extent ", i + 1, " ",
                  volume / other.volume(), " instead of ", out.d[i]);
  }
  return b.fail("holds ", known, " numbers, but its input ", in, " has ", volume, "; make them equal");
}

}  // namespace detail

/// Rows and columns to add or cut: one number for all sides, or `Pads{top, left, bottom, right}`.
struct Margins {
  Pads pads{};
  // NOLINTBEGIN: implicit, so that each of these can be a template argument
  constexpr Margins(int all) : pads{all, all, all, all} {}
  constexpr Margins(Pads p) : pads(p) {}
  template <detail::OtherNumber N>
  constexpr Margins(N all) : Margins(of(Size(all))) {}
  // NOLINTEND
  friend constexpr bool operator==(const Margins&, const Margins&) = default;

 private:
  /// What is no whole number is kept as `Size` keeps it.
  static constexpr Pads of(const Size& all) {
    return all.is_whole() ? Pads{all.h, all.h, all.h, all.h} : Pads{all.h, all.w, all.h, all.w};
  }
};

/// A map as a flat value, row by row, channels fastest, as Keras does with channels last.
/// Shape: H x W x C -> H·W·C. It costs nothing: a pass removes it.
/// Known as: Keras and PyTorch `Flatten`, ONNX `Flatten`.
///
///     using Net = Sequential<Input<4, 4, 2>, Flatten>;
///     static_assert(Net::output_shape == Shape(32));
struct Flatten {
  static constexpr const char* keras_name = "Flatten";
  static constexpr void spell(Text& t) { t << "Flatten"; }
  static constexpr Node lower(Builder& b, Node x) {
    return b.add({.kind = Kind::reshape, .out = Shape(b.shape(x).volume())}, x);
  }
};

/// The same numbers in the same order under another shape; one extent may be -1: whatever is left.
/// Shape: any -> Extents. It costs nothing: a pass removes it. Known as: Keras `Reshape`, PyTorch `Unflatten`, ONNX
/// `Reshape`.
///
///     using Net = Sequential<Input<4, 4, 2>, Reshape<16, -1>>;
///     static_assert(Net::output_shape == Shape(16, 2));
template <int... Extent>
struct Reshape {
  static constexpr const char* keras_name = "Reshape";
  static constexpr void spell(Text& t) {
    t << "Reshape<";
    int i = 0;
    ((t << (i++ == 0 ? "" : ", ") << Extent), ...);
    t << '>';
  }
  static constexpr Node lower(Builder& b, Node x) {
    if constexpr (sizeof...(Extent) == 0 || sizeof...(Extent) > 4)
      return b.fail("has ", static_cast<int>(sizeof...(Extent)), " extents; a value has one to four");
    else
      return detail::lower_reshape(b, x, {Extent...});
  }
};

/// Axes in another order; they are counted from 1, as in Keras: `Permute<2, 1>` transposes a signal.
/// Shape: axis i of the output is axis `Axis[i]` of the input. Known as: Keras `Permute`, ONNX `Transpose`.
///
///     using Net = Sequential<Input<4, 5, 2>, Permute<3, 1, 2>>;
///     static_assert(Net::output_shape == Shape(2, 4, 5));
template <int... Axis>
struct Permute {
  static constexpr const char* keras_name = "Permute";
  static constexpr void spell(Text& t) {
    t << "Permute<";
    int i = 0;
    ((t << (i++ == 0 ? "" : ", ") << Axis), ...);
    t << '>';
  }
  static constexpr Node lower(Builder& b, Node x) {
    const Shape in = b.shape(x);
    constexpr int n = sizeof...(Axis);
    if (in.rank != n) return b.fail("names ", n, " axes, but its input ", in, " has ", in.rank);
    const int axes[]{Axis...};
    Op op{.kind = Kind::rearrange, .out = in};
    Rearrangement r;
    unsigned seen = 0;
    for (int i = 0; i < n; ++i) {
      if (axes[i] < 1 || axes[i] > n || (seen >> axes[i] & 1u) != 0)
        return b.fail("must name each axis from 1 to ", n, " once");
      seen |= 1u << axes[i];
      op.out.d[i] = in.d[axes[i] - 1];
    }
    for (int i = 0; i < n; ++i) detail::add_loop(r, op.out.d[i], in, axes[i] - 1, 1, op.out, i, 1);
    return b.add(op, r, x);
  }
};

/// Zeros around a map. Shape: H x W x C -> (H + top + bottom) x (W + left + right) x C. Gradient: what is inside.
/// Known as: Keras `ZeroPadding2D`, PyTorch `ZeroPad2d`, ONNX `Pad`.
///
///     using Net = Sequential<Input<4, 4, 2>, ZeroPadding2D<Pads{1, 2, 0, 0}>>;
///     static_assert(Net::output_shape == Shape(5, 6, 2));
template <Margins Padding>
struct ZeroPadding2D {
  static constexpr const char* keras_name = "ZeroPadding2D";
  static constexpr void spell(Text& t) { t << "ZeroPadding2D"; }
  static constexpr Node lower(Builder& b, Node x) { return detail::lower_padding(b, x, Padding.pads, Rank::map); }
};

/// Zeros before and after a signal. Known as: Keras `ZeroPadding1D`.
///
///     using Net = Sequential<Input<4, 2>, ZeroPadding1D<1, 2>>;
///     static_assert(Net::output_shape == Shape(7, 2));
template <int Before, int After = Before>
struct ZeroPadding1D {
  static constexpr const char* keras_name = "ZeroPadding1D";
  static constexpr void spell(Text& t) { t << "ZeroPadding1D"; }
  static constexpr Node lower(Builder& b, Node x) {
    return detail::lower_padding(b, x, {0, Before, 0, After}, Rank::signal);
  }
};

/// Channels of zeros before and behind those of a value. Shape: … x C -> … x (Before + C + After). Gradient: what is
/// inside. Known as: PyTorch `F.pad` along the channels, ONNX `Pad`.
///
///     using Net = Sequential<Input<4, 4, 2>, ChannelPadding<1, 2>>;
///     static_assert(Net::output_shape == Shape(4, 4, 5));
template <int Before, int After = Before>
struct ChannelPadding {
  static constexpr const char* keras_name = "ChannelPadding";
  static constexpr void spell(Text& t) { t << "ChannelPadding<" << Before << ", " << After << '>'; }
  static constexpr Node lower(Builder& b, Node x) {
    const Shape in = b.shape(x);
    if (!detail::check_amounts(b, {0, Before, 0, After}, "padding")) return x;
    Op op{.kind = Kind::rearrange, .out = in.resized(in.height(), in.width(), in.channels() + Before + After)};
    Rearrangement r;
    r.add(in.height(), 0, 1, 0, 1);
    r.add(in.width(), 1, 1, 1, 1);
    r.add(in.channels(), 2, 1, 2, 1);
    r.to[2] = Before;
    r.whole = Before == 0 && After == 0;
    return b.add(op, r, x);
  }
};

/// A map without its outer rows and columns. Shape: H x W x C -> (H − top − bottom) x (W − left − right) x C. Gradient:
/// zero outside. Known as: Keras `Cropping2D`, PyTorch `CenterCrop`, ONNX `Slice`.
///
///     using Net = Sequential<Input<6, 6, 2>, Cropping2D<1>>;
///     static_assert(Net::output_shape == Shape(4, 4, 2));
template <Margins Cropping>
struct Cropping2D {
  static constexpr const char* keras_name = "Cropping2D";
  static constexpr void spell(Text& t) { t << "Cropping2D"; }
  static constexpr Node lower(Builder& b, Node x) { return detail::lower_cropping(b, x, Cropping.pads, Rank::map); }
};

/// A signal without its first and last steps. Known as: Keras `Cropping1D`.
///
///     using Net = Sequential<Input<6, 2>, Cropping1D<1, 2>>;
///     static_assert(Net::output_shape == Shape(3, 2));
template <int Before, int After = Before>
struct Cropping1D {
  static constexpr const char* keras_name = "Cropping1D";
  static constexpr void spell(Text& t) { t << "Cropping1D"; }
  static constexpr Node lower(Builder& b, Node x) {
    return detail::lower_cropping(b, x, {0, Before, 0, After}, Rank::signal);
  }
};

/// Elements [Begin, End) of one axis, every `Step`-th; the axis is counted from 1, negative places from its end, and
/// End = 0 means to its end. Gradient: zero elsewhere. Known as: PyTorch `x[:, begin:end:step]`, ONNX `Slice`.
///
///     using Net = Sequential<Input<6, 6, 8>, Slice<3, 2, 6>>;
///     static_assert(Net::output_shape == Shape(6, 6, 4));
template <int Axis, int Begin, int End = 0, int Step = 1>
struct Slice {
  static constexpr const char* keras_name = "Slice";
  static constexpr void spell(Text& t) { t << "Slice<" << Axis << ", " << Begin << ", " << End << '>'; }
  static constexpr Node lower(Builder& b, Node x) {
    const Shape in = b.shape(x);
    if (Axis < 1 || Axis > in.rank) return b.fail("has no axis ", Axis, ": its input ", in, " has ", in.rank);
    if (Step <= 0) return b.fail("has a step of ", Step, "; make it at least 1");
    const std::int64_t n = in.d[Axis - 1], begin = Begin < 0 ? n + Begin : Begin, end = End <= 0 ? n + End : End;
    if (begin < 0 || end > n || begin >= end)
      return b.fail("takes elements ", begin, " to ", end, " of an axis of ", n,
                    "; take at least one of those there are");
    Op op{.kind = Kind::rearrange, .out = in};
    Rearrangement r;
    op.out.d[Axis - 1] = (end - begin + Step - 1) / Step;
    for (int a = 0; a < in.rank; ++a) detail::add_loop(r, op.out.d[a], in, a, a == Axis - 1 ? Step : 1, op.out, a, 1);
    detail::move_begin(r.from, in, Axis - 1, begin);
    return b.add(op, r, x);
  }
};

}  // namespace cincel
