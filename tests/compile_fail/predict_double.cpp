// expect: predict: the network reads 784 floats (28x28x1), got an array of 784 double, convert the numbers to float
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<28, 28, 1>, Conv2D<4, 3>, Flatten, Dense<10>>;
float f(Inference<Net>& net, const double (&x)[784]) { return net.predict(x)[0]; }
