// expect: no parameter is called dense.wieght, there are dense.weight dense.bias
#include <cincel/training.hpp>
using namespace cincel;
using Net = Sequential<Input<4>, Dense<2>>;
auto f(Model<Net>& m) { return m["dense.wieght"_p]; }
