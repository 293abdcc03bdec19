// A phase vocoder: sounds made longer or shorter without another pitch (Flanagan and Golden, 1966; as librosa's
// phase_vocoder, whose two hops are equal). Output frame j shows the analysis at t, about j·rate, i = floor(t):
//
//     Y[k] = ((1 - f)·|X[i][k]| + f·|X[i+1][k]|) · e^(i·angle X[i][k]) · R[k],   f = t - i
//
// where R turns each bin so that its phase goes on by angle X[i+1] - angle X[i] from one output frame to the next. Three
// things keep it from smearing:
//   - R of a bin is that of the peak it belongs to (Laroche and Dolson's identity phase locking, 1999);
//   - where a sound sets in, the frames that hold it are shown one after another, at a rate of 1 and with R = 1, so that it
//     keeps its shape; the frame before them stays longer, or frames around them are left out, to keep the time (as
//     Bonada, "Automatic technique in frequency domain for near-lossless time-scale modification of audio", 2000);
//   - R is one for all channels, so that their differences in phase stay: a stereo image does not collapse.
// At a rate of 1 R stays 1, and the sound comes back.
#pragma once

#include <cincel/augment/audio/stft.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace cincel::audio {

/// Frames for stretching: a power of two of about 50 to 100 ms, at least 512, a quarter of it as hop.
constexpr Framing stretch_framing(std::int64_t rate) {
  std::int64_t n = 512;
  while (n * 16 < rate) n *= 2;
  return {n, n / 4, n, WindowShape::hann, FramePadding::zeros};
}

/// Samples of a stretched sound: length / rate, rounded to the nearest (librosa).
constexpr std::int64_t stretched_length(std::int64_t length, double rate) {
  return static_cast<std::int64_t>(static_cast<double>(length) / rate + 0.5);
}

inline namespace CINCEL_ISA {
namespace impl {

/// Frames of all channels, and how each bin is turned.
class Vocoder {
 public:
  /// Analyses a sound; two silent frames stand behind its last.
  Vocoder(const Framing& f, const float* x, std::int64_t length, std::int64_t channels)
      : frames_(f.frames(length) + 2),
        bins_(f.bins()),
        channels_(channels),
        re_(static_cast<std::size_t>(frames_ * bins_ * channels), 0.0f),
        im_(re_),
        turn_re_(static_cast<std::size_t>(bins_), 1.0f),
        turn_im_(static_cast<std::size_t>(bins_), 0.0f) {
    for (std::int64_t c = 0; c < channels; ++c)
      stft(f, x + c, length, channels, re_.data() + place(c, 0), im_.data() + place(c, 0));
  }

  /// The frame of channel c at the place t.
  void frame(std::int64_t c, double t, float* re, float* im) const {
    const std::int64_t i = frame_at(t), at = place(c, i), next = place(c, i + 1);
    const auto f = static_cast<float>(t - std::floor(t));
    for (std::int64_t k = 0; k < bins_; ++k) {
      const float ar = re_[idx(at + k)], ai = im_[idx(at + k)], br = re_[idx(next + k)], bi = im_[idx(next + k)];
      const float a = std::sqrt(ar * ar + ai * ai), b = std::sqrt(br * br + bi * bi), level = (1 - f) * a + f * b;
      const bool here = a > 0 || std::isnan(a);
      const float scale = here ? level / a : b > 0 ? level / b : 0, ur = here ? ar : br, ui = here ? ai : bi;
      const float tr = turn_re_[idx(k)], ti = turn_im_[idx(k)];
      re[k] = scale * (ur * tr - ui * ti);
      im[k] = scale * (ur * ti + ui * tr);
    }
  }
  /// Goes from the output frame at `t` to the one at `next`, of which R begins anew if it `begins` what sets in.
  void go_on(double t, double next, bool begins) {
    const std::int64_t i = frame_at(t), to = frame_at(next);
    if (begins) {
      turn_re_.assign(turn_re_.size(), 1.0f);
      turn_im_.assign(turn_im_.size(), 0.0f);
      return;
    }
    if (to == i + 1) return;  // R stays, and so does which peak a bin belongs to
    for (std::int64_t k = 0; k < bins_; ++k) {
      const Turn wanted = between(i, i + 1, k), seen = to == i ? Turn{1, 0} : between(i, to, k);
      turn(k, wanted.re * seen.re + wanted.im * seen.im, wanted.im * seen.re - wanted.re * seen.im);
    }
    lock(to);
  }
  /// The frames in which a sound sets in: more than half of their magnitude is new, and of the frame before it was not.
  std::vector<std::int64_t> onsets() const {
    std::vector<std::int64_t> found;
    bool before = true;  // a sound that begins with the first frame needs no new beginning
    for (std::int64_t t = 1; t < frames_; ++t) {
      double all = 0, fresh = 0;
      for (std::int64_t k = 0; k < bins_; ++k) {
        const double now = std::sqrt(power(t, k)), then = std::sqrt(power(t - 1, k));
        all += now;
        fresh += now > then ? now - then : 0;
      }
      const bool rises = fresh > all / 2;
      if (rises && !before) found.push_back(t);
      before = rises;
    }
    return found;
  }

 private:
  struct Turn {
    float re, im;
  };
  static std::size_t idx(std::int64_t i) { return static_cast<std::size_t>(i); }
  std::int64_t place(std::int64_t c, std::int64_t t) const { return (c * frames_ + t) * bins_; }
  /// The last frame but one is silent, and so is what follows.
  std::int64_t frame_at(double t) const {
    const auto i = static_cast<std::int64_t>(t);
    return i < frames_ - 2 ? i : frames_ - 2;
  }
  double power(std::int64_t t, std::int64_t k) const {
    double sum = 0;
    for (std::int64_t c = 0; c < channels_; ++c) {
      const double r = static_cast<double>(re_[idx(place(c, t) + k)]),
                   i = static_cast<double>(im_[idx(place(c, t) + k)]);
      sum += r * r + i * i;
    }
    return sum;
  }
  /// How the phase of a bin goes on from frame i to j: of all channels together, the louder ones count more.
  Turn between(std::int64_t i, std::int64_t j, std::int64_t k) const {
    double r = 0, s = 0;
    for (std::int64_t c = 0; c < channels_; ++c) {
      const std::size_t a = idx(place(c, i) + k), b = idx(place(c, j) + k);
      const double ar = static_cast<double>(re_[a]), ai = static_cast<double>(im_[a]);
      const double br = static_cast<double>(re_[b]), bi = static_cast<double>(im_[b]);
      r += br * ar + bi * ai;
      s += bi * ar - br * ai;
    }
    const double size = std::sqrt(r * r + s * s);
    if (!(size > 0)) return {1, 0};
    return {static_cast<float>(r / size), static_cast<float>(s / size)};
  }
  void turn(std::int64_t k, float r, float s) {
    float &a = turn_re_[idx(k)], &b = turn_im_[idx(k)];
    const float re = a * r - b * s, im = a * s + b * r, size = std::sqrt(re * re + im * im);
    a = re / size;
    b = im / size;
  }
  /// Each bin of frame t is turned as the nearest peak: a bin that is louder than the two on either side.
  void lock(std::int64_t t) {
    level_.resize(idx(bins_));
    for (std::int64_t k = 0; k < bins_; ++k) level_[idx(k)] = power(t, k);
    const auto is_peak = [&](std::int64_t k) {
      for (std::int64_t d = -2; d <= 2; ++d)
        if (d != 0 && k + d >= 0 && k + d < bins_ && !(level_[idx(k)] > level_[idx(k + d)])) return false;
      return true;
    };
    std::int64_t peak = -1, begin = 0;
    const auto fill = [&](std::int64_t end) {
      for (; begin < end; ++begin)
        if (begin != peak) {
          turn_re_[idx(begin)] = turn_re_[idx(peak)];
          turn_im_[idx(begin)] = turn_im_[idx(peak)];
        }
    };
    for (std::int64_t k = 0; k < bins_; ++k) {
      if (!is_peak(k)) continue;
      if (peak >= 0) fill((peak + k) / 2 + 1);
      peak = k;
    }
    if (peak >= 0) fill(bins_);
  }

  std::int64_t frames_, bins_, channels_;
  std::vector<float> re_, im_;  // [channel][frame][bin]
  std::vector<float> turn_re_, turn_im_;
  std::vector<double> level_;
};

/// Which place of the analysis each output frame shows, and where R begins anew.
struct Schedule {
  std::vector<double> place;
  std::vector<bool> begins;

  /// `inside` frames hold a moment that sets in, which is in the middle of the one behind half of them.
  Schedule(std::int64_t frames, double rate, const std::vector<std::int64_t>& onsets, std::int64_t inside)
      : place(static_cast<std::size_t>(frames + 1)), begins(place.size(), false) {
    const auto count = static_cast<std::int64_t>(place.size());
    for (std::int64_t j = 0; j < count; ++j) place[static_cast<std::size_t>(j)] = static_cast<double>(j) * rate;
    const std::int64_t half = inside / 2;
    std::int64_t free = 0, shown = 0;  // the first output frame, and of the analysis, that no onset before has
    for (const std::int64_t a : onsets) {
      const double middle = static_cast<double>(a + half) / rate;
      const auto first = static_cast<std::int64_t>(middle + 0.5) - half, end = first + inside;
      if (first < free || a < shown || first >= count) continue;
      for (std::int64_t j = free; j < count; ++j) {
        double& t = place[static_cast<std::size_t>(j)];
        if (j < first)
          t = (std::min)(t, static_cast<double>(a - 1));
        else
          t = j < end ? static_cast<double>(a + j - first) : (std::max)(t, static_cast<double>(a + inside));
      }
      begins[static_cast<std::size_t>(first)] = true;
      free = end;
      shown = a + inside;
    }
  }
};

}  // namespace impl

/// Plays a sound `rate` times as fast, its pitch kept: y takes `m` moments. What lies beyond length / rate is silent; a
/// shorter y is the beginning.
inline void time_stretch(const float* x, std::int64_t length, std::int64_t channels, const Framing& f, double rate,
                         float* y, std::int64_t m) {
  impl::Vocoder vocoder(f, x, length, channels);
  const std::int64_t whole = stretched_length(length, rate), n = whole < m ? whole : m, frames = f.frames(n);
  std::vector<float> re(static_cast<std::size_t>(frames * f.bins() * channels)), im(re);
  const impl::Schedule schedule(frames, rate, vocoder.onsets(), f.n_fft / f.hop);
  for (std::int64_t j = 0; j < frames; ++j) {
    const auto now = static_cast<std::size_t>(j);
    const double t = schedule.place[now];
    for (std::int64_t c = 0; c < channels; ++c) {
      const std::int64_t at = (c * frames + j) * f.bins();
      vocoder.frame(c, t, re.data() + at, im.data() + at);
    }
    vocoder.go_on(t, schedule.place[now + 1], schedule.begins[now + 1]);
  }
  for (std::int64_t c = 0; c < channels; ++c) {
    const std::int64_t at = c * frames * f.bins();
    istft(f, re.data() + at, im.data() + at, frames, y + c, n, channels);
  }
  for (std::int64_t i = n * channels; i < m * channels; ++i) y[i] = 0;
}

}  // namespace CINCEL_ISA
}  // namespace cincel::audio
