// Policies as types: both sides of each condition, facts, the plan as text, and no heap.
#include "policies.hpp"

#include <cincel/augment/whitening.hpp>

#include <cincel/train/augmented_feed.hpp>
#include <cincel/train/mixed_feed.hpp>

#include <doctest/doctest.h>

#include <cstdlib>
#include <new>

using namespace cincel;

namespace {
std::size_t allocations = 0;
}  // namespace

void* operator new(std::size_t n) {
  ++allocations;
  if (void* p = std::malloc(n == 0 ? 1 : n)) return p;
  throw std::bad_alloc();
}
void operator delete(void* p) noexcept { std::free(p); }
void operator delete(void* p, std::size_t) noexcept { std::free(p); }

namespace {

template <class... Step>
inline constexpr bool allowed = detail::PolicyFault<Step...>::text.empty();
template <class I, class... Step>
inline constexpr bool suits = detail::image_fault<I>(Augment<Step...>::settings).empty();

constexpr double nan = std::numeric_limits<double>::quiet_NaN(), infinity = std::numeric_limits<double>::infinity();

// Angles.
static_assert(allowed<Rotation<0_deg>> && allowed<Rotation<180_deg>> && allowed<Rotation<0.5_deg>>);
static_assert(!allowed<Rotation<180.1_deg>> && !allowed<Rotation<20>> && !allowed<Rotation<Angle(-1, true)>>);
static_assert(!allowed<Rotation<Angle(nan, true)>>);
static_assert(allowed<Shear<0_deg>> && allowed<Shear<89.9_deg>>);
static_assert(!allowed<Shear<90_deg>> && !allowed<Shear<0.2>> && !allowed<Shear<Angle(nan, true)>>);
// Shifts.
static_assert(allowed<WidthShift<0>> && allowed<WidthShift<0.999>> && allowed<WidthShift<Fraction<1.5>>>);
static_assert(allowed<WidthShift<Pixels<0>>> && allowed<WidthShift<Pixels<2>>>);
static_assert(!allowed<WidthShift<1>> && !allowed<WidthShift<1.0>> && !allowed<WidthShift<-0.1>>);
static_assert(!allowed<WidthShift<Pixels<1>>> && !allowed<WidthShift<Pixels<2.5>>> && !allowed<WidthShift<Pixels<-2>>>);
static_assert(!allowed<HeightShift<nan>> && !allowed<HeightShift<Fraction<infinity>>> && !allowed<HeightShift<3>>);
// Zoom.
static_assert(allowed<Zoom<0>> && allowed<Zoom<0.99>> && allowed<Zoom<0.5, 0.5>> && allowed<Zoom<0.01, 20>>);
static_assert(!allowed<Zoom<1>> && !allowed<Zoom<0, 1>> && !allowed<Zoom<1.2, 0.8>> && !allowed<Zoom<-0.2>>);
static_assert(!allowed<Zoom<>> && !allowed<Zoom<1, 2, 3>> && !allowed<Zoom<nan>> && !allowed<Zoom<1, infinity>>);
// Colour.
static_assert(allowed<ChannelShift<0>> && allowed<ChannelShift<300>>);
static_assert(!allowed<ChannelShift<-1>> && !allowed<ChannelShift<nan>> && !allowed<ChannelShift<infinity>>);
static_assert(allowed<Brightness<0, 0>> && allowed<Brightness<1, 1>> && allowed<Brightness<0.5f, 2>>);
static_assert(!allowed<Brightness<0.2>> && !allowed<Brightness<>> && !allowed<Brightness<1, 0.5>>);
static_assert(!allowed<Brightness<-0.1, 1>> && !allowed<Brightness<1, infinity>> && !allowed<Brightness<nan, 1>>);
static_assert(allowed<Rescale<1.0 / 255>> && allowed<Rescale<-1>>);
static_assert(!allowed<Rescale<0>> && !allowed<Rescale<nan>> && !allowed<Rescale<infinity>>);
// Probabilities.
static_assert(allowed<HorizontalFlip<0>> && allowed<HorizontalFlip<1>> && allowed<VerticalFlip<0.25>>);
static_assert(!allowed<HorizontalFlip<1.01>> && !allowed<HorizontalFlip<-0.01>> && !allowed<VerticalFlip<nan>>);
// Fills.
static_assert(allowed<Zoom<0.2>, Fill::constant<-3e38>> && !allowed<Zoom<0.2>, Fill::constant<1e39>>);
static_assert(!allowed<Zoom<0.2>, Fill::constant<nan>>);
// What is repeated, contradicts or has no effect, what is no step and what is not provided.
static_assert(allowed<> && !allowed<Zoom<0.2>, Zoom<0.2>> && !allowed<Zoom<0.2>, Fill::wrap, Fill::reflect>);
static_assert(!allowed<Zoom<0.1>, Convention::keras3, Convention::kp112>);
static_assert(allowed<SamplewiseCenter, SamplewiseStdNormalization>);
static_assert(allowed<FeaturewiseCenter, FeaturewiseStdNormalization>);
static_assert(!allowed<SamplewiseCenter, FeaturewiseCenter>);
static_assert(!allowed<HorizontalFlip<>, Fill::wrap> && !allowed<Brightness<1, 2>, Convention::kp112>);
static_assert(!allowed<int>);
// Whitening.
static_assert(allowed<ZcaWhitening<>> && allowed<ZcaWhitening<0.5>, FeaturewiseCenter, Rescale<2>>);
static_assert(!allowed<ZcaWhitening<0>> && !allowed<ZcaWhitening<-1>> && !allowed<ZcaWhitening<nan>>);
static_assert(!allowed<ZcaWhitening<infinity>> && !allowed<ZcaWhitening<>, ZcaWhitening<1>>);
static_assert(!allowed<ZcaWhitening<>, FeaturewiseStdNormalization> && !allowed<ZcaWhitening<>, SamplewiseCenter>);

// Pictures.
static_assert(suits<Image<1, 1, 1>> && suits<Image<16384, 2, 5>>);
static_assert(suits<Image<2, 2, 256>> && !suits<Image<2, 2, 257>>);
static_assert(!suits<Image<0, 4, 3>> && !suits<Image<4, -1, 3>> && !suits<Image<16385, 2, 1>>);
static_assert(suits<Image<2, 16384, 4>> && !suits<Image<2, 16384, 5>>);
static_assert(suits<Image<4, 5, 2>, HeightShift<Pixels<4>>, WidthShift<Pixels<5>>>);
static_assert(!suits<Image<4, 5, 2>, HeightShift<Pixels<5>>> && !suits<Image<4, 5, 2>, WidthShift<Pixels<6>>>);
static_assert(suits<Image<4, 4, 1>, ChannelShift<1>> && suits<Image<4, 4, 3>, ChannelShift<1>>);
static_assert(suits<Image<4, 4, 4>, Brightness<1, 2>>);
static_assert(suits<Image<64, 64, 1>, ZcaWhitening<>> && !suits<Image<17, 241, 1>, ZcaWhitening<>>);
static_assert(!suits<Image<4, 4, 2>, ChannelShift<1>> && !suits<Image<4, 4, 5>, Brightness<1, 2>>);

// Arguments of apply.
template <class Policy, class In, class Out, class... Statistics>
inline constexpr bool applies = detail::ApplyFault<Policy, Image<2, 2, 1>, In, Out, Statistics...>::text.empty();
using Floats = std::array<float, 4>;
using Bytes = std::array<std::uint8_t, 4>;
static_assert(applies<Augment<>, const Floats, Floats> && applies<Augment<>, const Bytes, Bytes>);
static_assert(applies<Augment<>, const Bytes, Floats> && !applies<Augment<>, const Floats, Bytes>);
static_assert(applies<Augment<>, const float[4], float[4]> && applies<Augment<>, std::span<const float, 4>, Floats>);
static_assert(applies<Augment<>, const std::span<const float, 4>, std::span<float, 4>>);
static_assert(!applies<Augment<>, std::span<const float>, Floats> && !applies<Augment<>, std::vector<float>, Floats>);
static_assert(!applies<Augment<>, const std::array<float, 3>, Floats>);
static_assert(!applies<Augment<>, const std::array<double, 4>, Floats>);
static_assert(!applies<Augment<>, const Floats, const Floats>);
static_assert(applies<Augment<Rescale<2>>, const Bytes, Floats> && !applies<Augment<Rescale<2>>, const Bytes, Bytes>);
static_assert(!applies<Augment<SamplewiseCenter>, const Bytes, Bytes>);
static_assert(applies<Augment<Zoom<0.1>, Fill::constant<255>>, const Bytes, Bytes>);
static_assert(!applies<Augment<Zoom<0.1>, Fill::constant<256>>, const Bytes, Bytes>);
static_assert(!applies<Augment<FeaturewiseCenter>, const Floats, Floats>);
static_assert(applies<Augment<FeaturewiseCenter>, const Floats, Floats, FeaturewiseStatistics<1>>);
static_assert(!applies<Augment<FeaturewiseCenter>, const Floats, Floats, FeaturewiseStatistics<3>>);
static_assert(!applies<Augment<>, const Floats, Floats, FeaturewiseStatistics<1>>);
static_assert(!applies<Augment<FeaturewiseCenter>, const Floats, Floats, int>);
static_assert(!applies<Augment<FeaturewiseCenter>, const Floats, Floats, Whitening<Image<2, 2, 1>>>);
static_assert(applies<Augment<ZcaWhitening<>>, const Floats, Floats, Whitening<Image<2, 2, 1>>>);
static_assert(!applies<Augment<ZcaWhitening<>>, const Floats, Floats>);
static_assert(!applies<Augment<ZcaWhitening<>>, const Floats, Floats, Whitening<Image<1, 4, 1>>>);
static_assert(!applies<Augment<ZcaWhitening<>>, const Floats, Floats, WhiteningStatistics<Image<2, 2, 1>>>);
static_assert(!applies<Augment<ZcaWhitening<>>, const Floats, Floats, FeaturewiseStatistics<1>>);
static_assert(!applies<Augment<>, const Floats, Floats, Whitening<Image<2, 2, 1>>>);
static_assert(!applies<Augment<ZcaWhitening<>>, const Bytes, Bytes, Whitening<Image<2, 2, 1>>>);

// Facts.
static_assert(Augment<Zoom<0.2>>::output_shape<Image<4, 5, 3>> == Shape(4, 5, 3));
static_assert(Augment<Rotation<20_deg>, ChannelShift<9>>::output_range({0, 255}) == NumberRange{0, 255});
static_assert(Augment<Zoom<0.2>, Fill::constant<-1>>::output_range({0, 1}) == NumberRange{-1, 1});
static_assert(Augment<Zoom<0.2>, Fill::constant<>>::output_range({2, 3}) == NumberRange{0, 3});
static_assert(Augment<Brightness<0.5, 1.5>>::output_range({0, 1}) == NumberRange{0, 1.5});
static_assert(Augment<Brightness<0.5, 1.5>>::output_range({2, 4}) == NumberRange{1, 6});
static_assert(Augment<Brightness<0.5, 1.5>>::output_range({-2, -1}) == NumberRange{-3, -0.5});
static_assert(Augment<Rescale<0.5>>::output_range({0, 255}) == NumberRange{0, 127.5});
static_assert(Augment<Rescale<-1>>::output_range({0, 2}) == NumberRange{-2, 0});
static_assert(Augment<SamplewiseCenter>::output_range({0, 1}) == any_number);
static_assert(Augment<ZcaWhitening<>>::output_range({0, 1}) == any_number);

}  // namespace

TEST_CASE("explain says what is fused, and where a barrier is") {
  CHECK(explain<Augment<>>() == "one copy\n");
  CHECK(explain<Augment<Rotation<20_deg>, HorizontalFlip<>, Zoom<0.5, 1>, Fill::reflect>>() ==
        "one matrix: Rotation<20_deg>, Zoom<0.5, 1> (Convention::documented)\n"
        "in the matrix: HorizontalFlip<0.5>\n"
        "one resampling pass, order 1 (Fill::reflect)\n");
  CHECK(explain<Augment<VerticalFlip<1>, ChannelShift<10>, Brightness<0.5, 1.5>, SamplewiseStdNormalization>>() ==
        "in the copy: VerticalFlip<1>\n"
        "one copy\n"
        "barrier: least and largest number of the picture\n"
        "one pass over the numbers: ChannelShift<10>, Brightness<0.5, 1.5>\n"
        "barrier: mean and deviation of the picture\n"
        "one pass over the numbers: SamplewiseStdNormalization\n");
  CHECK(explain<Augment<ZcaWhitening<0.01>, FeaturewiseCenter, Rescale<2>>>() ==
        "one copy\n"
        "one pass over the numbers: FeaturewiseCenter, Rescale<2>\n"
        "barrier: all of the picture, centred\n"
        "one product with the matrix of the data set: ZcaWhitening<0.01>\n");
}

TEST_CASE("no transform asks for memory") {
  using I = Image<32, 32, 3>;
  using Policy = Augment<Rotation<20_deg>, WidthShift<0.2>, HeightShift<0.2>, Shear<20_deg>, Zoom<0.2>, ChannelShift<9>,
                         HorizontalFlip<>, Brightness<0.5, 1.5>, Fill::wrap>;
  static std::array<float, I::size> x, y;
  static std::array<std::uint8_t, I::size> bytes, out;
  const std::size_t before = allocations;
  for (std::uint32_t i = 0; i < 10; ++i) {
    const AugmentDraw d = Policy::draw(1, 0, i);
    Policy::apply<I>(d, x, y);
    Policy::apply<I>(d, bytes, out);
  }
  CHECK(allocations == before);
}

TEST_CASE("a mixed feed allocates nothing once a thread has mixed a sample, whether its source views or fills") {
  using Tile = Image<4, 4, 1>;
  static constexpr std::array<std::uint32_t, 4> numbers{3, 0, 2, 1};
  const std::array<float, 4 * Tile::size> x{};
  const std::array<std::uint8_t, 4> y{};
  std::array<float, Tile::size> to{};
  std::array<float, 3> soft{};
  const auto fills = [&](const auto& feed, std::uint32_t number) {
    const FeedStep step{numbers, 1, number};
    for (std::size_t place = 0; place < 4; ++place) feed.fill_in_step(step, place, to, soft);
  };
  const auto check = [&](const auto& feed) {
    fills(feed, 1);
    const std::size_t before = allocations;
    for (std::uint32_t number = 2; number < 50; ++number) fills(feed, number);
    CHECK(allocations == before);
  };
  check(mixed<Tile>(SpanFeed(x, y), CutMix<>{}, 5));
  check(mixed<Tile>(augmented<Tile>(SpanFeed(x, y), Augment<HorizontalFlip<>>{}, 5), MixUp<>{}, 5));
  check(mixed<Tile>(feed_of(4,
                            [](std::size_t, std::span<float> xi, std::span<std::uint8_t> yi) {
                              std::fill(xi.begin(), xi.end(), 0.0f);
                              if (!yi.empty()) yi[0] = 1;
                            }),
                    MixUp<>{}, 5));
}
