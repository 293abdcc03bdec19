// expect: Inference: its second argument says how many samples a call takes, Batch<N> with N >= 1, got int
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8>, Dense<4>>;
float f(Inference<Net, int>& net, const std::array<float, 8>& x) { return net.predict(x)[0]; }
