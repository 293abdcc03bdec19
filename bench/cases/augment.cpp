// Policies of augmentation of pictures, sounds and texts. Their steps, one by one, are in augment_more_*.cpp.
#include "augment.hpp"

namespace {

using namespace cincel;

template <class I>
void add_pictures() {
  bench::add_picture<Augment<Rotation<20_deg>, WidthShift<0.2>, HeightShift<0.2>, Shear<20_deg>, Zoom<0.2>,
                             HorizontalFlip<>, Fill::nearest>,
                     I>("keras");
  bench::add_picture<Sequence<RandomAffine<20_deg, 0.2, 0.8, 1.2, 20_deg>, HorizontalFlip<>>, I>("affine");
  bench::add_picture<Sequence<Pad<4>, RandomCrop<I::height, I::width>, HorizontalFlip<>>, I>("crop_flip");
  bench::add_picture<Sequence<Brightness<0.8, 1.2>, Contrast<0.8, 1.2>, Saturation<0.8, 1.2>, Hue<0.1>>, I>("colour");
  bench::add_picture<Sequence<GaussianBlur<5>>, I>("gaussian_blur");
  bench::add_picture<Sequence<GaussNoise<0.1>>, I>("gauss_noise");
  bench::add_picture<Sequence<RandAugment<>, Interpolate<Resampling::nearest>, Fill::constant<>>, I>("rand_augment");
}

/// One second, which becomes a spectrum of 101 frames of 40 bins for SpecAugment.
using Sound = Signal<16000, 16000>;

const bench::Registration policies([] {
  add_pictures<Image<32, 32, 3>>();
  add_pictures<Image<224, 224, 3>>();
  bench::add_sound<AugmentAudio<audio::Gain<-12, 12, 1>, audio::Shift<0.2, 1>, audio::AddGaussianSNR<5, 40, 1>>, Sound>(
      "level");
  bench::add_sound<AugmentAudio<audio::PitchShift<-4, 4, 1>, audio::TimeStretch<0.8, 1.25, 1>>, Sound>("voice");
  bench::add_sound<AugmentAudio<audio::MelSpectrogram<audio::Mel::librosa(512, 160, 40)>, audio::Decibels<>,
                                audio::FrequencyMasking<8>, audio::TimeMasking<20>>,
                   Sound>("spec_augment");
  bench::add_text<TextAugment<Eda<0.1>>>("eda", bench::small_thesaurus());
  bench::add_text<TextAugment<KeyboardNoise<0.3, 0.3>, SpellingNoise<0.3>>>("typos");
  bench::add_text<TextAugment<Paraphrase<Language::english>>>("paraphrase");
});

}  // namespace
