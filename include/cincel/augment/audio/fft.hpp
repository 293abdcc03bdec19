// The discrete Fourier transform of real numbers, X[k] = sum over n of x[n] · e^(-2·pi·i·k·n/N), for even N whose other
// factors are 2, 3 and 5: Stockham's passes over the N/2 complex numbers x[2n] + i·x[2n+1], in float with twiddle
// factors from double. docs/decisions/13-fft.md says why it is not a library's.
#pragma once

#include <cincel/core/isa.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <numbers>
#include <utility>
#include <vector>

namespace cincel::audio {

/// Whether a transform of this length is there.
constexpr bool is_fast_length(std::int64_t n) {
  if (n < 2 || n % 2 != 0) return false;
  for (const int f : {2, 3, 5})
    while (n % f == 0) n /= f;
  return n == 1;
}
/// The smallest such length that is at least n.
constexpr std::int64_t fast_length(std::int64_t n) {
  while (!is_fast_length(n)) ++n;
  return n;
}

inline namespace CINCEL_ISA {
namespace impl {

/// Real and imaginary parts, each for itself, so that loops over them are vectors.
struct ComplexArray {
  std::vector<float> re, im;
  explicit ComplexArray(std::int64_t n = 0)
      : re(static_cast<std::size_t>(n), 0.0f), im(static_cast<std::size_t>(n), 0.0f) {}
};

/// cos and sin of the R-th roots of one.
template <std::size_t R>
struct Roots;
template <>
struct Roots<3> {
  static constexpr float cos[] = {1, -0.5f, -0.5f}, sin[] = {0, 0.866025403784f, -0.866025403784f};
};
template <>
struct Roots<5> {
  static constexpr float cos[] = {1, 0.309016994375f, -0.809016994375f, -0.809016994375f, 0.309016994375f};
  static constexpr float sin[] = {0, 0.951056516295f, 0.587785252292f, -0.587785252292f, -0.951056516295f};
};

/// The transform of R numbers, in place.
template <std::size_t R>
[[gnu::always_inline]] inline void butterfly(float (&re)[R], float (&im)[R]) {
  if constexpr (R == 2) {
    const float a = re[0], b = im[0];
    re[0] = a + re[1], im[0] = b + im[1];
    re[1] = a - re[1], im[1] = b - im[1];
  } else if constexpr (R == 4) {
    const float ar = re[0] + re[2], ai = im[0] + im[2], br = re[0] - re[2], bi = im[0] - im[2];
    const float cr = re[1] + re[3], ci = im[1] + im[3], dr = re[1] - re[3], di = im[1] - im[3];
    re[0] = ar + cr, im[0] = ai + ci;
    re[1] = br + di, im[1] = bi - dr;
    re[2] = ar - cr, im[2] = ai - ci;
    re[3] = br - di, im[3] = bi + dr;
  } else {
    float sr[R], si[R];
    for (std::size_t k = 0; k < R; ++k) {
      sr[k] = 0, si[k] = 0;
      for (std::size_t j = 0; j < R; ++j) {
        const float c = Roots<R>::cos[j * k % R], s = Roots<R>::sin[j * k % R];  // e^(-i·angle)
        sr[k] += re[j] * c + im[j] * s;
        si[k] += im[j] * c - re[j] * s;
      }
    }
    for (std::size_t k = 0; k < R; ++k) re[k] = sr[k], im[k] = si[k];
  }
}

/// One of Stockham's passes over R·m·s numbers: m butterflies of R numbers that lie m·s apart, for each of s columns.
template <std::size_t R>
void fft_pass(const ComplexArray& x, ComplexArray& y, const ComplexArray& twiddle, std::int64_t m, std::int64_t s) {
  const float *xr = x.re.data(), *xi = x.im.data();
  float *yr = y.re.data(), *yi = y.im.data();
  constexpr auto r = static_cast<std::int64_t>(R);
  for (std::int64_t p = 0; p < m; ++p) {
    float wr[R], wi[R];
    for (std::size_t k = 0; k < R; ++k) {
      wr[k] = twiddle.re[static_cast<std::size_t>(p * s) * k];
      wi[k] = twiddle.im[static_cast<std::size_t>(p * s) * k];
    }
    for (std::int64_t q = 0; q < s; ++q) {
      float re[R], im[R];
      for (std::size_t j = 0; j < R; ++j) {
        const std::int64_t at = q + s * (p + static_cast<std::int64_t>(j) * m);
        re[j] = xr[at];
        im[j] = xi[at];
      }
      butterfly<R>(re, im);
      for (std::size_t k = 0; k < R; ++k) {
        const std::int64_t at = q + s * (r * p + static_cast<std::int64_t>(k));
        yr[at] = re[k] * wr[k] - im[k] * wi[k];
        yi[at] = re[k] * wi[k] + im[k] * wr[k];
      }
    }
  }
}

}  // namespace impl

/// The transform of N real numbers and its inverse. An object is used by one thread at a time.
class RealFft {
 public:
  /// N has to be a fast length.
  explicit RealFft(std::int64_t n) : half_(n / 2), twiddle_(n / 2), turn_(n / 2 + 1), a_(n / 2), b_(n / 2) {
    const auto fill = [](impl::ComplexArray& to, std::int64_t period) {
      for (std::size_t k = 0; k < to.re.size(); ++k) {
        const double angle = -2 * std::numbers::pi * static_cast<double>(k) / static_cast<double>(period);
        to.re[k] = static_cast<float>(std::cos(angle));
        to.im[k] = static_cast<float>(std::sin(angle));
      }
    };
    fill(twiddle_, half_);
    fill(turn_, n);
  }
  std::int64_t size() const { return 2 * half_; }
  /// Numbers of a spectrum: N/2 + 1.
  std::int64_t bins() const { return half_ + 1; }

  /// N numbers to N/2 + 1 bins.
  void forward(const float* x, float* re, float* im) {
    for (std::int64_t k = 0; k < half_; ++k) {
      a_.re[at(k)] = x[2 * k];
      a_.im[at(k)] = x[2 * k + 1];
    }
    transform();
    for (std::int64_t k = 0; k <= half_; ++k) {
      const std::size_t i = at(k == half_ ? 0 : k), j = at(k == 0 ? 0 : half_ - k);
      const float er = a_.re[i] + a_.re[j], ei = a_.im[i] - a_.im[j];  // twice the even part
      const float dr = a_.im[i] + a_.im[j], di = a_.re[j] - a_.re[i];  // twice the odd one
      re[k] = 0.5f * (er + turn_.re[at(k)] * dr - turn_.im[at(k)] * di);
      im[k] = 0.5f * (ei + turn_.re[at(k)] * di + turn_.im[at(k)] * dr);
    }
  }
  /// N/2 + 1 bins to N numbers, the inverse of `forward`; the imaginary parts of the first and last bin are not read.
  void inverse(const float* re, const float* im, float* x) {
    const auto imaginary = [&](std::int64_t k) { return k == 0 || k == half_ ? 0.0f : im[k]; };
    for (std::int64_t k = 0; k < half_; ++k) {
      const std::int64_t j = half_ - k;
      const float er = re[k] + re[j], ei = imaginary(k) - imaginary(j);
      const float dr = re[k] - re[j], di = imaginary(k) + imaginary(j);
      const float orr = dr * turn_.re[at(k)] + di * turn_.im[at(k)], oi = di * turn_.re[at(k)] - dr * turn_.im[at(k)];
      a_.im[at(k)] = er - oi;  // real and imaginary parts changed places: a forward transform is the inverse one
      a_.re[at(k)] = ei + orr;
    }
    transform();
    const float scale = 0.5f / static_cast<float>(half_);
    for (std::int64_t k = 0; k < half_; ++k) {
      x[2 * k] = scale * a_.im[at(k)];
      x[2 * k + 1] = scale * a_.re[at(k)];
    }
  }

 private:
  static std::size_t at(std::int64_t k) { return static_cast<std::size_t>(k); }
  /// `a_` becomes its complex transform.
  void transform() {
    std::int64_t n = half_, s = 1;
    while (n > 1) {
      const int r = n % 4 == 0 ? 4 : n % 2 == 0 ? 2 : n % 3 == 0 ? 3 : 5;
      const std::int64_t m = n / r;
      switch (r) {
        case 4: impl::fft_pass<4>(a_, b_, twiddle_, m, s); break;
        case 2: impl::fft_pass<2>(a_, b_, twiddle_, m, s); break;
        case 3: impl::fft_pass<3>(a_, b_, twiddle_, m, s); break;
        default: impl::fft_pass<5>(a_, b_, twiddle_, m, s); break;
      }
      std::swap(a_, b_);
      n = m;
      s *= r;
    }
  }

  std::int64_t half_;
  impl::ComplexArray twiddle_, turn_, a_, b_;
};

/// The transform of this length for the calling thread, made when it is first asked for.
inline RealFft& real_fft(std::int64_t n) {
  thread_local std::vector<std::unique_ptr<RealFft>> known;
  for (const auto& f : known)
    if (f->size() == n) return *f;
  known.push_back(std::make_unique<RealFft>(n));
  return *known.back();
}

}  // namespace CINCEL_ISA
}  // namespace cincel::audio
