// The short-time Fourier transform and its inverse: X[t][k] = sum over n of w[n] · x[t·hop + n - offset] · e^(-2·pi·i·k·n/N).
#pragma once

#include <cincel/augment/audio/fft.hpp>

#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

namespace cincel::audio {

/// Periodic windows (as for spectra, scipy.signal.get_window's default), or the symmetric Hamming window of HTK.
enum class WindowShape : unsigned char { hann, hamming_symmetric };
/// What stands beyond the ends of a sound: `none` means that windows lie inside of it, window t from sample t·hop on;
/// `zeros` and `reflect` put N/2 in front and behind, so that frame t is centred on sample t·hop.
enum class FramePadding : unsigned char { none, zeros, reflect };

/// How a sound is cut into frames of N = `n_fft`. A window that is shorter stands in their middle, or, without padding, at
/// their beginning, and what follows it counts as zeros (HTK).
struct Framing {
  std::int64_t n_fft = 0, hop = 0, window = 0;
  WindowShape shape = WindowShape::hann;
  FramePadding padding = FramePadding::zeros;
  friend constexpr bool operator==(const Framing&, const Framing&) = default;

  constexpr std::int64_t bins() const { return n_fft / 2 + 1; }
  /// Frames of a sound: 1 + length/hop where it is padded, 1 + (length - window)/hop where it is not.
  constexpr std::int64_t frames(std::int64_t length) const {
    if (padding != FramePadding::none) return 1 + length / hop;
    return length < window ? 0 : 1 + (length - window) / hop;
  }
  /// How far the first frame reaches in front of the sound.
  constexpr std::int64_t offset() const { return padding == FramePadding::none ? 0 : n_fft / 2; }
};

inline namespace CINCEL_ISA {

/// The N numbers of a window, with zeros around it where it is shorter than N.
inline std::vector<float> window_of(const Framing& f) {
  std::vector<float> w(static_cast<std::size_t>(f.n_fft), 0.0f);
  const std::int64_t first = f.padding == FramePadding::none ? 0 : (f.n_fft - f.window) / 2;
  for (std::int64_t i = 0; i < f.window; ++i) {
    const bool hann = f.shape == WindowShape::hann;
    const double period = static_cast<double>(hann ? f.window : f.window - 1);
    const double c = std::cos(2 * std::numbers::pi * static_cast<double>(i) / (period == 0 ? 1 : period));
    w[static_cast<std::size_t>(first + i)] = static_cast<float>(hann ? 0.5 - 0.5 * c : 0.54 - 0.46 * c);
  }
  return w;
}

namespace impl {

/// The sample at a place that may lie beyond the sound's ends.
inline float padded(const float* x, std::int64_t length, std::int64_t channels, std::int64_t at, FramePadding padding) {
  if (padding == FramePadding::reflect) {
    at = at < 0 ? -at : at;
    at = at >= length ? 2 * (length - 1) - at : at;
  }
  return at >= 0 && at < length ? x[at * channels] : 0.0f;
}

}  // namespace impl

/// N samples of frame t of one channel (samples lie `channels` apart), before the window.
inline void copy_frame(const Framing& f, const float* x, std::int64_t length, std::int64_t channels, std::int64_t t,
                       float* frame) {
  const std::int64_t first = t * f.hop - f.offset();
  for (std::int64_t i = 0; i < f.n_fft; ++i) frame[i] = impl::padded(x, length, channels, first + i, f.padding);
}

/// All frames of a channel: `re` and `im` take frames × bins numbers.
inline void stft(const Framing& f, const float* x, std::int64_t length, std::int64_t channels, float* re, float* im) {
  RealFft& fft = real_fft(f.n_fft);
  const std::vector<float> w = window_of(f);
  std::vector<float> frame(w.size());
  for (std::int64_t t = 0; t < f.frames(length); ++t) {
    copy_frame(f, x, length, channels, t, frame.data());
    for (std::size_t i = 0; i < w.size(); ++i) frame[i] *= w[i];
    fft.forward(frame.data(), re + t * f.bins(), im + t * f.bins());
  }
}

/// The sound of frames: each is transformed back, multiplied by the window and added in its place; the sum is divided by
/// that of the squared windows (librosa.istft, torch.istft). Samples that no window reaches are 0.
inline void istft(const Framing& f, const float* re, const float* im, std::int64_t frames, float* x,
                  std::int64_t length, std::int64_t channels) {
  RealFft& fft = real_fft(f.n_fft);
  const std::vector<float> w = window_of(f);
  std::vector<float> frame(w.size()), sum(static_cast<std::size_t>(length), 0.0f), squares(sum);
  for (std::int64_t t = 0; t < frames; ++t) {
    fft.inverse(re + t * f.bins(), im + t * f.bins(), frame.data());
    const std::int64_t first = t * f.hop - f.offset();
    for (std::int64_t i = 0; i < f.n_fft; ++i) {
      if (first + i < 0 || first + i >= length) continue;
      const float v = w[static_cast<std::size_t>(i)];
      sum[static_cast<std::size_t>(first + i)] += v * frame[static_cast<std::size_t>(i)];
      squares[static_cast<std::size_t>(first + i)] += v * v;
    }
  }
  for (std::int64_t i = 0; i < length; ++i) {
    const float s = squares[static_cast<std::size_t>(i)];
    x[i * channels] = s > 1e-10f ? sum[static_cast<std::size_t>(i)] / s : 0.0f;
  }
}

}  // namespace CINCEL_ISA
}  // namespace cincel::audio
