// Layers that can be computed in several ways, in each of them: "choice/conv3x3_64_64_56" is what the plan takes,
// "choice/conv3x3_64_64_56/direct" another. ../choices.cpp counts how often the plan's was the fastest.
#include "layers.hpp"

#include <string_view>

namespace {

using namespace cincel;

/// The network of one layer, computed in the way called `Way`.
template <class Net, fixed_string Way>
struct ComputedBy;
template <class In, class Layer, fixed_string Way>
struct ComputedBy<Sequential<In, Layer>, Way> {
  using type = Sequential<In, Named<"layer", Layer>, Force<"layer", Way>>;
};

/// A way's name as an argument of a template.
template <const Implementation* Way>
constexpr auto name_of() {
  constexpr std::size_t n = std::string_view(Way->name).size();
  fixed_string<n> name;
  for (std::size_t i = 0; i < n; ++i) name.text[i] = Way->name[i];
  return name;
}

/// The main step's op of a network.
template <class Net>
constexpr Op main_op = inference_plan<Net>.steps[bench::Forward<Net>::step].op;

/// Whether way number `i` is another way for the main step, which a plan could take without being told to. The plain
/// one, number after number, is in no race.
template <class Net>
constexpr bool is_other_way(int i) {
  constexpr const Op& op = main_op<Net>;
  const Implementation& way = traits_of(op).implementations[i];
  const Fit fit = way.fit(op, target_of<Net>);
  return i != op.implementation && &way != &plain_implementation && fit.fits && fit.cost != Fit::forced_only;
}

template <class Net, int I>
void add_way(const std::string& name) {
  if constexpr (is_other_way<Net>(I)) {
    constexpr const Implementation* way = traits_of(main_op<Net>).implementations.list[I];
    using Other = typename ComputedBy<Net, name_of<way>()>::type;
    bench::add_forward<Other>("choice/" + name + '/' + way->name);
  }
}
template <class Net>
void add_ways(const std::string& name) {
  constexpr int count = traits_of(main_op<Net>).implementations.size;
  constexpr bool has_others = [] {
    bool any = false;
    for (int i = 0; i < count; ++i) any = any || is_other_way<Net>(i);
    return any;
  }();
  if constexpr (has_others) {
    bench::add_forward<Net>("choice/" + name);
    [&name]<int... I>(std::integer_sequence<int, I...>) {
      (add_way<Net, I>(name), ...);
    }(std::make_integer_sequence<int, count>{});
  }
}

struct AddChoices {
  template <class Family, class Small, class... Large>
  void operator()(const char* name) const {
    (add_ways<typename operator_cases::NetOf<Family, Large>::type>(operator_cases::sized(name, Large{})), ...);
  }
};

const bench::Registration choices([] { operator_cases::for_each_product(AddChoices{}); });

}  // namespace
