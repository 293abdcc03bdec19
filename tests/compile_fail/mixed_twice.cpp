// expect: mixed: this feed is mixed already; choose MixUp or CutMix
#include <cincel/augment.hpp>
#include <cincel/train/mixed_feed.hpp>
using namespace cincel;
void f(const SpanFeed<std::uint8_t>& feed) {
  mixed<Image<4, 4, 1>>(mixed<Image<4, 4, 1>>(feed, MixUp<>{}, 1), CutMix<>{}, 1);
}
