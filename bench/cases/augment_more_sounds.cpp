// Every step of AugmentAudio by itself, on one second of mono at 16 kHz; those of spectra behind the spectrum.
#include "augment.hpp"

namespace {

using namespace cincel;
using Sound = Signal<16000, 16000>;

template <class... Step>
void add(const std::string& name) {
  bench::add_sound<AugmentAudio<Step...>, Sound>(name);
}

void add_levels() {
  add<audio::Gain<-12, 12, 1>>("gain");
  add<audio::PolarityInversion<1>>("polarity_inversion");
  add<audio::Shift<0.5, 1>>("shift");
  add<audio::Roll<0.5, 1>>("roll");
  add<audio::ClippingDistortion<0, 40, 1>>("clipping_distortion");
  add<audio::TimeMask<0.01, 0.2, 1>>("time_mask");
  add<audio::AddGaussianSNR<5, 40, 1>>("gaussian_snr");
  add<audio::AddColorNoise<audio::NoiseColor::pink, 5, 40, 1>>("pink_noise");
  audio::Noises<Sound::rate> noises;
  noises.add(bench::noise(48000, -1, 1), Sound::rate);
  bench::add_sound<AugmentAudio<audio::AddBackgroundNoise<3, 30, 1>>, Sound>("background_noise", noises);
}

void add_filters() {
  add<audio::LowPassFilter<150, 3000, 12, 1>>("low_pass");
  add<audio::HighPassFilter<20, 2400, 12, 1>>("high_pass");
  add<audio::BandPassFilter<200, 2000, 0.5, 1.5, 12, 1>>("band_pass");
  audio::ImpulseResponses<Sound::rate> responses;
  responses.add(bench::noise(4000, -1, 1), Sound::rate);
  bench::add_sound<AugmentAudio<audio::ApplyImpulseResponse<audio::ReverbLevel::energy, 1>>, Sound>("impulse_response",
                                                                                                    responses);
  add<audio::Resample<8000>>("resample_8000");
}

void add_vocoders_and_spectra() {
  using Mel = audio::MelSpectrogram<audio::Mel::librosa(512, 160, 40)>;
  add<audio::PitchShift<-4, 4, 1>>("pitch_shift");
  add<audio::TimeStretch<0.8, 1.25, 1>>("time_stretch");
  add<audio::FixedTimeStretch<1.25>>("fixed_time_stretch");
  add<audio::PhaseRandomization<1, 1>>("phase_randomization");
  add<audio::Spectrogram<audio::Framing{512, 160, 512}>>("spectrogram");
  add<Mel>("mel");
  add<Mel, audio::Decibels<>>("mel_decibels");
  add<Mel, audio::Logarithm<>>("mel_logarithm");
  add<Mel, audio::Decibels<>, audio::Mfcc<13>>("mel_decibels_mfcc");
  add<Mel, audio::Normalize<0, 1>>("mel_normalize");
  add<Mel, audio::FrequencyMasking<8>>("mel_frequency_masking");
  add<Mel, audio::TimeMasking<20>>("mel_time_masking");
  add<Mel, audio::TimeWarp<20>>("mel_time_warp");
  add<Mel, audio::FrequencyNoise<3, 1>>("mel_frequency_noise");
}

const bench::Registration steps([] {
  add_levels();
  add_filters();
  add_vocoders_and_spectra();
});

}  // namespace
