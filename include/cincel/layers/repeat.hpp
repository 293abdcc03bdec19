// Repeat<N, Block>, RepeatWith<N, Block>: the same block several times.
#pragma once

#include <cincel/layers/sequential.hpp>

#include <utility>

namespace cincel {

/// `Block` N times, one after another, each with parameters of its own. In a `Named` one the blocks are called by their
/// numbers: `Named<"layer1", Repeat<3, Block>>` has `layer1.0.…`, `layer1.1.…`, `layer1.2.…`.
///
///     using Net = Sequential<Input<16>, Repeat<3, Sequential<Dense<16>, ReLU>>>;
///     static_assert(Net::parameter_count == 3 * (16 * 16 + 16));
template <int N, class Block>
struct Repeat {
  static constexpr const char* keras_name = "Repeat";
  static constexpr bool is_combinator = true;
  static constexpr int repetitions = N;
  using children = TypeList<Block>;
  static constexpr void spell(Text& t) { t << "Repeat<" << N << '>'; }
  static constexpr Node lower(Builder& b, Node x) {
    if (N < 0) return b.fail("repeats ", N, " times; make it at least 0");
    const bool numbered = b.in_named_combinator();
    for (int i = 0; i < N; ++i) x = numbered ? b.apply_numbered<Block>(x, i) : b.apply_at<Block>(x, i);
    return x;
  }
};

/// `Block<0>`, `Block<1>`, …, `Block<N − 1>`, one after another: blocks that depend on their number.
///
/// With `template <int I> using Wider = Sequential<Dense<8 * (I + 1)>, ReLU>`:
///
///     using Net = Sequential<Input<4>, RepeatWith<3, Wider>>;
///     static_assert(Net::layer_shapes.back() == Shape(24));
template <int N, template <int> class Block>
struct RepeatWith {
  static constexpr const char* keras_name = "Repeat";
  static constexpr bool is_combinator = true;
  static constexpr void spell(Text& t) { t << "RepeatWith<" << N << '>'; }

  template <class Numbers>
  struct Blocks;
  template <int... I>
  struct Blocks<std::integer_sequence<int, I...>> {
    using type = TypeList<Block<I>...>;
    static constexpr Node lower(Builder& b, Node x, bool numbered) {
      ((x = numbered ? b.apply_numbered<Block<I>>(x, I) : b.apply_at<Block<I>>(x, I)), ...);
      return x;
    }
  };
  static constexpr int count = N < 0 ? 0 : N;
  using children = typename Blocks<std::make_integer_sequence<int, count>>::type;
  static constexpr Node lower(Builder& b, Node x) {
    if (N < 0) return b.fail("repeats ", N, " times; make it at least 0");
    return Blocks<std::make_integer_sequence<int, count>>::lower(b, x, b.in_named_combinator());
  }
};

}  // namespace cincel
