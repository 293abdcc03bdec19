// expect: layer 3, Dense<10>: needs a flat input, got 6x6x8, insert Flatten before it
#include <cincel/training.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 1>, Conv2D<8, 3>, ReLU, Dense<10>, Softmax>;
static_assert(Model<Net>::inputs == 64 && Model<Net>::outputs == 10 && WeightsView<Net>::outputs == 10);
static_assert(Net::fingerprint == Fingerprint{8123144712359783451u, 3307378983951831903u}, "the network has changed");
