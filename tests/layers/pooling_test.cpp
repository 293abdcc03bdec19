#include "../laws.hpp"

using namespace cincel;

template <class... Pool>
using Pooled = Sequential<Input<9, 11, 3>, Conv2D<6, 2>, Tanh, Pool..., Tanh, Flatten, Dense<3>>;

TEST_CASE_TEMPLATE("pooling obeys the laws", Net, Pooled<MaxPooling2D<2>>, Pooled<MaxPooling2D<3, Stride<2>, Same>>,
                   Pooled<MaxPooling2D<Size(2, 3), Stride<1>>>, Pooled<AveragePooling2D<2>>,
                   Pooled<AveragePooling2D<3, Stride<2>, Same>>, Pooled<AveragePooling2D<3, Padding<1>>>,
                   Pooled<MaxPooling2D<3, Stride<2>, Padding<1>, CeilMode>>,
                   Pooled<AveragePooling2D<3, Stride<2>, Padding<1>, CountPadding, CeilMode>>,
                   Sequential<Input<5, 7, 17>, Conv2D<19, 1>, GlobalAveragePooling2D, Dense<3>>,
                   Sequential<Input<5, 7, 17>, Conv2D<19, 1>, GlobalMaxPooling2D, Dense<3>>,
                   Sequential<Input<23, 3>, Conv1D<6, 3>, MaxPooling1D<2>, Conv1D<5, 3, Same>, AveragePooling1D<2>,
                              GlobalMaxPooling1D, Dense<3>>,
                   Sequential<Input<23, 3>, Conv1D<6, 3>, GlobalAveragePooling1D, Dense<3>>) {
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
  CHECK(pooled<GlobalMaxPooling2D>() == std::vector<double>{9});
  CHECK(pooled<MaxPooling2D<2, CeilMode>>() == std::vector<double>{5, 6, 8, 9});
  CHECK(pooled<AveragePooling2D<2, CeilMode>>() == std::vector<double>{3, 4.5, 7.5, 9});
  // The zeros of the padding count, what hangs over beyond them does not: (1 + 2 + 4 + 5) / 9, (3 + 6) / 6 and so on.
  const auto counted = pooled<AveragePooling2D<3, Stride<2>, Padding<Pads{1, 1, 0, 0}>, CountPadding, CeilMode>>();
  CHECK(counted[0] == doctest::Approx(12.0 / 9));
  CHECK(counted[1] == doctest::Approx(16.0 / 6));
  CHECK(counted[3] == doctest::Approx(28.0 / 4));
  std::vector<float> negative(9, -3.0f);
  CHECK(laws::run<Sequential<Input<3, 3, 1>, MaxPooling2D<2, Same>>, native_pack>({}, negative) ==
        std::vector<double>(4, -3.0));
}
