// expect: x is vector<double>, but samples are 4 floats (4) each, one after another, convert them to a vector<float>
#include <cincel/training.hpp>
using namespace cincel;
using Net = Sequential<Input<4>, Dense<3>, Softmax>;
void f(Model<Net>& model, const std::vector<double>& x, const std::vector<int>& y) { model.fit(x, y); }
void g(Model<Net>& model, const std::vector<double>& x, const std::vector<int>& y) { model.evaluate(x, y); }
