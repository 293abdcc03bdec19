// Net::layers: the layers of a network as a Boost.Hana sequence of types. A header apart, because including Hana
// costs compile time that checking, training and inference do not need.
#pragma once

#include <cincel/layers/sequential.hpp>

#include <type_traits>
#include <utility>

// Hana has names that X11 defines as macros.
#pragma push_macro("Bool")
#pragma push_macro("None")
#undef Bool
#undef None
#include <boost/hana/at.hpp>
#include <boost/hana/count_if.hpp>
#include <boost/hana/drop_front.hpp>
#include <boost/hana/filter.hpp>
#include <boost/hana/for_each.hpp>
#include <boost/hana/is_empty.hpp>
#include <boost/hana/size.hpp>
#include <boost/hana/tuple.hpp>
#include <boost/hana/type.hpp>
#include <boost/hana/unpack.hpp>
#pragma pop_macro("Bool")
#pragma pop_macro("None")

namespace cincel {

namespace detail {

struct LayerSequenceTag {};

template <class... A, class... B>
TypeList<A..., B...> operator+(TypeList<A...>, TypeList<B...>);

template <class L>
struct Leaves {
  using type = TypeList<L>;
};
template <class List>
struct LeavesOfList;
template <class... L>
struct LeavesOfList<TypeList<L...>> {
  using type = decltype((TypeList<>{} + ... + typename Leaves<L>::type{}));
};
template <class L>
  requires(
      requires { typename L::children; } && !requires { L::repetitions; })
struct Leaves<L> : LeavesOfList<typename L::children> {};

/// The leaves of a repeated block, N times.
template <class List, class Numbers>
struct Repeated;
template <class List, int... I>
struct Repeated<List, std::integer_sequence<int, I...>> {
  using type = decltype((TypeList<>{} + ... + static_cast<std::conditional_t<I >= 0, List, void>>(List{})));
};
template <class L>
  requires requires { L::repetitions; }
struct Leaves<L> {
  using type = typename Repeated<typename LeavesOfList<typename L::children>::type,
                                 std::make_integer_sequence<int, L::repetitions>>::type;
};

template <class List>
struct HanaSequence;
template <class... L>
struct HanaSequence<TypeList<L...>> {
  using type = boost::hana::tuple<boost::hana::type<L>...>;
};

}  // namespace detail

/// Models Hana's Sequence: the layers as `hana::type`s in order of execution, combinators opened.
/// `hana::for_each`, `hana::filter`, `hana::count_if`, `hana::size`, `hana::at` walk it.
template <class Net>
struct LayerSequence {
  using hana_tag = detail::LayerSequenceTag;
  /// The same as a plain `hana::tuple`.
  static constexpr auto tuple() { return typename detail::HanaSequence<typename detail::Leaves<Net>::type>::type{}; }
};

template <class Net>
constexpr LayerSequence<Net> Network<Net>::layers{};

}  // namespace cincel

namespace boost::hana {

template <>
struct Sequence<cincel::detail::LayerSequenceTag> {
  static constexpr bool value = true;
};
template <>
struct make_impl<cincel::detail::LayerSequenceTag> {
  template <class... X>
  static constexpr auto apply(X&&... x) {
    return hana::make_tuple(static_cast<X&&>(x)...);
  }
};
template <>
struct unpack_impl<cincel::detail::LayerSequenceTag> {
  template <class Layers, class F>
  static constexpr decltype(auto) apply(const Layers&, F&& f) {
    return hana::unpack(Layers::tuple(), static_cast<F&&>(f));
  }
};
template <>
struct at_impl<cincel::detail::LayerSequenceTag> {
  template <class Layers, class N>
  static constexpr auto apply(const Layers&, const N& n) {
    return hana::at(Layers::tuple(), n);
  }
};
template <>
struct drop_front_impl<cincel::detail::LayerSequenceTag> {
  template <class Layers, class N>
  static constexpr auto apply(const Layers&, const N& n) {
    return hana::drop_front(Layers::tuple(), n);
  }
};
template <>
struct is_empty_impl<cincel::detail::LayerSequenceTag> {
  template <class Layers>
  static constexpr auto apply(const Layers&) {
    return hana::is_empty(Layers::tuple());
  }
};

}  // namespace boost::hana
