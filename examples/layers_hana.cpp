// Walking a network's layers with Boost.Hana: counting, filtering, printing.
#include <cincel/reflection.hpp>
#include <cincel/zoo/resnet.hpp>

#include <iostream>

namespace hana = boost::hana;
using namespace cincel;

using Net = zoo::ResNet18<>;

/// Whether a layer is a convolution: a question about its type.
template <class L>
constexpr hana::false_ is_convolution(hana::basic_type<L>) {
  return {};
}
template <int Filters, Size Kernel, class... Option>
constexpr hana::true_ is_convolution(hana::basic_type<Conv2D<Filters, Kernel, Option...>>) {
  return {};
}
constexpr auto convolution = [](auto layer) { return is_convolution(layer); };

// ResNet-18 has 20 convolutions: 1 + 4 · 4 and 3 in shortcuts.
static_assert(decltype(hana::count_if(Net::layers, convolution))::value == 20);

int main() {
  const auto convolutions = hana::filter(Net::layers.tuple(), convolution);
  hana::for_each(convolutions, [](auto layer) {
    Text t;
    decltype(layer)::type::spell(t);
    std::cout << t.view() << '\n';
  });
}
