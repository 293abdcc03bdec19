// expect: predict: the network reads 12 floats (8 and 4), got an array of 8 float and an array of 5 float
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Concat<Sequential<Input<8>, Dense<2>>, Sequential<Input<4>, Dense<2>>>, Dense<3>>;
float f(Inference<Net>& net, const float (&a)[8], const float (&b)[5]) { return net.predict(a, b)[0]; }
