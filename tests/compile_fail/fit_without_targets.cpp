// expect: vector<float> is no feed; give x and y, or one feed for both
#include <cincel/training.hpp>
using namespace cincel;
using Net = Sequential<Input<4>, Dense<3>, Softmax>;
void f(Model<Net>& model, const std::vector<float>& x) { model.fit(x, {.epochs = 2}); }
