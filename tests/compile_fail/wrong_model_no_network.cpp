// expect: int: is no layer, a list holds layers such as Dense<10>
#include <cincel/training.hpp>
using namespace cincel;
void f(const std::vector<float>& x) { Model<int> model; model.predict(x); }
