// expect: BinaryCrossentropy takes numbers from 0 to 1, but noise makes others of those of the network while training; put it (Dropout or the like) before the Sigmoid
#include <cincel/training.hpp>
using namespace cincel;
Model<Sequential<Input<4>, Dense<2>, Sigmoid, Dropout<0.5f>>, Adam, BinaryCrossentropy> model;
