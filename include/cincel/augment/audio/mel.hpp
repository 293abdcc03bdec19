// Mel filters: whose scale, whose triangles, whose norm; and the presets, which name whose all of it is.
#pragma once

#include <cincel/augment/audio/stft.hpp>
#include <cincel/simd/scalar_math.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace cincel::audio {

/// `slaney`: f·3/200 below 1000 Hz, 15 + 27·ln(f/1000)/ln 6.4 above (Slaney's Auditory Toolbox); `htk`:
/// 2595·log10(1 + f/700) (the HTK book).
enum class MelScale : unsigned char { slaney, htk };
/// Whether a filter's flanks are straight over the frequency in Hz or over mel.
enum class MelTriangles : unsigned char { in_hertz, in_mel };
/// Whether a filter's peak is 1, or its area over the frequency in Hz is (Slaney's norm, 2/width).
enum class MelNorm : unsigned char { peak, area };

/// A mel spectrogram, as a value that is a template argument. Take a preset, and change what shall differ.
struct Mel {
  Framing framing{};
  int filters = 0;
  double low = 0, high = 0;  // Hz; a high of 0 stands for half the rate
  MelScale scale = MelScale::slaney;
  MelTriangles triangles = MelTriangles::in_hertz;
  MelNorm norm = MelNorm::area;
  int exponent = 2;         // of |X|: 1 or 2
  double pre_emphasis = 0;  // x[n] - c·x[n-1] in each frame, before the window; its first sample times 1 - c
  friend constexpr bool operator==(const Mel&, const Mel&) = default;

  /// librosa.feature.melspectrogram since 0.10: Slaney's scale and norm, periodic Hann, centred, zeros beyond the ends.
  static constexpr Mel librosa(std::int64_t n_fft = 2048, std::int64_t hop = 512, int filters = 128) {
    return {{n_fft, hop, n_fft, WindowShape::hann, FramePadding::zeros}, filters};
  }
  /// torchaudio.transforms.MelSpectrogram: HTK's scale, no norm, triangles over Hz, centred, mirrored at the ends.
  static constexpr Mel torchaudio(std::int64_t n_fft = 400, std::int64_t hop = 200, int filters = 128) {
    Mel m{{n_fft, hop, n_fft, WindowShape::hann, FramePadding::reflect}, filters};
    m.scale = MelScale::htk;
    m.norm = MelNorm::peak;
    return m;
  }
  /// keras.layers.MelSpectrogram: HTK's scale from 20 Hz, no norm, triangles over mel, centred, mirrored at the ends.
  static constexpr Mel keras(std::int64_t n_fft = 2048, std::int64_t hop = 512, int filters = 128) {
    Mel m = torchaudio(n_fft, hop, filters);
    m.triangles = MelTriangles::in_mel;
    m.low = 20;
    return m;
  }
  /// HTK's FBANK: frames inside of the sound, pre-emphasis 0.97, Hamming, magnitudes, triangles over mel. `window`
  /// samples at the beginning of `n_fft`.
  static constexpr Mel htk(std::int64_t n_fft = 512, std::int64_t hop = 160, std::int64_t window = 400,
                           int filters = 26) {
    Mel m{{n_fft, hop, window, WindowShape::hamming_symmetric, FramePadding::none}, filters};
    m.scale = MelScale::htk;
    m.triangles = MelTriangles::in_mel;
    m.norm = MelNorm::peak;
    m.exponent = 1;
    m.pre_emphasis = 0.97;
    return m;
  }

  constexpr double top(std::int64_t rate) const { return high == 0 ? static_cast<double>(rate) / 2 : high; }
};

inline namespace CINCEL_ISA {

/// Hz to mel and back.
constexpr double to_mel(MelScale scale, double hertz) {
  if (scale == MelScale::htk) return 2595 / scalar_math::log(10.0) * scalar_math::log(1 + hertz / 700);
  return hertz < 1000 ? hertz * 3 / 200 : 15 + 27 * scalar_math::log(hertz / 1000) / scalar_math::log(6.4);
}
constexpr double from_mel(MelScale scale, double mel) {
  if (scale == MelScale::htk) return 700 * (scalar_math::exp(mel / (2595 / scalar_math::log(10.0))) - 1);
  return mel < 15 ? mel * 200 / 3 : 1000 * scalar_math::exp((mel - 15) * scalar_math::log(6.4) / 27);
}

/// Edges 0 to filters + 1, in mel: filter i reaches from edge i to i + 2, its peak is at i + 1.
struct MelEdges {
  MelScale scale;
  double low, step;
  constexpr MelEdges(const Mel& m, std::int64_t rate)
      : scale(m.scale), low(to_mel(m.scale, m.low)), step((to_mel(m.scale, m.top(rate)) - low) / (m.filters + 1)) {}
  constexpr double mel(int i) const { return low + step * i; }
  constexpr double hertz(int i) const { return from_mel(scale, mel(i)); }
};

/// The first filter that no bin lies in, or -1.
constexpr int empty_filter(const Mel& m, std::int64_t rate) {
  const double bin = static_cast<double>(rate) / static_cast<double>(m.framing.n_fft);
  const MelEdges edges(m, rate);
  double left = edges.hertz(0), peak = edges.hertz(1);
  for (int i = 0; i < m.filters; ++i) {
    const double right = edges.hertz(i + 2);
    const auto next = static_cast<std::int64_t>(left / bin * (1 + 1e-12)) + 1;  // the first bin above `left`
    if (static_cast<double>(next) * bin >= right * (1 - 1e-12)) return i;
    left = peak;
    peak = right;
  }
  return -1;
}

/// The weights of all filters; those of a filter stand together.
struct MelFilters {
  struct Filter {
    std::int64_t first_bin = 0;
    std::vector<float> weights;
  };
  std::vector<Filter> filters;

  MelFilters(const Mel& m, std::int64_t rate) {
    const double bin = static_cast<double>(rate) / static_cast<double>(m.framing.n_fft);
    const MelEdges edges(m, rate);
    const bool hertz = m.triangles == MelTriangles::in_hertz;
    for (int i = 0; i < m.filters; ++i) {
      double edge[3], in_hertz[3];
      for (int k = 0; k < 3; ++k) {
        in_hertz[k] = edges.hertz(i + k);
        edge[k] = hertz ? in_hertz[k] : edges.mel(i + k);
      }
      const double factor = m.norm == MelNorm::area ? 2 / (in_hertz[2] - in_hertz[0]) : 1;
      Filter f;
      for (std::int64_t k = 0; k < m.framing.bins(); ++k) {
        const double at = static_cast<double>(k) * bin;
        if (at <= in_hertz[0] || at >= in_hertz[2]) continue;
        const double x = hertz ? at : to_mel(m.scale, at);
        const double up = (x - edge[0]) / (edge[1] - edge[0]), down = (edge[2] - x) / (edge[2] - edge[1]);
        const double weight = up < down ? up : down;
        if (weight <= 0) continue;
        if (f.weights.empty()) f.first_bin = k;
        f.weights.push_back(static_cast<float>(weight * factor));
      }
      filters.push_back(f);
    }
  }
  /// A frame of |X| or |X|² as a frame of filters, which lie `stride` apart.
  void apply(const float* frame, float* out, std::int64_t stride) const {
    for (std::size_t i = 0; i < filters.size(); ++i) {
      double sum = 0;
      for (std::size_t k = 0; k < filters[i].weights.size(); ++k)
        sum += static_cast<double>(filters[i].weights[k] * frame[filters[i].first_bin + static_cast<std::int64_t>(k)]);
      out[static_cast<std::int64_t>(i) * stride] = static_cast<float>(sum);
    }
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel::audio
