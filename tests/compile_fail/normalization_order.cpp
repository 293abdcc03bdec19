// expect: layer 1, Normalization<>: takes Mean<...>, Variance<...> in this order
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 3>, Normalization<Variance<1.0f>, Mean<0.0f>>>;
static_assert(Net::macs > 1000);
