// Networks made from networks: the part up to a layer, another head, another input size.
#pragma once

#include <cincel/layers/input.hpp>
#include <cincel/layers/pooling.hpp>
#include <cincel/layers/sequential.hpp>
#include <cincel/layers/shaping.hpp>

#include <type_traits>

namespace cincel {

/// The network `Net` up to and with the layer or block called `Name` ("layer3.1.conv2d_2", or a `Named` one's name): a
/// feature extractor. Its parameters are the first of `Net`'s and have the same names.
///
///     using Net = Sequential<Input<8>, Named<"features", Dense<4>>, ReLU, Dense<2>>;
///     using Features = until<Net, "features">;
///     static_assert(Features::output_shape == Shape(4));
template <class Net, fixed_string Name>
struct Until : Network<Until<Net, Name>> {
  static constexpr const char* keras_name = "Until";
  static constexpr bool is_combinator = true;
  using children = TypeList<Net>;
  static constexpr void spell(Text& t) { t << "until<\"" << Name.view() << "\">"; }
  static constexpr Node lower(Builder& b, Node x) { return b.apply_until<Net>(x, Name.view()); }
};
template <class Net, fixed_string Name>
using until = Until<Net, Name>;

namespace detail {

/// What ends the features of a classifier: everything behind the last of these is its head.
template <class L>
inline constexpr bool ends_features = false;
template <>
inline constexpr bool ends_features<Flatten> = true;
template <>
inline constexpr bool ends_features<GlobalAveragePooling2D> = true;
template <>
inline constexpr bool ends_features<GlobalMaxPooling2D> = true;
template <>
inline constexpr bool ends_features<GlobalAveragePooling1D> = true;
template <>
inline constexpr bool ends_features<GlobalMaxPooling1D> = true;

/// What a rewriting makes of a network that it cannot rewrite: a network whose error says why. `Reason` has `name` and
/// `spell_fault`.
template <class Reason>
struct NotRewritten : Network<NotRewritten<Reason>> {
  static constexpr const char* keras_name = Reason::name;
  static constexpr bool is_combinator = true;
  static constexpr void spell(Text& t) { t << Reason::name; }
  static constexpr Node lower(Builder& b, Node) {
    Text fault;
    Reason::spell_fault(fault);
    return b.fail(fault);
  }
};

template <class Net>
struct NoListToReplaceHead {
  static constexpr const char* name = "replace_head";
  static constexpr void spell_fault(Text& t) {
    spell_any<Net>(t << "needs a network that is a Sequential, got ");
    t << "; write Sequential<that, layers of the head...>";
  }
};
template <class... L>
struct NoFeaturesToKeep {
  static constexpr const char* name = "replace_head";
  static constexpr void spell_fault(Text& t) {
    bool outputs = false;
    ((outputs = std::string_view(keras_name_of<L>()) == "Outputs"), ...);
    t << "found no Flatten or global pooling in the outermost list of the network"
      << (outputs ? ", which ends in Outputs" : "")
      << "; take until<Net, \"name of the last layer to keep\"> and write the new head behind that";
  }
};

template <class Net, class... Head>
struct ReplaceHead {
  using type = NotRewritten<NoListToReplaceHead<Net>>;
};
template <class... L, class... Head>
struct ReplaceHead<Sequential<L...>, Head...> {
  /// Layers before the head.
  static constexpr std::size_t features = [] {
    std::size_t n = 0, i = 0;
    ((++i, n = ends_features<L> ? i : n), ...);
    return n;
  }();
  template <std::size_t N, class Kept, class... Rest>
  struct Take;
  template <std::size_t N, class... Kept, class First, class... Rest>
  struct Take<N, Sequential<Kept...>, First, Rest...> : Take<N - 1, Sequential<Kept..., First>, Rest...> {};
  template <class... Kept, class First, class... Rest>
  struct Take<0, Sequential<Kept...>, First, Rest...> {
    using type = Sequential<Kept..., Head...>;
  };
  template <class... Kept>
  struct Take<0, Sequential<Kept...>> {
    using type = Sequential<Kept..., Head...>;
  };
  using type = std::conditional_t<features == 0, NotRewritten<NoFeaturesToKeep<L...>>,
                                  typename Take<features, Sequential<>, L...>::type>;
};

/// A network with the input that it begins with replaced; `first` is the layer that it begins with.
template <class Net, int H, int W>
struct WithInput {
  using type = Net;
  using first = Net;
  static constexpr bool found = false;
};
template <int OldH, int OldW, int C, int H, int W>
struct WithInput<Input<OldH, OldW, C>, H, W> {
  using type = Input<H, W, C>;
  using first = type;
  static constexpr bool found = true;
};
template <int OldH, int OldW, int C, int H, int W>
struct WithInput<ByteInput<OldH, OldW, C>, H, W> {
  using type = ByteInput<H, W, C>;
  using first = type;
  static constexpr bool found = true;
};
template <fixed_string Name, class L, int H, int W>
struct WithInput<Named<Name, L>, H, W> : WithInput<L, H, W> {
  using type = Named<Name, typename WithInput<L, H, W>::type>;
};
template <class First, class... L, int H, int W>
struct WithInput<Sequential<First, L...>, H, W> : WithInput<First, H, W> {
  using type = Sequential<typename WithInput<First, H, W>::type, L...>;
};
template <class Net, fixed_string Name, int H, int W>
struct WithInput<Until<Net, Name>, H, W> : WithInput<Net, H, W> {
  using type = Until<typename WithInput<Net, H, W>::type, Name>;
};

template <class First>
struct NoInputToReplace {
  static constexpr const char* name = "with_input";
  static constexpr void spell_fault(Text& t) {
    t << (requires { First::is_source; }
              ? "needs an Input of height x width x channels, got "
              : "changes nothing, because the network does not begin with an Input, but with ");
    spell_any<First>(t);
    t << "; write the network for that size";
  }
};

}  // namespace detail

/// `Net` with `Head` instead of its own: instead of what stands behind its last Flatten or global pooling, which must be
/// in its outermost list (if there is none, the type is a network whose error says so). The other parameters keep their names, so that trained ones can be loaded.
///
///     using Net = Sequential<Input<8, 8, 3>, Conv2D<4, 3>, GlobalAveragePooling2D, Dense<1000>, Softmax>;
///     using Mine = replace_head<Net, Dense<5>, Softmax>;
///     static_assert(Mine::output_shape == Shape(5));
template <class Net, class... Head>
using replace_head = typename detail::ReplaceHead<Net, Head...>::type;

/// `Net` for images of another size; it must begin with an `Input` or `ByteInput` of height, width and channels (if not,
/// the type is a network whose error says so). The weights are the same where no layer's shape depends on the size of the map: up
/// to a global pooling.
///
///     using Net = Sequential<Input<32, 32, 3>, Conv2D<4, 3>, GlobalAveragePooling2D, Dense<2>>;
///     static_assert(with_input<Net, 64, 48>::parameter_count == Net::parameter_count);
template <class Net, int H, int W>
using with_input =
    std::conditional_t<detail::WithInput<Net, H, W>::found, typename detail::WithInput<Net, H, W>::type,
                       detail::NotRewritten<detail::NoInputToReplace<typename detail::WithInput<Net, H, W>::first>>>;

}  // namespace cincel
