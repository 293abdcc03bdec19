// expect: predict: the network reads 784 floats (28x28x1), from one array or from one for each of its inputs, got 2 arguments
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<28, 28, 1>, Conv2D<4, 3>, Flatten, Dense<10>>;
float f(Inference<Net>& net, const std::array<float, 784>& x) { return net.predict(x, x)[0]; }
