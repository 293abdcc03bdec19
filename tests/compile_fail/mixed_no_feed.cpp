// expect: mixed: SpanFeed<double> is no feed whose targets are integer labels or floats; give a SpanFeed(x, y)
#include <cincel/augment.hpp>
#include <cincel/train/mixed_feed.hpp>
using namespace cincel;
void f(const SpanFeed<double>& feed) { mixed<Image<4, 4, 1>>(feed, MixUp<0.2>{}, 1); }
