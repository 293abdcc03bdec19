// expect: SpanFeed<int> is no feed: it lacks void fill(
#include <cincel/training.hpp>
using namespace cincel;
using Net = Sequential<Input<4>, Dense<3>, Softmax>;
void f(Model<Net>& model, const std::vector<float>& x, const std::vector<int>& y) { model.fit(SpanFeed(x, y)); }
