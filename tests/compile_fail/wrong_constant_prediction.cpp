// expect: layer 2, Dense<10>: needs a flat input, got 26x26x8, insert Flatten before it
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<28, 28, 1>, Conv2D<8, 3>, Dense<10>>;
constexpr std::array<float, 784> x{};
constexpr float packed[100]{};
constexpr auto y = predict<Net>(WeightsView<Net>::from_packed(packed), x);
static_assert(y.size() == 10 && y[3] > 0.5f && y[2] < 0.5f && argmax(y) == 3u);
