// Steps that make a spectrum of a sound, and that turn its numbers into those a network takes. They always run.
#pragma once

#include <cincel/augment/audio/mel.hpp>
#include <cincel/augment/audio/recordings.hpp>
#include <cincel/augment/audio/step_check.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

namespace cincel::audio {
namespace detail {

/// Frames that a sound cannot be cut into: what can be said without the sound, then with it.
constexpr void check_framing(Text& fault, const Framing& f) {
  need(fault, f.n_fft <= 1 << 20 && is_fast_length(f.n_fft),
       "needs an n_fft that is even, at most 1048576, and has no other factors than 2, 3 and 5");
  need(fault, f.window >= 2 && f.window <= f.n_fft, "needs a window of 2 to n_fft samples");
  need(fault, f.hop >= 1 && f.hop <= f.n_fft, "needs a hop of 1 to n_fft samples, or samples are left out");
}
constexpr void check_framed(Text& fault, const Framing& f, const SoundForm& s) {
  need_wave(fault, s);
  const std::int64_t least = f.padding == FramePadding::none      ? f.window
                             : f.padding == FramePadding::reflect ? f.n_fft / 2 + 1
                                                                  : 1;
  if (!fault.empty() || s.length >= least) return;
  fault << "needs at least " << least << " samples, the sound has " << s.length;
}
constexpr SoundForm framed(const Framing& f, const SoundForm& s, std::int64_t bins, int exponent) {
  return {exponent == 2 ? SoundForm::Unit::power : SoundForm::Unit::magnitude, f.frames(s.length), bins, s.channels,
          s.rate};
}
/// A mel spectrogram that cannot be: what can be said without the sound, then with it.
constexpr void check_mel(Text& fault, const Mel& m) {
  check_framing(fault, m.framing);
  need(fault, m.filters >= 1 && m.filters <= 1024, "needs 1 to 1024 filters");
  need(fault, m.exponent == 1 || m.exponent == 2, "needs an exponent of 1 (magnitude) or 2 (power)");
  need(fault, m.low >= 0 && (m.high == 0 || m.high > m.low) && m.high <= largest_rate,
       "needs a lowest frequency of at least 0 Hz, below the highest");
  need(fault, m.pre_emphasis >= 0 && m.pre_emphasis < 1, "needs a pre-emphasis in [0, 1)");
}
constexpr void check_mel_of(Text& fault, const Mel& m, const SoundForm& f) {
  check_framed(fault, m.framing, f);
  const double half = static_cast<double>(f.rate) / 2;
  need(fault, m.high <= half && m.low < half, "has frequencies above half the rate of the sound");
  const int empty = fault.empty() ? empty_filter(m, f.rate) : -1;
  if (empty < 0) return;
  fault << "leaves filter " << empty << " empty, since no bin lies in it (they are " << f.rate << '/' << m.framing.n_fft
        << " Hz apart); take fewer filters or a larger n_fft";
}
constexpr void spell_framing(Text& t, const Framing& f) {
  t << "n_fft " << f.n_fft << ", hop " << f.hop;
  if (f.window != f.n_fft) t << ", window " << f.window;
}

}  // namespace detail

inline namespace CINCEL_ISA {
namespace impl {

/// |X| or |X|² of all frames of all channels; `put(frame, t, channel)` takes each.
template <class Put>
void each_spectrum(const Framing& framing, int exponent, double pre_emphasis, const SoundForm& f, const float* x,
                   const Put& put) {
  RealFft& fft = real_fft(framing.n_fft);
  const std::vector<float> w = window_of(framing);
  const auto bins = static_cast<std::size_t>(framing.bins());
  std::vector<float> frame(w.size()), re(bins), im(bins);
  const auto c = static_cast<float>(pre_emphasis);
  for (std::int64_t channel = 0; channel < f.channels; ++channel)
    for (std::int64_t t = 0; t < framing.frames(f.length); ++t) {
      copy_frame(framing, x + channel, f.length, f.channels, t, frame.data());
      for (std::size_t i = w.size(); i-- > 1 && c != 0;) frame[i] -= c * frame[i - 1];
      if (c != 0) frame[0] *= 1 - c;
      for (std::size_t i = 0; i < w.size(); ++i) frame[i] *= w[i];
      fft.forward(frame.data(), re.data(), im.data());
      for (std::size_t k = 0; k < bins; ++k) {
        const float power = re[k] * re[k] + im[k] * im[k];
        re[k] = exponent == 2 ? power : std::sqrt(power);
      }
      put(re.data(), t, channel);
    }
}

/// The sound becomes its spectrogram.
inline void make_spectrogram(const Framing& framing, int exponent, const SoundForm& f, SoundWork& w) {
  const std::int64_t bins = framing.bins(), channels = f.channels;
  float* y = w.room(framing.frames(f.length) * bins * channels);
  each_spectrum(framing, exponent, 0, f, w.x.data(), [&](const float* frame, std::int64_t t, std::int64_t c) {
    for (std::int64_t k = 0; k < bins; ++k) y[(t * bins + k) * channels + c] = frame[k];
  });
  w.done();
}
/// The sound becomes its mel spectrogram, by the filters of `m` at its rate.
inline void make_mel(const Mel& m, const MelFilters& filters, const SoundForm& f, SoundWork& w) {
  const std::int64_t row = m.filters * f.channels;
  float* y = w.room(m.framing.frames(f.length) * row);
  each_spectrum(
      m.framing, m.exponent, m.pre_emphasis, f, w.x.data(),
      [&](const float* frame, std::int64_t t, std::int64_t c) { filters.apply(frame, y + t * row + c, f.channels); });
  w.done();
}

/// The largest number, or NaN if there is one.
inline float largest(const std::vector<float>& x) {
  float most = x[0];
  for (const float v : x) most = v > most || std::isnan(v) ? v : most;
  return most;
}

/// Powers, or magnitudes that are squared first, become decibels; no range is kept for a `top` of 0.
inline void make_decibels(bool squares, double top, SoundWork& w) {
  for (float& v : w.x) {
    const float power = squares ? v * v : v;
    v = std::isnan(power) ? power : 10 * std::log10((std::max)(power, 1e-10f));
  }
  if (top == 0) return;
  const float least = largest(w.x) - static_cast<float>(top);
  for (float& v : w.x) v = v < least ? least : v;
}

/// Powers or magnitudes become natural logarithms.
inline void make_logarithms(double least, SoundWork& w) {
  for (float& v : w.x) v = std::isnan(v) ? v : std::log((std::max)(v, static_cast<float>(least)));
}

}  // namespace impl

/// |X|^Exponent of the short-time transform, Exponent 1 or 2: frames × (n_fft/2 + 1) bins. A `Framing` is
/// {n_fft, hop, window, shape, padding}; torch.stft, librosa.stft.
template <Framing Frames, int Exponent = 2>
struct Spectrogram : StepBase<StepKind::spectrogram> {
  static constexpr void spell(Text& t) {
    t << "Spectrogram<";
    detail::spell_framing(t, Frames);
    t << '>';
  }
  static constexpr void check(Text& fault) {
    detail::check_framing(fault, Frames);
    detail::need(fault, Exponent == 1 || Exponent == 2, "needs an exponent of 1 (magnitude) or 2 (power)");
  }
  static constexpr void check_form(Text& fault, const SoundForm& f) { detail::check_framed(fault, Frames, f); }
  static constexpr SoundForm output(const SoundForm& f) { return detail::framed(Frames, f, Frames.bins(), Exponent); }
  static void run(const StepDraw&, const SoundForm& f, SoundWork& w) { impl::make_spectrogram(Frames, Exponent, f, w); }
};

/// A mel spectrogram: frames × filters, in the form of a preset, `MelSpectrogram<Mel::librosa(512, 128, 40)>`.
template <Mel Form>
struct MelSpectrogram : StepBase<StepKind::mel> {
  static constexpr void spell(Text& t) {
    t << "MelSpectrogram<";
    detail::spell_framing(t, Form.framing);
    t << ", " << Form.filters << " filters>";
  }
  static constexpr void check(Text& fault) { detail::check_mel(fault, Form); }
  static constexpr void check_form(Text& fault, const SoundForm& f) { detail::check_mel_of(fault, Form, f); }
  static constexpr SoundForm output(const SoundForm& f) {
    return detail::framed(Form.framing, f, Form.filters, Form.exponent);
  }
  static void run(const StepDraw&, const SoundForm& f, SoundWork& w) {
    thread_local std::int64_t rate = f.rate;
    thread_local MelFilters filters(Form, rate);
    if (rate != f.rate) filters = MelFilters(Form, rate = f.rate);
    impl::make_mel(Form, filters, f, w);
  }
};

/// 10·log10(max(1e-10, S)) of a power, at least the sample's largest - TopDb (librosa.power_to_db with ref 1, and Keras's
/// MelSpectrogram). A magnitude is squared first. TopDb is above 0; 0 stands for no such limit.
template <Real TopDb = 80>
struct Decibels : StepBase<StepKind::decibels> {
  static constexpr void spell(Text& t) { cincel::detail::spell_call(t, "Decibels", TopDb); }
  static constexpr void check(Text& fault) {
    detail::need(fault, TopDb.value >= 0 && TopDb.value <= 1000, "needs a range of 0 (no limit) to 1000 dB");
  }
  static constexpr SoundForm output(SoundForm f) {
    f.unit = SoundForm::Unit::decibel;
    return f;
  }
  static constexpr void check_form(Text& fault, const SoundForm& f) {
    detail::need_spectrum(fault, f);
    detail::need(fault, f.unit == SoundForm::Unit::power || f.unit == SoundForm::Unit::magnitude,
                 "needs powers or magnitudes, and these numbers were made logarithms before");
  }
  static void run(const StepDraw&, const SoundForm& f, SoundWork& w) {
    impl::make_decibels(f.unit == SoundForm::Unit::magnitude, TopDb.value, w);
  }
};

/// ln(max(Least, S)); HTK's is Least = 1 for samples in the range of 16 bits.
template <Real Least = 1e-10>
struct Logarithm : StepBase<StepKind::logarithm> {
  static constexpr void spell(Text& t) { cincel::detail::spell_call(t, "Logarithm", Least); }
  static constexpr void check(Text& fault) {
    detail::need(fault, Least.value >= 1e-30 && Least.value <= 1e30, "needs a least number above 0");
  }
  static constexpr SoundForm output(SoundForm f) {
    f.unit = SoundForm::Unit::logarithm;
    return f;
  }
  static constexpr void check_form(Text& fault, const SoundForm& f) { Decibels<>::check_form(fault, f); }
  static void run(const StepDraw&, const SoundForm&, SoundWork& w) { impl::make_logarithms(Least.value, w); }
};

/// Whose cosine transform: `orthonormal` is scipy's and librosa's (c0 by sqrt(1/N), others sqrt(2/N)), liftered by
/// 1 + L/2·sin(pi·(i+1)/L); `htk` has sqrt(2/N) for all, liftered by 1 + L/2·sin(pi·i/L). L = 0 leaves that out.
enum class CosineTransform : unsigned char { orthonormal, htk };

namespace impl {

/// `count` rows of cosines over `bins` numbers, with their factors; a lifter of 0 is none.
inline std::vector<double> cosine_table(std::int64_t count, CosineTransform form, double lifter, std::int64_t bins) {
  std::vector<double> table(static_cast<std::size_t>(count * bins));
  const auto n = static_cast<double>(bins);
  const bool librosa = form == CosineTransform::orthonormal;
  for (std::int64_t i = 0; i < count; ++i) {
    double factor = std::sqrt((librosa && i == 0 ? 1 : 2) / n);
    if (lifter != 0)
      factor *= 1 + lifter / 2 * std::sin(std::numbers::pi * static_cast<double>(librosa ? i + 1 : i) / lifter);
    for (std::int64_t j = 0; j < bins; ++j)
      table[static_cast<std::size_t>(i * bins + j)] =
          factor * std::cos(std::numbers::pi * static_cast<double>(i) * (static_cast<double>(j) + 0.5) / n);
  }
  return table;
}
/// Logarithms become the first `count` coefficients of their cosine transform.
inline void make_cepstrum(std::int64_t count, CosineTransform form, double lifter, const SoundForm& f, SoundWork& w) {
  const std::vector<double> table = cosine_table(count, form, lifter, f.bins);
  float* y = w.room(f.length * count * f.channels);
  for (std::int64_t t = 0; t < f.length; ++t)
    for (std::int64_t i = 0; i < count; ++i)
      for (std::int64_t c = 0; c < f.channels; ++c) {
        double sum = 0;
        for (std::int64_t j = 0; j < f.bins; ++j)
          sum += static_cast<double>(w.x[static_cast<std::size_t>((t * f.bins + j) * f.channels + c)]) *
                 table[static_cast<std::size_t>(i * f.bins + j)];
        y[(t * count + i) * f.channels + c] = static_cast<float>(sum);
      }
  w.done();
}

}  // namespace impl

/// The first Count mel-frequency cepstral coefficients of logarithms: sqrt(2/N) · sum of S[j]·cos(pi·i·(j + 0.5)/N).
template <int Count = 13, CosineTransform Form = CosineTransform::orthonormal, Real Lifter = 0>
struct Mfcc : StepBase<StepKind::mfcc> {
  static constexpr void spell(Text& t) { t << "Mfcc<" << Count << '>'; }
  static constexpr void check(Text& fault) {
    detail::need(fault, Count >= 1, "needs at least 1 coefficient");
    detail::need(fault, Lifter.value >= 0 && Lifter.value <= 1000, "needs a lifter of 0 (none) to 1000");
  }
  static constexpr SoundForm output(SoundForm f) {
    f.unit = SoundForm::Unit::cepstrum;
    f.bins = Count;
    return f;
  }
  static constexpr void check_form(Text& fault, const SoundForm& f) {
    detail::need_spectrum(fault, f);
    detail::need(fault, f.unit == SoundForm::Unit::decibel || f.unit == SoundForm::Unit::logarithm,
                 "needs logarithms; write Decibels<> or Logarithm<> before it");
    if (fault.empty() && Count > f.bins) fault << "wants more coefficients than the spectrum's " << f.bins << " bins";
  }
  static void run(const StepDraw&, const SoundForm& f, SoundWork& w) {
    impl::make_cepstrum(Count, Form, Lifter.value, f, w);
  }
};

/// (x - Mean) / Deviation: numbers that a network takes.
template <Real Mean, Real Deviation>
struct Normalize : StepBase<StepKind::normalize> {
  static constexpr void spell(Text& t) { cincel::detail::spell_call(t, "Normalize", Mean, Deviation); }
  static constexpr void check(Text& fault) {
    detail::need(fault, detail::is_finite(Mean.value), "needs a mean that is a number");
    detail::need(fault, Deviation.value > 0 && detail::is_finite(Deviation.value), "needs a deviation above 0");
  }
  static constexpr SoundForm output(SoundForm f) {
    f.unit = f.is_wave() ? f.unit : SoundForm::Unit::numbers;
    return f;
  }
  static constexpr void check_form(Text&, const SoundForm&) {}
  static void run(const StepDraw&, const SoundForm&, SoundWork& w) {
    constexpr auto mean = static_cast<float>(Mean.value), factor = static_cast<float>(1 / Deviation.value);
    for (float& v : w.x) v = (v - mean) * factor;
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel::audio
