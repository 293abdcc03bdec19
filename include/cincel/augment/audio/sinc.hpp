// Resampling by a windowed sinc: y[i] = sum over n of x[n] · h(i·step - n), with
//
//     h(t) = r · sinc(r·t) · kaiser(r·t / crossings),  r = rolloff · min(1, 1 / step)
//
// as torchaudio's functional.resample (sinc_interp_kaiser) and resampy have it; beyond its ends a sound is silent.
#pragma once

#include <cincel/augment/audio/signal.hpp>
#include <cincel/core/isa.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <vector>

namespace cincel::audio {

/// A windowed sinc: zero crossings on each side, the cut-off as a share of half the lower rate, Kaiser's beta.
struct SincKernel {
  int crossings = 0;
  double rolloff = 0, beta = 0;
};
/// resampy's two, by the numbers that torchaudio documents.
inline constexpr SincKernel kaiser_best{64, 0.9475937167399596, 14.769656459379492},
    kaiser_fast{16, 0.85, 8.555504641634386};

/// Samples that a resampled sound has: n·to/from, rounded up (torchaudio, scipy.signal.resample_poly).
constexpr std::int64_t resampled_length(std::int64_t n, std::int64_t from, std::int64_t to) {
  return (n * to + from - 1) / from;
}

inline namespace CINCEL_ISA {

/// sinc times window for u = 0 to `crossings`, 512 places for each crossing; read with linear interpolation, whose error
/// is below 2e-6.
class SincTable {
 public:
  static constexpr int places = 512;
  explicit SincTable(const SincKernel& kernel) : kernel_(kernel) {
    const int n = kernel.crossings * places;
    table_.resize(static_cast<std::size_t>(n) + 2);
    for (int i = 0; i < n; ++i) {
      const double u = static_cast<double>(i) / places, share = u / kernel.crossings, x = std::numbers::pi * u;
      const double window = bessel(kernel.beta * std::sqrt(1 - share * share)) / bessel(kernel.beta);
      table_[static_cast<std::size_t>(i)] = static_cast<float>((i == 0 ? 1 : std::sin(x) / x) * window);
    }
  }
  const SincKernel& kernel() const { return kernel_; }
  /// At a distance of `place` / 512 crossings, 0 <= place <= 512·crossings.
  float at(float place) const {
    const auto i = static_cast<std::int32_t>(place);
    const float f = place - static_cast<float>(i);
    const float* t = table_.data() + i;
    return t[0] + f * (t[1] - t[0]);
  }

 private:
  /// The modified Bessel function I0 by its series.
  static double bessel(double x) {
    double sum = 1, term = 1;
    for (int k = 1; k < 60; ++k) {
      term *= x * x / (4.0 * k * k);
      sum += term;
    }
    return sum;
  }
  SincKernel kernel_;
  std::vector<float> table_;
};

/// A table for each kernel, made when it is first asked for.
template <const SincKernel& Kernel>
const SincTable& sinc_table() {
  static const SincTable table(Kernel);
  return table;
}

/// How far the place in the source moves for each sample of the result: from / to.
struct RateRatio {
  double from = 1, to = 1;
  constexpr RateRatio(std::int64_t a, std::int64_t b) : from(static_cast<double>(a)), to(static_cast<double>(b)) {}
  constexpr explicit RateRatio(double step) : from(step) {}
};

/// Resamples n moments of `channels` numbers into m.
inline void sinc_resample(const float* x, std::int64_t n, std::int64_t channels, float* y, std::int64_t m,
                          const RateRatio& ratio, const SincTable& table) {
  const SincKernel& k = table.kernel();
  const double r = k.rolloff * (ratio.from > ratio.to ? ratio.to / ratio.from : 1), reach = k.crossings / r;
  const double to_place = r * SincTable::places, last = static_cast<double>(k.crossings * SincTable::places);
  std::vector<float> weights;
  for (std::int64_t i = 0; i < m; ++i) {
    const double t = static_cast<double>(i) * ratio.from / ratio.to;
    const double low = std::ceil(t - reach), high = std::floor(t + reach);
    const std::int64_t first = low < 0 ? 0 : low > static_cast<double>(n) ? n : static_cast<std::int64_t>(low);
    const std::int64_t stop = high >= static_cast<double>(n) ? n : static_cast<std::int64_t>(high) + 1;
    const std::int64_t end = stop > first ? stop : first;
    weights.resize(static_cast<std::size_t>(end - first));
    for (std::int64_t j = first; j < end; ++j) {
      const double place = std::fabs(t - static_cast<double>(j)) * to_place;
      weights[static_cast<std::size_t>(j - first)] = table.at(static_cast<float>(place < last ? place : last));
    }
    for (std::int64_t c = 0; c < channels; ++c) {
      const float *w = weights.data(), *from = x + first * channels + c;
      double sums[4] = {};  // four, so that none waits for the one before
      const std::int64_t count = end - first, whole = count - count % 4;
      const auto product = [&](std::int64_t j) {
        return static_cast<double>(w[j]) * static_cast<double>(from[j * channels]);
      };
      for (std::int64_t j = 0; j < whole; j += 4)
        for (std::int64_t lane = 0; lane < 4; ++lane) sums[lane] += product(j + lane);
      for (std::int64_t j = whole; j < count; ++j) sums[0] += product(j);
      y[i * channels + c] = static_cast<float>(r * ((sums[0] + sums[1]) + (sums[2] + sums[3])));
    }
  }
}

}  // namespace CINCEL_ISA
}  // namespace cincel::audio
