#include "../laws.hpp"

using namespace cincel;

template <class... Pool>
using Pooled = Sequential<Input<9, 11, 3>, Conv2D<6, 2>, Tanh, Pool..., Tanh, Flatten, Dense<3>>;

TEST_CASE_TEMPLATE("pooling obeys the laws", Net, Pooled<MaxPooling2D<2>>, Pooled<MaxPooling2D<3, Stride<2>, Same>>,
                   Pooled<MaxPooling2D<Size(2, 3), Stride<1>>>, Pooled<AveragePooling2D<2>>,
                   Pooled<AveragePooling2D<3, Stride<2>, Same>>, Pooled<AveragePooling2D<3, Padding<1>>>,
                   Sequential<Input<5, 7, 17>, Conv2D<19, 1>, GlobalAveragePooling2D, Dense<3>>) {
  laws::obey<Net>();
}

namespace {
const std::vector<float> count_up = {1, 2, 3, 4, 5, 6, 7, 8, 9};
template <class Layer>
std::vector<double> pooled() {
  return laws::run<Sequential<Input<3, 3, 1>, Layer>, native_pack>({}, count_up);
}
}  // namespace

TEST_CASE("pooling by hand: pixels beyond the border never win and are not counted") {
  CHECK(pooled<MaxPooling2D<2>>() == std::vector<double>{5});
  CHECK(pooled<MaxPooling2D<2, Same>>() == std::vector<double>{5, 6, 8, 9});
  CHECK(pooled<AveragePooling2D<2, Stride<1>>>() == std::vector<double>{3, 4, 6, 7});
  CHECK(pooled<AveragePooling2D<2, Same>>() == std::vector<double>{3, 4.5, 7.5, 9});
  CHECK(pooled<GlobalAveragePooling2D>() == std::vector<double>{5});
  std::vector<float> negative(9, -3.0f);
  CHECK(laws::run<Sequential<Input<3, 3, 1>, MaxPooling2D<2, Same>>, native_pack>({}, negative) ==
        std::vector<double>(4, -3.0));
}
