// expect: augmented: this feed is mixed already; mix last, as mixed<...>(augmented<...>(feed, policy, 1), MixUp<>{}, 1)
#include <cincel/augment.hpp>
#include <cincel/train/augmented_feed.hpp>
#include <cincel/train/mixed_feed.hpp>
using namespace cincel;
void f(const SpanFeed<std::uint8_t>& feed) {
  augmented<Image<4, 4, 1>>(mixed<Image<4, 4, 1>>(feed, MixUp<>{}, 1), Augment<HorizontalFlip<>>{}, 1);
}
