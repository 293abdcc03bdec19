// expect: layer 1, Dense<2>: needs a flat input, got 2x2x1, insert Flatten before it
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<2, 2, 1>, Dense<2>>;
constexpr std::array<float, 4> image{1, 2, 3, 4};
constexpr std::array<float, 256> packed{};
constexpr std::array<float, 2> y = predict<Net>(WeightsView<Net>::from_packed(packed.data()), image);
static_assert(y[0] == 0);
