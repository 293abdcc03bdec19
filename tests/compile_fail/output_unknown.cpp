// expect: output: no output is called "c", there are "a" "b"
#include <cincel/inference.hpp>
using namespace cincel;
using Net = Sequential<Input<8>, Outputs<Output<"a", Dense<2>>, Output<"b", Dense<3>>>>;
float f(Inference<Net>& net) { return net.output<"c">()[0]; }
