// expect: the network has 1 output and the loss is for 2; use OutputLosses<Loss...> with one for each output
#include <cincel/training.hpp>
using namespace cincel;
Model<Sequential<Input<4>, Dense<2>>, SGD, OutputLosses<MeanSquaredError, MeanSquaredError>> model;
