// expect: layer 1, int: is no layer, a list holds layers such as Dense<10> or a struct of your own
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8>, int, Dense<4>>;
static_assert(Net::macs > 1000);
