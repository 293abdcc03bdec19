// Butterworth filters as sections of second order, as scipy.signal.butter(..., output="sos") designs them (bilinear
// transform with the cut-off prewarped), run from silence as scipy.signal.sosfilt does.
#pragma once

#include <cincel/core/isa.hpp>

#include <cmath>
#include <complex>
#include <cstdint>
#include <numbers>
#include <vector>

namespace cincel::audio {
inline namespace CINCEL_ISA {

/// y[n] = b0·x[n] + b1·x[n-1] + b2·x[n-2] - a1·y[n-1] - a2·y[n-2]
struct FilterSection {
  double b0 = 1, b1 = 0, b2 = 0, a1 = 0, a2 = 0;
};

enum class PassBand : unsigned char { low, high };

/// A low- or high-pass of an order of 1 to 16: 3 dB down at `cutoff` Hz, 6 dB an octave for each order.
inline std::vector<FilterSection> butterworth(PassBand band, int order, double cutoff, double rate) {
  const double k = std::tan(std::numbers::pi * cutoff / rate);
  const bool low = band == PassBand::low;
  std::vector<FilterSection> sections;
  for (int i = 0; i < order / 2; ++i) {
    const double damping = 2 * std::sin(std::numbers::pi * (2 * i + 1) / (2 * order));  // s² + damping·s + 1
    const double norm = 1 / (1 + damping * k + k * k), b = (low ? k * k : 1) * norm;
    sections.push_back({b, low ? 2 * b : -2 * b, b, 2 * (k * k - 1) * norm, (1 - damping * k + k * k) * norm});
  }
  if (order % 2 != 0) {
    const double norm = 1 / (1 + k), b = (low ? k : 1) * norm;
    sections.push_back({b, low ? b : -b, 0, (k - 1) * norm, 0});
  }
  return sections;
}

/// A band-pass whose order is twice `order`: 3 dB down at both cut-offs, 6 dB an octave on each side for each order.
inline std::vector<FilterSection> butterworth_band(int order, double low, double high, double rate) {
  const auto warped = [rate](double f) { return std::tan(std::numbers::pi * f / rate); };
  const double width = warped(high) - warped(low), middle = warped(high) * warped(low);  // of s = (z - 1)/(z + 1)
  const double centre = 2 * std::atan(std::sqrt(middle));                                // of the circle, radians
  std::vector<FilterSection> sections;
  const auto add = [&](std::complex<double> p, std::complex<double> q) {  // two poles in s, one section
    const std::complex<double> a = (1.0 + p) / (1.0 - p), b = (1.0 + q) / (1.0 - q);
    FilterSection s{1, 0, -1, -(a + b).real(), (a * b).real()};
    const std::complex<double> z = std::polar(1.0, -centre);
    const double level = (std::abs)((1.0 + s.a1 * z + s.a2 * z * z) / (1.0 - z * z));
    s.b0 *= level;
    s.b2 *= level;
    sections.push_back(s);
  };
  for (int i = 0; i < (order + 1) / 2; ++i) {
    const std::complex<double> pole = std::polar(1.0, std::numbers::pi * (0.5 + (2 * i + 1) / (2.0 * order)));
    const std::complex<double> half = pole * (width / 2), root = std::sqrt(half * half - middle);
    if (2 * i + 1 == order) {
      add(half + root, half - root);  // the real pole's two
    } else {
      add(half + root, std::conj(half + root));
      add(half - root, std::conj(half - root));
    }
  }
  return sections;
}

/// Runs the sections over each of the channels of n moments, from silence, in double.
inline void run_filter(const std::vector<FilterSection>& sections, float* x, std::int64_t n, std::int64_t channels) {
  struct State {
    double one = 0, two = 0;
  };
  for (std::int64_t c = 0; c < channels; ++c) {
    std::vector<State> states(sections.size());
    for (std::int64_t i = 0; i < n; ++i) {
      double v = static_cast<double>(x[i * channels + c]);
      for (std::size_t k = 0; k < sections.size(); ++k) {
        const FilterSection& f = sections[k];
        State& s = states[k];
        const double y = f.b0 * v + s.one;
        s.one = f.b1 * v - f.a1 * y + s.two;
        s.two = f.b2 * v - f.a2 * y;
        v = y;
      }
      x[i * channels + c] = static_cast<float>(v);
    }
  }
}

}  // namespace CINCEL_ISA
}  // namespace cincel::audio
