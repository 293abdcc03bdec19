// What sequences draw: combinators, their order and outcomes, replay; noise by its moments; automatic policies against
// torchvision; MixUp and CutMix.
#include "../reference.hpp"
#include "policies.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <set>

using namespace cincel;

namespace {

using I = Image<9, 7, 3>;
constexpr int draws = 6000;

/// What a step makes of the picture.
template <class Step>
std::vector<float> after(const std::vector<float>& x, Shape s, Step step, const impl::WarpRule& rule = {}) {
  Raster r;
  impl::load_raster(r, x.data(), s, 0);
  impl::RasterTarget target(r, rule, false);
  step(target);
  target.flush();
  return r.data;
}

}  // namespace

TEST_CASE("OneOf chooses by weights, and does what it has chosen") {  // albumentations#586
  using Policy = Sequence<OneOf<Sometimes<0.5, Invert>, Sometimes<0.25, Equalize>, HorizontalFlip<0.25>, Transpose<0>>>;
  int count[4] = {};
  for (std::uint32_t i = 0; i < draws; ++i) {
    const auto d = Policy::draw(1, 0, i);
    ++count[static_cast<int>(d.numbers[0])];
    CHECK(d.numbers[1] == 1);  // its own outcome: done
  }
  CHECK(std::fabs(count[0] / double{draws} - 0.5) < 0.025);
  CHECK(std::fabs(count[1] / double{draws} - 0.25) < 0.02);
  CHECK(std::fabs(count[2] / double{draws} - 0.25) < 0.02);
  CHECK(count[3] == 0);
}

TEST_CASE("SomeOf chooses different steps in any order, each as likely; each keeps its own probability") {
  // albumentations#2474, #2488
  using Policy = Sequence<SomeOf<2, Invert, Equalize, Sometimes<0.25, AutoContrast>>>;
  std::map<std::pair<int, int>, int> pairs;
  int third = 0, done = 0;
  for (std::uint32_t i = 0; i < draws; ++i) {
    const auto d = Policy::draw(1, 0, i);
    REQUIRE(d.numbers.size() == 4);
    const int a = static_cast<int>(d.numbers[0]), b = static_cast<int>(d.numbers[2]);
    ++pairs[{a, b}];
    if (a == 2 || b == 2) ++third, done += d.numbers[a == 2 ? 1 : 3] != 0 ? 1 : 0;
  }
  CHECK(pairs.size() == 6);  // never the same twice
  for (const auto& [p, n] : pairs) CHECK(std::fabs(n / double{draws} - 1.0 / 6) < 0.02);
  CHECK(std::fabs(done / double(third) - 0.25) < 0.03);
}

TEST_CASE("a probability is kept by its outcome, 0 and 1 exactly") {
  using Policy = Sequence<Sometimes<0.3, Invert>, Sometimes<0, Invert>, Sometimes<1, Invert>>;
  int count[3] = {};
  for (std::uint32_t i = 0; i < draws; ++i)
    for (std::size_t k = 0; k < 3; ++k) count[k] += Policy::draw(4, 0, i).numbers[k] != 0 ? 1 : 0;
  CHECK(std::fabs(count[0] / double{draws} - 0.3) < 0.025);
  CHECK((count[1] == 0 && count[2] == draws));
}

TEST_CASE("stored numbers are replayed to the bit: outcomes, order, chosen children, noise") {
  // audiomentations#135; albumentations#583, #716, #778
  using Policy = Sequence<
      RandomCrop<7, 5>,
      SomeOf<2, OneOf<GaussNoise<0.1>, ShotNoise<50>>, Sometimes<0.5, Hue<0.1>>, CoarseDropout<>, RandAugment<>>,
      RandomErasing<>, Rotation<20_deg>>;
  const auto x = picture<I>();
  std::set<std::vector<float>> different;
  for (std::uint32_t i = 0; i < 20; ++i) {
    const auto d = Policy::draw(1, 2, i);
    unsigned char bytes[sizeof d];
    std::memcpy(bytes, &d, sizeof d);
    Policy::Draw stored;
    std::memcpy(&stored, bytes, sizeof stored);
    std::array<float, 105> a{}, b{};
    SequenceWorkspace workspace;
    Policy::apply<I>(d, x, a, workspace);
    Policy::apply<I>(Policy::draw(1, 2, i + 1), x, b, workspace);
    Policy::apply<I>(stored, x, b, workspace);  // a workspace remembers nothing
    CHECK(a == b);
    CHECK(Policy::tell(d) == Policy::tell(stored));
    different.insert({a.begin(), a.end()});
  }
  CHECK(different.size() == 20);
  static_assert(sizeof(Policy::Draw) <= 100, "a few bytes");
}

TEST_CASE("seed, epoch and sample all change what is drawn; a step behind changes no step before it") {
  // CenterNet#233, fairseq#1383, MONAI#1068, AlbumentationsX#266, #272, albumentations#2473
  using Policy = Sequence<RandomAffine<20_deg>, Hue<0.2>>;
  using Longer = Sequence<RandomAffine<20_deg>, Hue<0.2>, GaussNoise<0.1>>;
  const auto d = Policy::draw(1, 0, 0);
  for (const auto& other : {Policy::draw(2, 0, 0), Policy::draw(1, 1, 0), Policy::draw(1, 0, 1)})
    CHECK(d.numbers[0] != other.numbers[0]);
  const auto longer = Longer::draw(1, 0, 0);
  CHECK(std::equal(d.numbers.begin(), d.numbers.end(), longer.numbers.begin()));
}

TEST_CASE("tell says what was drawn, explain what is fused") {
  using Policy = Sequence<RandomCrop<6>, HorizontalFlip<>, Gamma<0.5, 2>, Sometimes<0.5, Hue<0.1>>, Contrast<0.5, 1.5>,
                          Resize<8>, Fill::reflect>;
  CHECK(explain<Policy>() ==
        "one matrix, one resampling pass: RandomCrop<6, 6>, HorizontalFlip<0.5>\n"
        "one pass over the pixels: Gamma<0.5, 2>, Sometimes<0.5, Hue<0.1>>\n"
        "barrier, needs the picture: Contrast<0.5, 1.5>\n"
        "a pass of its own: Resize<8, 8>\n");
  CHECK(explain<Sequence<>>() == "one copy\n");
  CHECK(Policy::tell({{0.5f, 0.25f, 1, 1.5f, 0, 0.05f, 1}}) ==
        "RandomCrop<6, 6> (0.5, 0.25), HorizontalFlip<0.5> (1), Gamma<0.5, 2> (1.5), not [Hue<0.1> (0.05)], "
        "Contrast<0.5, 1.5> (1), Resize<8, 8>");
  using Auto = Sequence<AutoAugment<AutoPolicy::cifar10>>;
  CHECK(Auto::tell({{2, -0.25f, 0, 0}}) == "ShearY (-0.25), Identity (0)");
}

TEST_CASE("Gaussian, shot, and salt-and-pepper noise have their moments") {
  const Shape s(100, 100, 3);
  const std::vector<float> x(30000, 0.5f);
  const float seed[] = {123456, 654321};
  const auto moments = [](const std::vector<float>& y) {
    double mean = 0, square = 0;
    for (const float v : y) mean += static_cast<double>(v) / 30000;
    for (const float v : y) square += (static_cast<double>(v) - mean) * (static_cast<double>(v) - mean) / 30000;
    return std::pair(mean, std::sqrt(square));
  };
  const auto gauss = moments(after(x, s, [&](AugmentTarget& t) { effect::gauss_noise(t, 0.1f, seed); }));
  CHECK(std::fabs(gauss.first - 0.5) < 0.003);
  CHECK(std::fabs(gauss.second - 0.1) < 0.002);
  for (const float photons : {4.0f, 300.0f}) {  // variance of a Poisson number is its mean
    const auto shot = moments(after(x, s, [&](AugmentTarget& t) { effect::shot_noise(t, photons, seed); }));
    CHECK(std::fabs(shot.first - 0.5) < 4 * 0.5 / std::sqrt(30000.0));
    CHECK(shot.second == doctest::Approx(std::sqrt(0.5 / static_cast<double>(photons))).epsilon(0.03));
  }
  const auto y = after(x, s, [&](AugmentTarget& t) { effect::salt_and_pepper(t, 0.2f, 0.75f, seed); });
  std::map<float, int> values;
  for (std::size_t i = 0; i < y.size(); i += 3) {
    ++values[y[i]];
    CHECK((y[i] == y[i + 1] && y[i] == y[i + 2]));
  }
  REQUIRE(values.size() == 3);
  CHECK(std::fabs(values[1] / 10000.0 - 0.15) < 0.015);
  CHECK(std::fabs(values[0] / 10000.0 - 0.05) < 0.01);
}

TEST_CASE("holes lie where they should, of the sizes that were asked for") {
  const std::vector<float> x(40 * 50, 1.0f);
  double area = 0;
  for (std::uint32_t i = 0; i < 200; ++i) {
    float n[3];
    using Erase = RandomErasing<0.02, 0.33, 0.3, 3.3>;
    Erase::draw(Dice(RandomStream(i, Purpose::augment)), n);
    const CropWindow w = Erase::window(n, {40, 50});
    const auto y = after(x, Shape(40, 50, 1), [&](AugmentTarget& t) { Erase::apply(n, t); });
    CHECK(std::count(y.begin(), y.end(), 0.0f) == w.sides.height * w.sides.width);
    CHECK((w.sides.height < 40 && w.sides.width < 50));
    area += static_cast<double>(w.sides.height * w.sides.width) / 2000 / 200;
  }
  CHECK(std::fabs(area - 0.175) < 0.03);
  using Square = Cutout<8, 0.5>;
  const float corner[] = {0, 0.999f};
  const auto y = after(x, Shape(40, 50, 1), [&](AugmentTarget& t) { Square::apply(corner, t); });
  CHECK(std::count(y.begin(), y.end(), 0.5f) == 4 * 5);  // centre (0, 49): rows -4 … 3, columns 45 … 52
  using Holes = CoarseDropout<3, 3, 0.1, 0.1>;
  const float seed[] = {3, 77, 5};
  const auto z = after(x, Shape(40, 50, 1), [&](AugmentTarget& t) { Holes::apply(seed, t); });
  CHECK((std::count(z.begin(), z.end(), 0.0f) <= 60 && std::count(z.begin(), z.end(), 0.0f) >= 20));
}

TEST_CASE("AutoAugment's tables, and the magnitudes of all bins, are torchvision's") {
  const reference::File file("sequence.safetensors");
  const std::pair<const char*, const detail::AutoTable*> tables[] = {{"auto.imagenet", &detail::imagenet_policy},
                                                                     {"auto.cifar10", &detail::cifar10_policy},
                                                                     {"auto.svhn", &detail::svhn_policy}};
  for (const auto& [name, table] : tables) {
    const std::vector<float> expected = file[name];
    REQUIRE(expected.size() == 150);
    for (std::size_t i = 0; i < 50; ++i) {
      CAPTURE(i);
      CHECK(static_cast<float>(table->entry[i].operation) == expected[3 * i]);
      CHECK(static_cast<float>(table->entry[i].probability) == doctest::Approx(expected[3 * i + 1]));
      if (expected[3 * i + 2] >= 0) CHECK(static_cast<float>(table->entry[i].bin) == expected[3 * i + 2]);
    }
  }
  struct Space {
    const char* name;
    int bins;
    AutoRanges ranges;
  };
  for (const Space& space : {Space{"auto.bins10", 10, narrow_ranges}, Space{"auto.bins31", 31, narrow_ranges},
                             Space{"auto.wide31", 31, wide_ranges}}) {
    const std::vector<float> expected = file[space.name];
    const auto bins = static_cast<std::size_t>(space.bins);
    REQUIRE(expected.size() == 15 * bins);
    for (std::size_t op = 0; op < 15; ++op) {
      for (std::size_t k = 0; k < bins; ++k) {
        CAPTURE(op);
        CAPTURE(k);
        const auto c =
            detail::auto_choice(static_cast<AutoOperation>(op), static_cast<int>(k), space.bins, false, space.ranges);
        CHECK(static_cast<float>(c.magnitude) == doctest::Approx(expected[op * bins + k]).epsilon(1e-5));
      }
    }
  }
}

TEST_CASE("each operation of the automatic policies equals torchvision's: geometry exactly, enhancements to 2e-6") {
  const reference::File file("sequence.safetensors");
  const auto x = picture<Image<20, 30, 3>>();
  const impl::WarpRule rule{Resampling::nearest, FillMode::constant, 0};
  const std::pair<AutoOperation, double> cases[] = {
      {AutoOperation::shear_x, 0.25},     {AutoOperation::shear_y, -0.25}, {AutoOperation::translate_x, 0.21},
      {AutoOperation::translate_y, -0.3}, {AutoOperation::rotate, 22},     {AutoOperation::brightness, 0.6},
      {AutoOperation::color, -0.4},       {AutoOperation::contrast, 0.7},  {AutoOperation::sharpness, -0.5}};
  for (const auto& [which, strength] : cases) {
    const AutoOperation op = which;
    const double magnitude = strength;
    const std::vector<float> y = after(
        {x.begin(), x.end()}, Shape(20, 30, 3), [=](AugmentTarget& t) { effect::auto_operation(t, op, magnitude); },
        rule);
    const std::vector<float> expected = file["auto.op." + std::to_string(static_cast<int>(op))];
    REQUIRE(y.size() == expected.size());
    double worst = 0;
    int different = 0;
    for (std::size_t i = 0; i < y.size(); ++i) {
      const double e = std::fabs(static_cast<double>(y[i]) - static_cast<double>(expected[i]));
      worst = std::max(worst, e);
      different += e > 2e-6 ? 1 : 0;
    }
    CAPTURE(static_cast<int>(op));
    CHECK(worst < 2e-6);
    CHECK(different == 0);
  }
}

TEST_CASE("automatic policies draw what they promise, with masks and boxes too") {  // vision#4370, kornia#4655, tpu#614
  using Rand = Sequence<RandAugment<2, 30>>;
  using Trivial = Sequence<TrivialAugment>;
  std::map<int, int> rand, trivial;
  int negative = 0, rotations = 0;
  for (std::uint32_t i = 0; i < draws; ++i) {
    const auto r = Rand::draw(1, 0, i);
    ++rand[static_cast<int>(r.numbers[0])];
    ++trivial[static_cast<int>(Trivial::draw(1, 0, i).numbers[0])];
    if (r.numbers[2] == static_cast<float>(AutoOperation::rotate)) {
      ++rotations;
      negative += r.numbers[3] < 0 ? 1 : 0;
      CHECK(std::fabs(r.numbers[3]) == 30);
    }
  }
  CHECK(rand.size() == 14);
  for (const auto& [op, n] : rand) CHECK(std::fabs(n / double{draws} - 1.0 / 14) < 0.015);
  CHECK(trivial.size() == 14);
  CHECK(std::fabs(negative / double(rotations) - 0.5) < 0.1);
  // A translated picture takes its box along.
  using M = Image<20, 20, 1>;
  std::array<Box, 1> b{Box{2, 2, 6, 6, 3}};
  using One = Sequence<RandAugment<1>, Interpolate<Resampling::nearest>, Fill::constant<>>;
  const One::Draw d{{static_cast<float>(AutoOperation::translate_x), 0.25f}};
  CHECK(One::apply_boxes<M>(d, b) == 1);
  CHECK(b[0] == Box{7, 2, 11, 6, 3});
}

TEST_CASE("MixUp's shares are of Beta(a, a); pictures and labels are mixed alike") {
  for (const double alpha : {0.2, 1.0, 4.0}) {
    double mean = 0, square = 0;
    for (std::uint32_t i = 0; i < draws; ++i) {
      const double s = static_cast<double>(alpha == 0.2   ? MixUp<0.2>::draw(1, 0, i).share
                                           : alpha == 1.0 ? MixUp<1>::draw(1, 0, i).share
                                                          : MixUp<4>::draw(1, 0, i).share);
      REQUIRE((s >= 0 && s <= 1));
      mean += s / draws;
      square += (s - 0.5) * (s - 0.5) / draws;
    }
    CHECK(std::fabs(mean - 0.5) < 0.02);
    CHECK(square == doctest::Approx(1 / (4 * (2 * alpha + 1))).epsilon(0.05));  // variance of Beta(a, a)
  }
  const auto a = picture<I>(), b = picture<I>(5);
  std::array<float, I::size> y{};
  MixUp<>::apply<I>({0.25f, 0, 0}, a, b, y);
  for (std::size_t i = 0; i < y.size(); ++i) CHECK(y[i] == doctest::Approx(0.25f * a[i] + 0.75f * b[i]));
  const std::array<float, 3> first{1, 0, 0}, second{0, 0, 1};
  std::array<float, 3> label{};
  MixUp<>::apply_labels<I>({0.25f, 0, 0}, first, second, label);
  CHECK(label == std::array<float, 3>{0.25f, 0, 0.75f});
}

TEST_CASE(
    "CutMix weighs labels by the area that is left after cutting at the border") {  // CutMix-PyTorch#1, kornia#3077
  using M = Image<10, 8, 1>;
  std::array<float, M::size> a{}, b{}, y{};
  b.fill(1);
  for (std::uint32_t i = 0; i < 300; ++i) {
    const MixDraw d = CutMix<>::draw(3, 0, i);
    CutMix<>::apply<M>(d, a, b, y);
    const double ones = static_cast<double>(std::count(y.begin(), y.end(), 1.0f));
    CHECK(static_cast<double>(CutMix<>::label_share<M>(d)) == doctest::Approx(1 - ones / 80));
  }
  // Half of each side, about the lower right pixel: 5 rows and 4 columns would be 20 pixels, 3 · 3 of them inside.
  CHECK(CutMix<>::window<M>({0.75f, 0.999f, 0.999f}) == CropWindow{7, 5, {3, 3}});
  CHECK(CutMix<>::label_share<M>({1, 0.5f, 0.5f}) == 1);
}
