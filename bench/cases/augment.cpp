// Augmentation: a picture drawn and transformed, held against reading it and its result once.
#include "../suite.hpp"

#include <cincel/augment.hpp>
#include <cincel/profile/caches.hpp>
#include <cincel/profile/limits.hpp>

#include <memory>
#include <span>

namespace {

using namespace cincel;

template <class Policy, class I>
bench::Task augmentation(int) {
  struct Pictures {
    std::vector<float> from, to;
  };
  const auto p = std::make_shared<Pictures>(Pictures{std::vector<float>(I::size), std::vector<float>(I::size)});
  RandomStream random(1, Purpose::self_test);
  for (float& v : p->from) v = random.uniform();
  bench::Task t;
  t.run = [p, sample = std::uint32_t{0}](int runs) mutable {
    for (int i = 0; i < runs; ++i)
      Policy::template apply<I>(Policy::draw(1, 0, sample++), std::span<const float, I::size>(p->from.data(), I::size),
                                std::span<float, I::size>(p->to.data(), I::size));
  };
  return t;
}

template <class Policy, class I>
void add_augmentation(const std::string& name) {
  const double bytes = 8.0 * static_cast<double>(I::size);
  bench::profile::Work work;
  work.bytes[static_cast<std::size_t>(bench::profile::level_of(bytes, bench::profile::caches()))] = bytes;
  bench::add({"augment/" + name + '_' + std::to_string(I::height) + 'x' + std::to_string(I::width),
              {work},
              1,
              false,
              true,
              augmentation<Policy, I>});
}

template <class I>
void add_sizes() {
  add_augmentation<Augment<Rotation<20_deg>, WidthShift<0.2>, HeightShift<0.2>, Shear<20_deg>, Zoom<0.2>,
                           HorizontalFlip<>, Fill::nearest>,
                   I>("keras");
  add_augmentation<Sequence<RandomAffine<20_deg, 0.2, 0.8, 1.2, 20_deg>, HorizontalFlip<>>, I>("affine");
  add_augmentation<Sequence<Pad<4>, RandomCrop<I::height, I::width>, HorizontalFlip<>>, I>("crop_flip");
  add_augmentation<Sequence<Brightness<0.8, 1.2>, Contrast<0.8, 1.2>, Saturation<0.8, 1.2>, Hue<0.1>>, I>("colour");
  add_augmentation<Sequence<GaussianBlur<5>>, I>("gaussian_blur");
  add_augmentation<Sequence<GaussNoise<0.1>>, I>("gauss_noise");
  add_augmentation<Sequence<RandAugment<>, Interpolate<Resampling::nearest>, Fill::constant<>>, I>("rand_augment");
}

const bench::Registration augmentations([] {
  add_sizes<Image<32, 32, 3>>();
  add_sizes<Image<224, 224, 3>>();
});

}  // namespace
