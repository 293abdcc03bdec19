// Normalisations within one sample: of each pixel's channels (layer, root mean square, unit length), of groups of
// channels over the whole map, and local response. Sums over a pixel's channels are long sums of floats (to 1e-5 of
// their terms' magnitudes), those over a map are in double precision or keep what they round away.
#pragma once

#include <cincel/kernels/channel_sums.hpp>
#include <cincel/kernels/run_sums.hpp>

namespace cincel {
inline namespace CINCEL_ISA {
namespace kernels {

/// gamma and beta of a normalisation, if it has them, in packed weights or among the parameters.
template <class T>
struct GammaBeta {
  const T *gamma = nullptr, *beta = nullptr;
  constexpr T g(std::int64_t c) const { return gamma == nullptr ? T(1) : gamma[c]; }
  constexpr T b(std::int64_t c) const { return beta == nullptr ? T(0) : beta[c]; }
};

template <class T>
constexpr GammaBeta<T> packed_gamma_beta(const Step& s, const Memory<T>& m) {
  GammaBeta<T> p;
  const T* at = m.weights + s.weights;
  if (s.op.scale) {
    p.gamma = at;
    at += round_up(s.op.out.channels(), packed_quantum);
  }
  if (s.op.center) p.beta = at;
  return p;
}

/// Gradients of gamma and beta, null where there is none.
template <class T>
struct GammaBetaGradient {
  T *gamma = nullptr, *beta = nullptr;
};
template <class T>
constexpr GammaBetaGradient<T> gamma_beta_gradient(const TrainingStep& t, const SampleContext<T>& c) {
  GammaBetaGradient<T> p;
  int next = 0;
  if (t.forward.op.scale) p.gamma = parameter_gradient(t, c, next++);
  if (t.forward.op.center) p.beta = parameter_gradient(t, c, next);
  return p;
}

/// Mean and inverse deviation of numbers: y = (x − shift) · scale before gamma and beta.
struct Moments {
  double shift = 0, scale = 1;
};

/// Of one pixel's channels.
template <class P, PixelNorm N, class T>
constexpr Moments pixel_moments(const T* x, std::int64_t n, double epsilon) {
  double mean = 0, square = 0;
  // What is not there counts as the mean, so that it adds nothing.
  const auto total = [&](auto f) { return static_cast<double>(sum_of_run<P>(x, n, static_cast<T>(mean), f)); };
  if constexpr (N == PixelNorm::layer) {
    mean = total([](const P& v) { return v; }) / static_cast<double>(n);
    const P shift(static_cast<T>(mean));
    square = total([shift](const P& v) { return (v - shift) * (v - shift); });
    return {static_cast<double>(static_cast<T>(mean)),
            1 / scalar_math::sqrt(square / static_cast<double>(n) + epsilon)};
  }
  square = total([](const P& v) { return v * v; });
  if constexpr (N == PixelNorm::rms) return {0, 1 / scalar_math::sqrt(square / static_cast<double>(n) + epsilon)};
  const double length = scalar_math::sqrt(square);
  return {0, 1 / (length < epsilon ? epsilon : length)};
}

/// Of one group of channels over the whole map.
template <class T>
constexpr Moments group_moments(const Buffer& b, const T* x, std::int64_t first, std::int64_t n, double epsilon) {
  const std::int64_t h = b.map.height(), w = b.map.width();
  const auto count = static_cast<double>(h * w * n);
  const auto total = [&](auto f) {
    double sum = 0;
    for (std::int64_t i = 0; i < h; ++i)
      for (std::int64_t j = 0; j < w; ++j) {
        const T* p = x + pixel_at(b, i, j) + first;
        for (std::int64_t k = 0; k < n; ++k) sum += f(static_cast<double>(p[k]));
      }
    return sum;
  };
  const double mean = total([](double v) { return v; }) / count;
  const double variance = total([mean](double v) { return (v - mean) * (v - mean); }) / count;
  return {mean, 1 / scalar_math::sqrt(variance + epsilon)};
}

/// With x̂ = (x − shift) · scale and g = dy · gamma: the sums of g and of g · x̂ that a gradient needs.
struct NormalizationSums {
  double g = 0, product = 0;
};

/// Adds one run of channels to the sums; each(k, d, x̂) is called with each channel's gradient and normalised number.
template <class T, class Each>
constexpr void add_normalization_sums(const T* x, const T* dy, std::int64_t n, const Moments& m, const T* gamma,
                                      NormalizationSums& sums, Each each) {
  for (std::int64_t k = 0; k < n; ++k) {
    const double hat = (static_cast<double>(x[k]) - m.shift) * m.scale, d = static_cast<double>(dy[k]);
    const double g = gamma == nullptr ? d : d * static_cast<double>(gamma[k]);
    each(k, d, hat);
    sums.g += g;
    sums.product += g * hat;
  }
}

/// The gradients of gamma and beta over pixels, which come one after another: long sums for each channel. `memory` holds
/// six numbers a channel.
template <class T>
class ParameterSums {
  using One = scalar_pack<T, 1>;
  struct Levels {
    T *part, *total, *error;  // of up to 128 pixels; of all before; what the total rounded away
  };

  constexpr void close(const Levels& l) const {
    for (std::int64_t k = 0; k < n_; ++k) {
      One total(l.total[k]), error(l.error[k]);
      add_exactly(total, error, One(l.part[k]));
      l.total[k] = total.v[0];
      l.error[k] = error.v[0];
      l.part[k] = 0;
    }
  }
  constexpr void add_to(T* gradient, const Levels& l) const {
    close(l);
    for (std::int64_t k = 0; gradient != nullptr && k < n_; ++k)
      gradient[k] += rounded_sum(One(l.total[k]), One(l.error[k])).v[0];
  }

  std::int64_t n_, left_ = sum_block;
  Levels gamma_, beta_;

 public:
  constexpr ParameterSums(T* memory, std::int64_t n)
      : n_(n), gamma_{memory, memory + n, memory + 2 * n}, beta_{memory + 3 * n, memory + 4 * n, memory + 5 * n} {
    fill_zero(memory, 6 * n);
  }
  constexpr void add(std::int64_t k, double gamma, double beta) {
    gamma_.part[k] += static_cast<T>(gamma);
    beta_.part[k] += static_cast<T>(beta);
  }
  constexpr void end_pixel() {
    if (--left_ > 0) return;
    close(gamma_);
    close(beta_);
    left_ = sum_block;
  }
  constexpr void add_to(const GammaBetaGradient<T>& d) const {
    add_to(d.gamma, gamma_);
    add_to(d.beta, beta_);
  }
};

/// Channels whose sums over a map stand on the stack at once.
inline constexpr std::int64_t sum_channels = 32;

/// The sums of one group of `n` channels from channel `first` over a map, and the gradients of its gamma and beta.
template <class T>
constexpr NormalizationSums group_sums(const TrainingStep& t, const T* x, const T* dy, std::int64_t first,
                                       std::int64_t n, const Moments& m, const T* gamma,
                                       const GammaBetaGradient<T>& d) {
  NormalizationSums sums;
  for (std::int64_t begin = first; begin < first + n; begin += sum_channels) {
    double dgamma[sum_channels]{}, dbeta[sum_channels]{};
    const std::int64_t size = first + n - begin < sum_channels ? first + n - begin : sum_channels;
    for_pixels(t.forward.y.map, t.forward.x, x, t.dy, dy, [&](const T* v, const T* g) {
      add_normalization_sums(v + begin, g + begin, size, m, gamma == nullptr ? gamma : gamma + begin, sums,
                             [&](std::int64_t k, double one, double hat) {
                               dgamma[k] += one * hat;
                               dbeta[k] += one;
                             });
    });
    for (std::int64_t k = 0; k < size; ++k) {
      if (d.gamma != nullptr) d.gamma[begin + k] += static_cast<T>(dgamma[k]);
      if (d.beta != nullptr) d.beta[begin + k] += static_cast<T>(dbeta[k]);
    }
  }
  return sums;
}

/// dx += scale · (g − centre − x̂ · slope).
template <class T>
constexpr void add_normalization_gradient(const T* x, const T* dy, T* dx, std::int64_t n, const Moments& m,
                                          const T* gamma, double centre, double slope) {
  for (std::int64_t k = 0; k < n; ++k) {
    const double hat = (static_cast<double>(x[k]) - m.shift) * m.scale;
    const double g = static_cast<double>(dy[k]) * (gamma == nullptr ? 1.0 : static_cast<double>(gamma[k]));
    dx[k] += static_cast<T>(m.scale * (g - centre - hat * slope));
  }
}

/// Sum of squares of the channels [c − reach, c + reach] that are there.
template <class T>
constexpr T squares_around(const T* x, std::int64_t c, std::int64_t reach, std::int64_t n) {
  double sum = 0;
  for (std::int64_t k = c - reach < 0 ? 0 : c - reach; k <= c + reach && k < n; ++k)
    sum += static_cast<double>(x[k]) * static_cast<double>(x[k]);
  return static_cast<T>(sum);
}

/// base to the power −beta.
template <class T>
constexpr T negative_power(T base, double beta) {
  return static_cast<T>(scalar_math::exp(-beta * scalar_math::log(static_cast<double>(base))));
}

}  // namespace kernels

/// y = (x − shift) · scale · gamma + beta over the channels of each pixel.
template <>
struct Operator<Kind::pixel_normalization> {
  template <class P, StepKey Key, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    const auto p = kernels::packed_gamma_beta(s, m);
    const std::int64_t n = s.y.map.channels();
    kernels::for_pixels(s.y.map, s.x, kernels::begin_of(s.x, m), s.y, kernels::result_of(s, m), [&](const T* x, T* y) {
      const auto moments =
          kernels::pixel_moments<P, static_cast<PixelNorm>(Key.variant)>(x, n, static_cast<double>(s.op.a));
      const P shift(static_cast<T>(moments.shift)), scale(static_cast<T>(moments.scale));
      const auto hat = [=](const P& v) { return (v - shift) * scale; };
      if (p.gamma != nullptr && p.beta != nullptr)
        kernels::impl::map_run<P>(
            n, y, [&](const P& v, const P& g, const P& b) { return multiply_add(hat(v), g, b); }, x, p.gamma, p.beta);
      else if (p.gamma != nullptr)
        kernels::impl::map_run<P>(n, y, [&](const P& v, const P& g) { return hat(v) * g; }, x, p.gamma);
      else if (p.beta != nullptr)
        kernels::impl::map_run<P>(n, y, [&](const P& v, const P& b) { return hat(v) + b; }, x, p.beta);
      else
        kernels::impl::map_run<P>(n, y, hat, x);
    });
  }
  template <class P, StepKey Key, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    constexpr auto norm = static_cast<PixelNorm>(Key.variant);
    const Step& s = t.forward;
    const auto p = kernels::packed_gamma_beta(s, c.memory);
    const auto dp = kernels::gamma_beta_gradient(t, c);
    const kernels::GradientView<T> d = kernels::gradient_of(t, c, 0);
    const std::int64_t n = s.y.map.channels();
    const T *x = kernels::begin_of(s.x, c.memory), *dy = c.memory.arena + t.dy.offset;
    const bool trained = dp.gamma != nullptr || dp.beta != nullptr;
    kernels::ParameterSums<T> parameters(c.memory.arena + s.scratch, trained ? n : 0);
    for (std::int64_t i = 0; i < s.y.map.height(); ++i)
      for (std::int64_t j = 0; j < s.y.map.width(); ++j) {
        const T *from = x + pixel_at(s.x, i, j), *g = dy + pixel_at(t.dy, i, j);
        const auto moments = kernels::pixel_moments<P, norm>(from, n, static_cast<double>(s.op.a));
        kernels::NormalizationSums sums;
        if (trained) {
          kernels::add_normalization_sums(
              from, g, n, moments, p.gamma, sums,
              [&](std::int64_t k, double slope, double hat) { parameters.add(k, slope * hat, slope); });
          parameters.end_pixel();
        } else {
          kernels::add_normalization_sums(from, g, n, moments, p.gamma, sums, [](std::int64_t, double, double) {});
        }
        if (d.dx == nullptr) continue;
        const double count = norm == PixelNorm::unit ? 1.0 : static_cast<double>(n);
        kernels::add_normalization_gradient(from, g, d.dx + pixel_at(d.buffer, i, j), n, moments, p.gamma,
                                            norm == PixelNorm::layer ? sums.g / count : 0.0, sums.product / count);
      }
    parameters.add_to(dp);
  }
};

/// The same over groups of channels and all pixels.
template <>
struct Operator<Kind::group_normalization> {
  template <class P, StepKey, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    const auto p = kernels::packed_gamma_beta(s, m);
    const T* x = kernels::begin_of(s.x, m);
    const std::int64_t n = s.y.map.channels() / s.op.groups;
    for (std::int64_t first = 0; first < s.y.map.channels(); first += n) {
      const auto moments = kernels::group_moments(s.x, x, first, n, static_cast<double>(s.op.a));
      kernels::for_pixels(s.y.map, s.x, x, s.y, kernels::result_of(s, m), [&](const T* from, T* to) {
        for (std::int64_t k = first; k < first + n; ++k)
          to[k] = static_cast<T>((static_cast<double>(from[k]) - moments.shift) * moments.scale) * p.g(k) + p.b(k);
      });
    }
  }
  template <class P, StepKey, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const Step& s = t.forward;
    const auto p = kernels::packed_gamma_beta(s, c.memory);
    const auto dp = kernels::gamma_beta_gradient(t, c);
    const kernels::GradientView<T> d = kernels::gradient_of(t, c, 0);
    const std::int64_t n = s.y.map.channels() / s.op.groups;
    const T *x = kernels::begin_of(s.x, c.memory), *dy = c.memory.arena + t.dy.offset;
    const auto from = [](auto* q, std::int64_t first) { return q == nullptr ? q : q + first; };
    for (std::int64_t first = 0; first < s.y.map.channels(); first += n) {
      const auto moments = kernels::group_moments(s.x, x, first, n, static_cast<double>(s.op.a));
      const auto sums = kernels::group_sums(t, x, dy, first, n, moments, p.gamma, dp);
      if (d.dx == nullptr) continue;
      const std::int64_t numbers = s.y.map.volume() / s.op.groups;
      const auto count = static_cast<double>(numbers);
      for (std::int64_t i = 0; i < s.y.map.height(); ++i)
        for (std::int64_t j = 0; j < s.y.map.width(); ++j)
          kernels::add_normalization_gradient(x + pixel_at(s.x, i, j) + first, dy + pixel_at(t.dy, i, j) + first,
                                              d.dx + pixel_at(d.buffer, i, j) + first, n, moments, from(p.gamma, first),
                                              sums.g / count, sums.product / count);
    }
  }
};

/// y[c] = x[c] · (k + alpha / size · sum of squares around c)^(−beta).
template <>
struct Operator<Kind::local_response_normalization> {
  template <class T>
  static constexpr T base(const Op& op, const T* x, std::int64_t c, std::int64_t n) {
    return static_cast<T>(op.alpha) +
           static_cast<T>(op.a) / static_cast<T>(op.groups) * kernels::squares_around(x, c, op.groups / 2, n);
  }
  template <class P, StepKey, class T>
  static constexpr void forward(const Step& s, const Memory<T>& m) {
    const std::int64_t n = s.y.map.channels();
    const P power(static_cast<T>(-s.op.b));
    kernels::for_pixels(s.y.map, s.x, kernels::begin_of(s.x, m), s.y, kernels::result_of(s, m), [&](const T* x, T* y) {
      for (std::int64_t k = 0; k < n; ++k) y[k] = base(s.op, x, k, n);
      const T* bases = y;
      kernels::impl::map_run<P>(
          n, y, [power](const P& v, const P& b) { return v * exponential(power * logarithm(b)); }, x, bases);
    });
  }
  template <class P, StepKey, class T>
  static void backward(const TrainingStep& t, const SampleContext<T>& c) {
    const Step& s = t.forward;
    const kernels::GradientView<T> d = kernels::gradient_of(t, c, 0);
    if (d.dx == nullptr) return;
    const T *x = kernels::begin_of(s.x, c.memory), *dy = c.memory.arena + t.dy.offset;
    const std::int64_t n = s.y.map.channels(), reach = s.op.groups / 2;
    const double beta = static_cast<double>(s.op.b), share = 2 * beta * static_cast<double>(s.op.a) / s.op.groups;
    for (std::int64_t i = 0; i < s.y.map.height(); ++i)
      for (std::int64_t j = 0; j < s.y.map.width(); ++j) {
        const T *v = x + pixel_at(s.x, i, j), *g = dy + pixel_at(t.dy, i, j);
        T* to = d.dx + pixel_at(d.buffer, i, j);
        for (std::int64_t k = 0; k < n; ++k) {
          const T b = base(s.op, v, k, n), power = kernels::negative_power(b, beta);
          to[k] += g[k] * power;
          const T pull = static_cast<T>(share) * g[k] * v[k] * power / b;
          for (std::int64_t e = k - reach < 0 ? 0 : k - reach; e <= k + reach && e < n; ++e) to[e] -= pull * v[e];
        }
      }
  }
};

}  // namespace CINCEL_ISA
}  // namespace cincel
