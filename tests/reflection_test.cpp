// Net::layers walked with Boost.Hana.
#include <doctest/doctest.h>

#include <cincel/inference.hpp>
#include <cincel/reflection.hpp>

#include <boost/hana.hpp>

namespace hana = boost::hana;
using namespace cincel;

using Block = Sequential<Conv2D<8, 3>, ReLU, Named<"inner", Sequential<ReLU>>>;
using Net = Sequential<Input<28, 28, 1>, Conv2D<32, 3>, Block, ReLU>;
constexpr auto is_relu = [](auto t) { return hana::bool_c<std::is_same_v<typename decltype(t)::type, ReLU>>; };

static_assert(hana::size(Net::layers) == hana::size_c<6>);
static_assert(hana::count_if(Net::layers, is_relu) == hana::size_c<3>);
static_assert(hana::size(hana::filter(Net::layers, is_relu)) == hana::size_c<3>);
static_assert(hana::at_c<1>(Net::layers) == hana::type_c<Conv2D<32, 3>>);

TEST_CASE("layers can be walked in order") {
  Text names;
  hana::for_each(Net::layers, [&](auto t) { names << decltype(t)::type::keras_name << ' '; });
  CHECK(names.view() == "InputLayer Conv2D Conv2D ReLU ReLU ReLU ");
}
