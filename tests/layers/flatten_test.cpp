// Flatten, Dropout, Rescaling: layers that inference elides or folds.
#include "../laws.hpp"

using namespace cincel;

TEST_CASE_TEMPLATE(
    "Flatten, Dropout and Rescaling obey the laws", Net, Sequential<Input<3, 5, 2>, Flatten, Dense<3>>,
    Sequential<Input<6, 5, 3>, Conv2D<7, 2>, Flatten, Tanh, Flatten, Dense<3>>,
    Sequential<Input<19>, Dense<40>, Dropout<0.25f>, Dense<3>, Dropout<0.5f>>,
    Sequential<Input<6, 7, 3>, Conv2D<5, 3, Same>, Dropout<0.5f>, Conv2D<4, 3, Same>>,
    Sequential<Input<6, 7, 2>, Rescaling<0.5f, 0.1f>, Conv2D<33, 2, NoBias>>,
    Sequential<Input<6, 7, 2>, Rescaling<0.5f, 0.1f>, Conv2D<3, 3, Same>, Rescaling<2.0f, -1.0f>, Flatten, Dense<2>>) {
  laws::obey<Net>();
}

TEST_CASE("Flatten keeps the order of memory: row, column, channel") {
  using Net = Sequential<Input<2, 1, 2>, Flatten>;
  CHECK(laws::run<Net, native_pack>({}, {1, 2, 3, 4}) == std::vector<double>{1, 2, 3, 4});
}

TEST_CASE("Rescaling multiplies, then adds") {
  using Net = Sequential<Input<2>, Rescaling<0.5f, 1.0f>>;
  CHECK(laws::run<Net, native_pack>({}, {4, -2}) == std::vector<double>{3, 0});
}

TEST_CASE("dropout keeps its share and the mean") {
  std::vector<float> mask(100'000);
  kernels::dropout_mask(RandomStream(1, Purpose::dropout), 0.25f, mask.data(), 100'000);
  double sum = 0;
  int zeros = 0;
  for (const float m : mask) sum += static_cast<double>(m), zeros += m == 0.0f;
  CHECK(sum / 100'000 == doctest::Approx(1).epsilon(0.01));
  CHECK(zeros == doctest::Approx(25'000).epsilon(0.02));
}
