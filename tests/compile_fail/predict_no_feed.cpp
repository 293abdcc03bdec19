// expect: Mine is no feed: it lacks std::size_t size() const and void fill(
#include <cincel/training.hpp>
using namespace cincel;
using Net = Sequential<Input<4>, Dense<3>, Softmax>;
struct Mine {};
void f(Model<Net>& model) { model.predict(Mine{}); }
