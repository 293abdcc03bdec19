// expect: Force: dropout cannot be computed by "plain": nothing of it is left to compute
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8>, Dense<4>, Dropout<0.5f>, Force<"dropout", "plain">>;
float f(Inference<Net>& net, const std::array<float, 8>& x) { return net.predict(x)[0]; }
