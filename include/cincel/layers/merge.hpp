// Combinators that bring branches together: Residual, Add, Multiply, Average, Maximum, Concat.
#pragma once

#include <cincel/layers/network.hpp>
#include <cincel/layers/sequential.hpp>

namespace cincel {

/// Its input, unchanged: a branch that does nothing. Known as: Keras and PyTorch `Identity`.
///
///     using Net = Sequential<Input<4, 4, 2>, Add<Identity, ReLU>>;
///     static_assert(Net::output_shape == Shape(4, 4, 2));
struct Identity {
  static constexpr const char* keras_name = "Identity";
  static constexpr bool is_combinator = true;  // it needs no name
  static constexpr void spell(Text& t) { t << "Identity"; }
  static constexpr Node lower(Builder& b, Node x) { return x == Builder::no_node ? b.fail_without_input() : x; }
};

namespace detail {

/// The operator of an elementwise merge of values that must have one shape. A product may have a second operand with
/// one pixel, or none but channels, for all pixels of the first.
constexpr Node merge(Builder& b, Kind kind, const list<Node>& branches, const char* first, const char* other) {
  if (b.failed() || branches.empty()) return 0;
  const Shape shape = b.shape(branches[0]);
  for (int i = 1; i < branches.size(); ++i) {
    const Shape s = b.shape(branches[i]);
    const bool channels = kind == Kind::multiply && branches.size() == 2 && s.channels() == shape.channels() &&
                          s.volume() == s.channels();
    if (s == shape || channels) continue;
    if (branches.size() == 2)
      return b.fail("joins ", first, " of shape ", shape, " with ", other, " of shape ", s, "; make them equal");
    return b.fail("joins branches that disagree: branch 0 makes ", shape, ", branch ", i, " makes ", s,
                  "; make them equal");
  }
  return b.add({.kind = kind, .out = shape}, branches);
}

/// Puts values side by side along their channels.
constexpr Node concatenate(Builder& b, const list<Node>& branches) {
  if (b.failed() || branches.empty()) return 0;
  Shape out = b.shape(branches[0]);
  std::int64_t channels = 0;
  for (int i = 0; i < branches.size(); ++i) {
    const Shape s = b.shape(branches[i]);
    if (s.rank != out.rank || s.height() != out.height() || s.width() != out.width())
      return b.fail("joins branches that disagree: branch 0 makes ", b.shape(branches[0]), ", branch ", i, " makes ", s,
                    "; only the last extent may differ");
    channels += s.channels();
  }
  return b.add({.kind = Kind::concat, .out = out.resized(out.height(), out.width(), channels)}, branches);
}

template <class... Branch>
constexpr list<Node> apply_branches(Builder& b, Node x) {
  if (sizeof...(Branch) < 2)
    b.fail("has ", static_cast<int>(sizeof...(Branch)), sizeof...(Branch) == 1 ? " branch" : " branches",
           "; it joins two at least (Identity is a branch that does nothing)");
  list<Node> y;
  int i = 0;
  (y.push_back(b.apply_at<Branch>(x, i++)), ...);
  return y;
}

}  // namespace detail

/// The sum of branches that all read the same value. Shape: that of each branch. Gradient: dy to each.
/// Known as: Keras `Add`, ONNX `Sum`.
///
///     using Net = Sequential<Input<8, 8, 3>, Add<Conv2D<4, 1>, Conv2D<4, 3, Same>>>;
///     static_assert(Net::output_shape == Shape(8, 8, 4));
template <class... Branch>
struct Add {
  static constexpr const char* keras_name = "Add";
  static constexpr bool is_combinator = true;
  using children = TypeList<Branch...>;
  static constexpr void spell(Text& t) { t << "Add"; }
  static constexpr Node lower(Builder& b, Node x) {
    return detail::merge(b, Kind::add, detail::apply_branches<Branch...>(b, x), "a branch", "a branch");
  }
};

/// Path(x) + Shortcut(x) (He et al. 2016). Shape: that of both. Gradient: dy to both.
///
///     using Block = Residual<Sequential<Conv2D<8, 3, Same>, ReLU, Conv2D<8, 3, Same>>>;
///     using Net = Sequential<Input<8, 8, 8>, Block, ReLU>;
///     static_assert(Net::output_shape == Shape(8, 8, 8));
template <class Path, class Shortcut = Identity>
struct Residual {
  static constexpr const char* keras_name = "Residual";
  static constexpr bool is_combinator = true;
  using children = TypeList<Path, Shortcut>;
  static constexpr void spell(Text& t) { t << "Residual"; }
  static constexpr Node lower(Builder& b, Node x) {
    return detail::merge(b, Kind::add, detail::apply_branches<Path, Shortcut>(b, x), "a path", "a shortcut");
  }
};

/// The product of branches. The second of two may make one number a channel, for all pixels of the first: squeeze and
/// excitation. Gradient: dy times the other branches. Known as: Keras `Multiply`, ONNX `Mul`.
///
///     using Gate = Sequential<GlobalAveragePooling2D, Dense<2>, ReLU, Dense<8>, Sigmoid>;
///     using Net = Sequential<Input<6, 6, 8>, Multiply<Identity, Gate>>;
///     static_assert(Net::output_shape == Shape(6, 6, 8));
template <class... Branch>
struct Multiply {
  static constexpr const char* keras_name = "Multiply";
  static constexpr bool is_combinator = true;
  using children = TypeList<Branch...>;
  static constexpr void spell(Text& t) { t << "Multiply"; }
  static constexpr Node lower(Builder& b, Node x) {
    return detail::merge(b, Kind::multiply, detail::apply_branches<Branch...>(b, x), "a branch", "a branch");
  }
};

/// The mean of branches. Gradient: dy / n to each. Known as: Keras `Average`, ONNX `Mean`.
///
///     using Net = Sequential<Input<8>, Average<Dense<4>, Dense<4>>>;
///     static_assert(Net::output_shape == Shape(4));
template <class... Branch>
struct Average {
  static constexpr const char* keras_name = "Average";
  static constexpr bool is_combinator = true;
  using children = TypeList<Branch...>;
  static constexpr void spell(Text& t) { t << "Average"; }
  static constexpr Node lower(Builder& b, Node x) {
    return detail::merge(b, Kind::average, detail::apply_branches<Branch...>(b, x), "a branch", "a branch");
  }
};

/// The largest of branches, number by number. Gradient: to the first largest. Known as: Keras `Maximum`, ONNX `Max`.
///
///     using Net = Sequential<Input<8>, Maximum<Dense<4>, Dense<4>>>;
///     static_assert(Net::output_shape == Shape(4));
template <class... Branch>
struct Maximum {
  static constexpr const char* keras_name = "Maximum";
  static constexpr bool is_combinator = true;
  using children = TypeList<Branch...>;
  static constexpr void spell(Text& t) { t << "Maximum"; }
  static constexpr Node lower(Builder& b, Node x) {
    return detail::merge(b, Kind::maximum, detail::apply_branches<Branch...>(b, x), "a branch", "a branch");
  }
};

/// The channels of branches side by side. At inference the branches write straight into their places.
/// Shape: H x W x the sum of channels. Gradient: each branch's share of dy. Known as: Keras `Concatenate`, ONNX `Concat`.
///
///     using Net = Sequential<Input<8, 8, 3>, Concat<Conv2D<4, 1>, Conv2D<6, 3, Same>, Identity>>;
///     static_assert(Net::output_shape == Shape(8, 8, 13));
template <class... Branch>
struct Concat {
  static constexpr const char* keras_name = "Concatenate";
  static constexpr bool is_combinator = true;
  using children = TypeList<Branch...>;
  static constexpr void spell(Text& t) { t << "Concat"; }
  static constexpr Node lower(Builder& b, Node x) {
    return detail::concatenate(b, detail::apply_branches<Branch...>(b, x));
  }
};

}  // namespace cincel
