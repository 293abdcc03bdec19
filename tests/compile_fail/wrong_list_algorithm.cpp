// expect: layer 3, Dense<10>: needs a flat input, got 6x6x8, insert Flatten before it
#include <cincel/inference.hpp>
#include <algorithm>
using namespace cincel;
using Net = Sequential<Input<8, 8, 1>, Conv2D<8, 3>, ReLU, Dense<10>, Softmax>;
constexpr auto biggest = std::max_element(Net::layer_facts.begin(), Net::layer_facts.end(),
                                          [](const LayerFacts& a, const LayerFacts& b) { return a.macs < b.macs; });
static_assert(biggest->macs < 10'000);
