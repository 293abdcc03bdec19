// expect: the network is empty: begin it with Input<height, width, channels>
#include <cincel/training.hpp>
using namespace cincel;
void f(const std::vector<float>& x) { Model<Sequential<>> model; model.predict(x); }
