// expect: predict: the network reads 12 floats (8 and 4), got vector<float
#include <cincel/inference.hpp>
#include <vector>
using namespace cincel;
using Net = Sequential<Concat<Sequential<Input<8>, Dense<2>>, Sequential<Input<4>, Dense<2>>>, Dense<3>>;
float f(Inference<Net>& net, const std::vector<float>& x) { return net.predict(x, x)[0]; }
