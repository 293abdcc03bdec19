// Any other wiring: Tap puts a value aside under a name, and AddWith, ConcatWith, … take it up again. Outputs and
// Auxiliary give a network several outputs; Shared lets several places use the same weights.
#pragma once

#include <cincel/layers/merge.hpp>

namespace cincel {

/// Puts its input aside as `Name` and passes it on. It must be taken up once by a `…With<Name>` further on; then the
/// name is free again.
///
///     using Net = Sequential<Input<8, 8, 4>, Tap<"skip">, Conv2D<4, 3, Same>, ReLU, AddWith<"skip">>;
///     static_assert(Net::output_shape == Shape(8, 8, 4));
template <fixed_string Name>
struct Tap {
  static constexpr const char* keras_name = "Tap";
  static constexpr bool is_combinator = true;
  static constexpr void spell(Text& t) { t << "Tap<\"" << Name.view() << "\">"; }
  static constexpr Node lower(Builder& b, Node x) {
    return x == Builder::no_node ? b.fail_without_input() : b.tap(Name.text, x);
  }
};

namespace detail {
constexpr Node join_tap(Builder& b, Node x, const char* name, Kind kind, bool tap_first) {
  if (x == Builder::no_node) return b.fail_without_input();
  const Node tapped = b.take_tap(name);
  if (b.failed()) return 0;
  list<Node> values;
  values.push_back(tap_first ? tapped : x);
  values.push_back(tap_first ? x : tapped);
  return kind == Kind::concat ? concatenate(b, values) : merge(b, kind, values, "a value", "the tapped value");
}

/// Taps are joined by layers of this form.
template <fixed_string Name, Kind K, bool TapFirst = false>
struct JoinTap {
  static constexpr bool is_combinator = true;
  static constexpr Node lower(Builder& b, Node x) { return join_tap(b, x, Name.text, K, TapFirst); }
};
}  // namespace detail

/// Its input plus the tapped value. Both have one shape.
template <fixed_string Name>
struct AddWith : detail::JoinTap<Name, Kind::add> {
  static constexpr const char* keras_name = "Add";
  static constexpr void spell(Text& t) { t << "AddWith<\"" << Name.view() << "\">"; }
};
/// Its input times the tapped value, which may be one number a channel.
template <fixed_string Name>
struct MultiplyWith : detail::JoinTap<Name, Kind::multiply> {
  static constexpr const char* keras_name = "Multiply";
  static constexpr void spell(Text& t) { t << "MultiplyWith<\"" << Name.view() << "\">"; }
};
/// The mean of its input and the tapped value.
template <fixed_string Name>
struct AverageWith : detail::JoinTap<Name, Kind::average> {
  static constexpr const char* keras_name = "Average";
  static constexpr void spell(Text& t) { t << "AverageWith<\"" << Name.view() << "\">"; }
};
/// The larger of its input and the tapped value, number by number.
template <fixed_string Name>
struct MaximumWith : detail::JoinTap<Name, Kind::maximum> {
  static constexpr const char* keras_name = "Maximum";
  static constexpr void spell(Text& t) { t << "MaximumWith<\"" << Name.view() << "\">"; }
};
/// The channels of its input, then those of the tapped value.
///
///     using Net = Sequential<Input<8, 8, 4>, Tap<"x">, Conv2D<2, 3, Same>, ConcatWith<"x">>;
///     static_assert(Net::output_shape == Shape(8, 8, 6));
template <fixed_string Name>
struct ConcatWith : detail::JoinTap<Name, Kind::concat> {
  static constexpr const char* keras_name = "Concatenate";
  static constexpr void spell(Text& t) { t << "ConcatWith<\"" << Name.view() << "\">"; }
};
/// The channels of the tapped value, then those of its input: torch.cat([skip, x]).
template <fixed_string Name>
struct ConcatAfter : detail::JoinTap<Name, Kind::concat, true> {
  static constexpr const char* keras_name = "Concatenate";
  static constexpr void spell(Text& t) { t << "ConcatAfter<\"" << Name.view() << "\">"; }
};

/// A head beside the network: its value is the output called `Name`, and the network goes on with the head's input
/// (GoogLeNet's auxiliary classifiers). `Inference::output<"name">()` reads it.
///
///     using Net = Sequential<Input<8>, Dense<4>, Auxiliary<"early", Dense<2>>, ReLU, Dense<2>>;
///     static_assert(Net::output_count == 2);
template <fixed_string Name, class... Layer>
struct Auxiliary {
  static constexpr const char* keras_name = "Auxiliary";
  static constexpr bool is_combinator = true;
  using children = TypeList<Layer...>;
  static constexpr void spell(Text& t) { t << "Auxiliary<\"" << Name.view() << "\">"; }
  static constexpr Node lower(Builder& b, Node x) {
    if (x == Builder::no_node) return b.fail_without_input();
    const Node y = b.in_scope(Name.text, keras_name, [&] {
      Node h = x;
      int i = 0;
      ((h = b.apply_at<Layer>(h, i++)), ...);
      return h;
    });
    b.add_output(y, Name.text);
    return x;
  }
};

/// A named head of `Outputs`.
template <fixed_string Name, class... Layer>
struct Output {
  static constexpr const char* name = Name.text;
  using block = Sequential<Layer...>;
  static constexpr const char* keras_name = "Output";
  static constexpr bool is_combinator = true;
  using children = TypeList<Layer...>;
  static constexpr void spell(Text& t) { t << "Output<\"" << Name.view() << "\">"; }
  static constexpr Node lower(Builder& b, Node x) {
    if (!b.in_outputs) return b.fail("stands outside of Outputs; write Outputs<Output<\"", Name.view(), "\", ...>>");
    return b.apply<block>(x);
  }
};

/// The end of a network with several heads on one value; the first is the network's main output.
///
///     using Heads = Outputs<Output<"class", Dense<10>, Softmax>, Output<"box", Dense<4>>>;
///     using Net = Sequential<Input<32>, Dense<16>, ReLU, Heads>;
///     static_assert(Net::output_shape == Shape(10) && Net::output_shapes[1] == Shape(4));
template <class... Head>
struct Outputs {
  static constexpr const char* keras_name = "Outputs";
  static constexpr bool is_combinator = true;
  using children = TypeList<Head...>;
  static constexpr void spell(Text& t) { t << "Outputs"; }
  static constexpr Node lower(Builder& b, Node x) {
    if (sizeof...(Head) == 0) return b.fail("has no head; write Outputs<Output<\"name\", layers...>, ...>");
    if (x == Builder::no_node) return b.fail_without_input();
    Node first = 0;
    int i = 0;
    const auto head = [&]<class H>() {
      if constexpr (requires {
                      typename H::block;
                      H::name;
                    }) {
        b.in_outputs = true;
        const Node y = b.in_scope(H::name, H::keras_name, [&] { return b.apply_at<H>(x, i); });
        b.in_outputs = false;
        if (i++ == 0) {
          first = y;
          b.name_first_output(H::name);
        } else {
          b.add_output(y, H::name);
        }
      } else {
        Text spelt;
        detail::spell_any<H>(spelt);
        b.fail("holds ", spelt, ", which is no Output; write Output<\"name\", ", spelt, ">");
      }
    };
    (head.template operator()<Head>(), ...);
    b.end_network();
    return first;
  }
};

/// A layer or block whose parameters are those of the first one that was called `Name`: one tower applied to two
/// inputs, as siamese networks do. Gradients of all uses add up. A state (moving statistics, a state of a user's layer)
/// moves once a step for each use, in the order of uses, as in Keras.
///
///     using Tower = Shared<"tower", Dense<4>, ReLU>;
///     using Both = Concat<Sequential<Input<8>, Tower>, Sequential<Input<8>, Tower>>;
///     using Net = Sequential<Both, Dense<1>, Sigmoid>;
///     static_assert(Net::parameter_count == 8 * 4 + 4 + 8 + 1 && Net::input_count == 2);
template <fixed_string Name, class... Layer>
struct Shared {
  static constexpr const char* keras_name = "Shared";
  static constexpr bool is_combinator = true;
  using children = TypeList<Layer...>;
  static constexpr void spell(Text& t) { t << "Shared<\"" << Name.view() << "\">"; }
  static constexpr Node lower(Builder& b, Node x) { return b.apply_shared<Sequential<Layer...>>(x, Name.text); }
};

}  // namespace cincel
