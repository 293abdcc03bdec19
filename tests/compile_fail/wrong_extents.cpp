// expect: layer 2, Dense<10>: needs a flat input, got 6x6x8, insert Flatten before it
#include <cincel/training.hpp>
using namespace cincel;
using Net = Sequential<Input<8, 8, 1>, Conv2D<8, 3>, Dense<10>>;
static_assert(Net::receptive_field.h == 3 && Net::receptive_field != 3 && 5 * Net::receptive_field.w == 9);
static_assert(Net::output_shape.volume() == 10 && Net::input_shape.channels() == 17 && Net::output_shape.rank == 1);
Model<Net, SGD, MeanSquaredError> model;
