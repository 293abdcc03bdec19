// expect: SparseCategoricalCrossentropy takes the softmax of the channels, but the network is 1: of one channel that is always 1; use BinaryCrossentropy and Sigmoid, or 2 classes
#include <cincel/training.hpp>
using namespace cincel;
Model<Sequential<Input<4>, Dense<1>, Softmax>> model;
