// Sequential, nested and named; Input.
#include "../laws.hpp"

using namespace cincel;

using Block = Sequential<Conv2D<6, 3, Same>, BatchNormalization<>, ReLU>;
using Nested =
    Sequential<Input<6, 6, 2>, Named<"one", Block>, Named<"two", Block>, Block, Sequential<>, Flatten, Dense<3>>;
using Flat = Sequential<Input<6, 6, 2>, Conv2D<6, 3, Same>, BatchNormalization<>, ReLU, Conv2D<6, 3, Same>,
                        BatchNormalization<>, ReLU, Conv2D<6, 3, Same>, BatchNormalization<>, ReLU, Flatten, Dense<3>>;

TEST_CASE_TEMPLATE("Sequential obeys the laws", Net, Nested) { laws::obey<Net>(); }

static_assert(Nested::parameter_count == Flat::parameter_count && Nested::macs == Flat::macs);
static_assert(!(Nested::fingerprint == Flat::fingerprint), "names are part of the fingerprint");
static_assert(parameter_names<Nested>[0].view() == "one.conv2d.weight");

TEST_CASE("a nested list computes what the flat one does") {
  const auto parameters = random_parameters<Flat>(1), x = random_numbers(72, 2, -1, 1);
  CHECK(laws::run<Nested, native_pack>(parameters, x) == laws::run<Flat, native_pack>(parameters, x));
}
