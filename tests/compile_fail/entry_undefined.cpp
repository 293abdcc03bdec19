// expect: layer 1, Mine: is declared, but not defined before the network, move its definition up
#include <cincel/inference.hpp>
using namespace cincel;
struct Mine;
using Net = Sequential<Input<8>, Mine>;
static_assert(Net::output_shape == Shape(8));
