// expect: Inference: its second argument is Batch<N>, the samples of a call, with N >= 1, or a hook, called for each step as hook(StepNumber<i>(), run); got Watch
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8>, Dense<4>>;
struct Watch {
  void operator()(int step) const;
};
float f(Inference<Net, Watch>& net, const std::array<float, 8>& x) { return net.predict(x)[0] + (net.output(0)[0]); }
