// A convolution of random numbers, and its gradients by the formula in double precision: what the tests of each way to
// make them have in common.
#pragma once

#include <cincel/training.hpp>

#include "../random_network.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace cincel::convolution_trial {

struct Case {
  int height, width, in, out;
  Window window;
  float density = 1;  // of the gradient
};

/// A convolution of random numbers, its gradients by float32, and by the formula, with the sum of each one's terms'
/// magnitudes.
struct Convolution {
  Op op;
  Buffer x, y;
  std::vector<float> in, out, dy, weights, dx, dw, db;
  std::vector<double> exact_dx, exact_dw, exact_db, most_dx, most_dw, most_db;

  /// `number`: of those whose numbers differ.
  explicit Convolution(const Case& c, Activation activation = Activation::none, std::uint32_t number = 0) {
    const Window& w = c.window;
    op.kind = Kind::conv2d;
    op.window = w;
    op.activation = activation;
    op.in = {c.height, c.width, c.in};
    op.out = {window_extent(c.height, w.kernel.h, w.stride.h, w.dilation.h, w.pad.top, w.pad.bottom),
              window_extent(c.width, w.kernel.w, w.stride.w, w.dilation.w, w.pad.left, w.pad.right), c.out};
    x = dense_buffer(op.in);
    x.halo = detail::window_halo(op);
    x.row = x.columns() * c.in;
    y = dense_buffer(op.out);
    const std::uint32_t seed = 10 * number;
    in = random_numbers(x.size(), seed + 1, -1, 1);
    for (std::int64_t i = 0; i < x.rows(); ++i)
      for (std::int64_t j = 0; j < x.columns(); ++j)
        for (std::int64_t k = 0; k < c.in && !inside(i - x.halo.top, j - x.halo.left); ++k)
          in[static_cast<std::size_t>(i * x.row + j * x.pixel + k)] = 0;
    out = random_numbers(y.size(), seed + 2, -1, 1);
    dy = random_numbers(y.size(), seed + 3, -1, 1);
    const auto drawn = random_numbers(y.size(), seed + 4, 0, 1);
    for (std::size_t i = 0; i < dy.size(); ++i)
      if (drawn[i] >= c.density) dy[i] = 0;
    const std::int64_t n = std::int64_t{w.kernel.h} * w.kernel.w * c.in * c.out;
    weights = random_numbers(n + 16, 5, -1, 1);
    dw = random_numbers(n, 6, -1, 1);
    db = random_numbers(c.out, 7, -1, 1);
    dx = random_numbers(x.size(), seed + 8, -1, 1);
    make_exact();
  }

  bool inside(std::int64_t i, std::int64_t j) const {
    return i >= 0 && i < op.in.height() && j >= 0 && j < op.in.width();
  }
  void make_exact() {
    exact_dx.assign(dx.begin(), dx.end()), exact_dw.assign(dw.begin(), dw.end()), exact_db.assign(db.begin(), db.end());
    most_dx.assign(dx.size(), 1), most_dw.assign(dw.size(), 1), most_db.assign(db.size(), 1);
    const auto add = [](std::vector<double>& sum, std::vector<double>& most, std::int64_t at, double term) {
      sum[static_cast<std::size_t>(at)] += term;
      most[static_cast<std::size_t>(at)] += std::abs(term);
    };
    const Window& w = op.window;
    const std::int64_t c = op.in.channels(), channels = op.out.channels(), row = w.kernel.w * c;
    for (std::int64_t p = 0; p < op.out.height() * op.out.width(); ++p)
      for (std::int64_t k = 0; k < channels; ++k) {
        const auto number = static_cast<std::size_t>(p * channels + k);
        double g = dy[number];
        if (op.activation == Activation::relu && out[number] <= 0) g = 0;
        add(exact_db, most_db, k, g);
        for (std::int64_t r = 0; r < w.kernel.h; ++r)
          for (std::int64_t s = 0; s < row; ++s) {
            const std::int64_t i = p / op.out.width() * w.stride.h + r * w.dilation.h - w.pad.top,
                               j = p % op.out.width() * w.stride.w + s / c * w.dilation.w - w.pad.left;
            if (!inside(i, j)) continue;
            const std::int64_t at = pixel_at(x, i, j) + s % c, from = (r * channels + k) * row + s;
            add(exact_dw, most_dw, (k * w.kernel.h + r) * row + s,
                g * static_cast<double>(in[static_cast<std::size_t>(at)]));
            add(exact_dx, most_dx, at, g * static_cast<double>(weights[static_cast<std::size_t>(from)]));
          }
      }
  }
  /// The gradient of the input is not there yet; nobody wants it.
  void begin_input_gradient() {
    for (std::size_t i = 0; i < dx.size(); ++i) exact_dx[i] -= static_cast<double>(dx[i]);
    dx.assign(dx.size(), std::numeric_limits<float>::quiet_NaN());
  }
  void forget_input_gradient() { dx.clear(); }
  kernels::ConvGradientArgs<float> args() {
    return {&op, x, y, in.data(), out.data(), dy.data(), weights.data(), dx.data(), dw.data(), db.data()};
  }
  template <class P, Activation F>
  void dense() {
    std::vector<float> room(
        static_cast<std::size_t>(kernels::numbers_of_points(kernels::points_at_once(op), op.out.channels())),
        std::numeric_limits<float>::quiet_NaN());
    std::vector<PointPlace<float>> places(static_cast<std::size_t>(kernels::points_at_once(op)));
    kernels::conv2d_dense_gradient<P, F>(args(), {room.data(), places.data()}, true);
  }
  template <class P, Activation F>
  void sparse() {
    std::vector<Nonzero<float>> lists(static_cast<std::size_t>(kernels::nonzero_capacity(op, lanes<P>)));
    kernels::conv2d_weight_gradient<P, F, 0, 0>(args(), lists.data(), false);
    kernels::conv2d_input_gradient<P, F>(args(), lists.data());
  }
  template <class P, Activation F = Activation::none>
  bool is_dense() {
    return kernels::is_dense<P, F>(args());
  }
  /// What errors are measured by: the sum of a number's terms' magnitudes, or the largest such sum of its gradient.
  enum class Scale { own, largest };
  /// The largest error of all gradients. What lies in the halo is nobody's.
  double worst(Scale scale = Scale::own) const {
    double worst = 0;
    const auto largest = [&](const std::vector<double>& most) {
      return scale == Scale::own || most.empty() ? 0.0 : *std::max_element(most.begin(), most.end());
    };
    const auto look = [&](float got, double exact, double most) {
      const double error = std::abs(static_cast<double>(got) - exact) / most;
      worst = error <= worst ? worst : error;  // NaN too
    };
    const double of_dw = largest(most_dw), of_dx = largest(most_dx);
    for (std::size_t i = 0; i < dw.size(); ++i) look(dw[i], exact_dw[i], std::max(most_dw[i], of_dw));
    for (std::size_t i = 0; i < db.size(); ++i) look(db[i], exact_db[i], most_db[i]);
    for (std::int64_t i = 0; !dx.empty() && i < op.in.height(); ++i)
      for (std::int64_t j = 0; j < op.in.width(); ++j)
        for (std::int64_t k = 0; k < op.in.channels(); ++k) {
          const auto at = static_cast<std::size_t>(pixel_at(x, i, j) + k);
          look(dx[at], exact_dx[at], std::max(most_dx[at], of_dx));
        }
    return worst;
  }
};

/// Samples whose convolutions share their weights: the first one has the gradients of all, of which those of the weights
/// are not there yet, if `begin`.
class Samples {
 public:
  /// `few`: which one has few gradients, if there is one.
  Samples(Case c, int n, Activation activation, bool begin, int few = -1) {
    for (int i = 0; i < n; ++i) {
      c.density = i == few ? 0.1f : 1;
      all_.emplace_back(c, activation, static_cast<std::uint32_t>(i));
    }
    Convolution& sum = first();
    const std::vector<float> before_dw = sum.dw, before_db = sum.db;
    for (std::size_t i = 0; i < sum.dw.size(); ++i) {
      for (int k = 1; k < n; ++k) {
        sum.exact_dw[i] += (*this)[k].exact_dw[i] - static_cast<double>(before_dw[i]);
        sum.most_dw[i] += (*this)[k].most_dw[i];
      }
      if (begin) {
        sum.exact_dw[i] -= static_cast<double>(before_dw[i]);
        sum.dw[i] = std::numeric_limits<float>::quiet_NaN();
      }
    }
    for (std::size_t i = 0; i < sum.db.size(); ++i)
      for (int k = 1; k < n; ++k) {
        sum.exact_db[i] += (*this)[k].exact_db[i] - static_cast<double>(before_db[i]);
        sum.most_db[i] += (*this)[k].most_db[i];
      }
  }
  Convolution& operator[](int i) { return all_[static_cast<std::size_t>(i)]; }
  Convolution& first() { return all_.front(); }
  /// What sample `i` is given, which adds to the gradients that all share.
  kernels::ConvGradientArgs<float> args(int i) {
    auto a = (*this)[i].args();
    a.dw = first().dw.data(), a.db = first().db.data();
    return a;
  }
  /// The largest error of all gradients.
  double worst(Convolution::Scale scale = Convolution::Scale::own) {
    double worst = first().worst(scale);
    for (std::size_t k = 1; k < all_.size(); ++k) {
      all_[k].dw.clear(), all_[k].db.clear();
      worst = std::max(worst, all_[k].worst(scale));
    }
    return worst;
  }

 private:
  std::vector<Convolution> all_;
};

inline constexpr Window same3{.kernel = 3, .pad = {1, 1, 1, 1}};

}  // namespace cincel::convolution_trial
