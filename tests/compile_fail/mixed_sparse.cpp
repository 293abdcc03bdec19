// expect: a mixed feed makes soft labels, of floats, but this loss takes unsigned char; use CategoricalCrossentropy
#include <cincel/training.hpp>
#include <cincel/augment.hpp>
#include <cincel/train/mixed_feed.hpp>
using namespace cincel;
using Net = Sequential<Input<4, 4, 1>, Flatten, Dense<3>, Softmax>;
void f(Model<Net>& model, const SpanFeed<std::uint8_t>& feed) { model.fit(mixed<Image<4, 4, 1>>(feed, MixUp<0.2>{}, 1)); }
