// Every step of a Sequence of pictures by itself.
#include "augment.hpp"

#include <cincel/augment/whitening.hpp>

namespace {

using namespace cincel;
using Picture = Image<224, 224, 3>;

template <class... Step>
void add(const std::string& name) {
  bench::add_picture<Sequence<Step...>, Picture>(name);
}

void add_geometry() {
  add<RandomCrop<200>>("random_crop");
  add<CropCenter<200>>("crop_center");
  add<RandomResizedCrop<224>>("random_resized_crop");
  add<Resize<160>>("resize_bilinear");
  add<Resize<160, 160, ResizeMethod::bicubic, true>>("resize_bicubic_antialias");
  add<Pad<8>>("pad");
  add<RandomAffine<20_deg>>("random_affine");
  add<Perspective<>>("perspective");
  add<HorizontalFlip<1.0>>("horizontal_flip");
  add<VerticalFlip<1.0>>("vertical_flip");
  add<Transpose<1>>("transpose");
  add<QuarterTurns>("quarter_turns");
  add<Elastic<>>("elastic");
  add<GridDistortion<>>("grid_distortion");
}

void add_colours() {
  add<Brightness<0.8, 1.2>>("brightness");
  add<Contrast<0.8, 1.2>>("contrast");
  add<Saturation<0.8, 1.2>>("saturation");
  add<Hue<0.1>>("hue");
  add<Gamma<0.8, 1.2>>("gamma");
  add<Invert>("invert");
  add<Solarize<0.5>>("solarize");
  add<Posterize<4>>("posterize");
  add<AutoContrast>("auto_contrast");
  add<Equalize>("equalize");
  add<Clahe<>>("clahe");
  add<LabClahe<>>("lab_clahe");
  add<ChannelShift<0.1>>("channel_shift");
  add<Normalize<0.5, 0.5, 0.5, 0.25, 0.25, 0.25>>("normalize");
}

void add_neighbours_and_noise() {
  add<Sharpness<0.5, 1.5>>("sharpness");
  add<MedianBlur<3>>("median_blur");
  add<MotionBlur<5>>("motion_blur");
  add<JpegCompression<50, 90>>("jpeg_compression");
  add<ShotNoise<50, 200>>("shot_noise");
  add<SaltAndPepper<0.02>>("salt_and_pepper");
  add<RandomErasing<>>("random_erasing");
  add<Cutout<32>>("cutout");
  add<CoarseDropout<>>("coarse_dropout");
  add<AutoAugment<AutoPolicy::imagenet>>("auto_augment");
  add<TrivialAugment>("trivial_augment");
}

/// The product with a matrix of n x n floats, n the numbers of the picture.
void add_whitening() {
  using Small = Image<16, 16, 3>;
  using Policy = Augment<ZcaWhitening<0.01>>;
  bench::add_picture<Policy, Small>("zca_whitening", sizeof(float) * static_cast<double>(Small::size * Small::size),
                                    [] {
                                      const std::vector<float> pictures = bench::noise(64 * Small::size, 0, 1);
                                      WhiteningStatistics<Small> statistics;
                                      Policy::fit<Small>(statistics, std::span(pictures));
                                      return bench::augmenting_picture<Policy, Small>(Policy::whitening(statistics));
                                    });
}

const bench::Registration steps([] {
  add_geometry();
  add_colours();
  add_neighbours_and_noise();
  add_whitening();
});

}  // namespace
