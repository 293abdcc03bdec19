// Gradients of depthwise convolutions: what kernels/depthwise_conv2d_gradient.hpp makes of any window, against plain loops
// in double precision, and networks around its conditions.
#include "../laws.hpp"

using namespace cincel;

namespace {

/// A window on a map of `height` x `width` pixels and `channels`; what lies around the map is `halo` pixels wide.
struct Case {
  Window window;
  std::int64_t height, width, channels, halo = 0;
};

struct Maps {
  kernels::DepthwiseMaps m;
  std::int64_t first, size;  // of x: its first pixel, and what it owns
};

constexpr Maps maps_of(const Case& c) {
  const Window& w = c.window;
  const auto results = [](std::int64_t n, int pad, int kernel, int stride, int dilation) {
    return (n + pad - (dilation * (kernel - 1) + 1)) / stride + 1;
  };
  const std::int64_t rows = results(c.height, w.pad.top + w.pad.bottom, w.kernel.h, w.stride.h, w.dilation.h);
  const std::int64_t columns = results(c.width, w.pad.left + w.pad.right, w.kernel.w, w.stride.w, w.dilation.w);
  const std::int64_t row = (c.width + 2 * c.halo) * c.channels;
  return {{w, c.height, c.width, rows, columns, c.channels, row, c.channels, columns * c.channels, c.channels},
          c.halo * row + c.halo * c.channels,
          row * (c.height + 2 * c.halo)};
}

struct Gradients {
  std::vector<double> dx, dw, db, scale_x, scale_w;
};

/// By the definition: each output pixel in turn, each tap of its window that meets the map.
Gradients plainly(const Case& c, const std::vector<float>& x, const std::vector<float>& w,
                  const std::vector<float>& dy) {
  const Maps maps = maps_of(c);
  const kernels::DepthwiseMaps& m = maps.m;
  const Window& v = c.window;
  const auto n = [](std::int64_t k) { return static_cast<std::size_t>(k); };
  Gradients g;
  g.dx.resize(n(maps.size)), g.scale_x.resize(n(maps.size)), g.db.resize(n(c.channels));
  g.dw.resize(w.size()), g.scale_w.resize(w.size());
  for (std::int64_t i = 0; i < m.rows; ++i)
    for (std::int64_t j = 0; j < m.columns; ++j)
      for (std::int64_t k = 0; k < c.channels; ++k) {
        const double d = static_cast<double>(dy[n((i * m.columns + j) * c.channels + k)]);
        g.db[n(k)] += d;
        for (std::int64_t r = 0; r < v.kernel.h; ++r)
          for (std::int64_t s = 0; s < v.kernel.w; ++s) {
            const std::int64_t at_row = i * v.stride.h + r * v.dilation.h - v.pad.top;
            const std::int64_t at_column = j * v.stride.w + s * v.dilation.w - v.pad.left;
            if (at_row < 0 || at_row >= c.height || at_column < 0 || at_column >= c.width) continue;
            const std::size_t at = n(maps.first + at_row * m.x_row + at_column * m.x_pixel + k);
            const std::size_t tap = n((r * v.kernel.w + s) * c.channels + k);
            const double by_x = d * static_cast<double>(x[at]), by_w = d * static_cast<double>(w[tap]);
            g.dw[tap] += by_x, g.scale_w[tap] += std::abs(by_x);
            g.dx[at] += by_w, g.scale_x[at] += std::abs(by_w);
          }
      }
  return g;
}

/// All of the kernel's gradients: written or added to, or without dx. Around the map x is NaN, and dx stays as it is.
template <class P, Case C>
void agrees() {
  using T = typename P::value_type;
  constexpr Maps maps = maps_of(C);
  constexpr kernels::DepthwiseMaps m = maps.m;
  constexpr std::int64_t taps = C.window.kernel.h * C.window.kernel.w;
  constexpr kernels::DepthwiseGradientKey key = kernels::depthwise_gradient_key(C.window, C.width, Activation::none);
  std::vector<float> x(static_cast<std::size_t>(maps.size), std::numeric_limits<float>::quiet_NaN());
  const auto inside = random_numbers(C.height * C.width * C.channels, 1, -1, 1);
  std::vector<bool> is_inside(x.size());
  for (std::int64_t i = 0; i < C.height; ++i)
    for (std::int64_t j = 0; j < C.width * C.channels; ++j) {
      const auto at = static_cast<std::size_t>(maps.first + i * m.x_row + j);
      x[at] = inside[static_cast<std::size_t>(i * C.width * C.channels + j)];
      is_inside[at] = true;
    }
  const auto w = random_numbers(taps * C.channels, 2, -1, 1);
  const auto dy = random_numbers(m.rows * m.columns * C.channels, 3, -1, 1);
  const Gradients expected = plainly(C, x, w, dy);
  const std::vector<T> tx(x.begin(), x.end()), tw(w.begin(), w.end()), tdy(dy.begin(), dy.end());
  for (const int way : {0, 1, 2}) {  // dx is written, is added to, is not wanted
    CAPTURE(way);
    const bool begins = way == 0 && kernels::has_all_columns(C.window);
    std::vector<T> dx(x.size(), T(0.25)), dw(w.size(), T(0.5)), db(static_cast<std::size_t>(C.channels), T(0.75));
    kernels::depthwise_gradient<P, key, T>({.maps = m,
                                            .x = tx.data() + maps.first,
                                            .y = nullptr,
                                            .dy = tdy.data(),
                                            .weights = tw.data(),
                                            .dx = way == 2 ? nullptr : dx.data() + maps.first,
                                            .dw = dw.data(),
                                            .db = way == 1 ? nullptr : db.data(),
                                            .begins = begins,
                                            .alpha = T(0)});
    for (std::size_t i = 0; i < dx.size(); ++i) {
      const double before = begins && is_inside[i] ? 0 : 0.25;
      const double right = way == 2 || !is_inside[i] ? 0.25 : before + expected.dx[i];
      CHECK(std::abs(static_cast<double>(dx[i]) - right) <= 1e-6 * (expected.scale_x[i] + before));
    }
    for (std::size_t i = 0; i < dw.size(); ++i)
      CHECK(std::abs(static_cast<double>(dw[i]) - 0.5 - expected.dw[i]) <= 1e-5 * (expected.scale_w[i] + 0.5));
    const auto outputs = static_cast<double>(m.rows * m.columns);
    for (std::size_t i = 0; i < db.size(); ++i)
      CHECK(std::abs(static_cast<double>(db[i]) - 0.75 - (way == 1 ? 0 : expected.db[i])) <= 1e-5 * (outputs + 0.75));
  }
}

constexpr Window square(int kernel, int pad, int stride = 1, int dilation = 1) {
  return {.kernel = kernel, .stride = stride, .dilation = dilation, .pad = {pad, pad, pad, pad}};
}

}  // namespace

TEST_CASE("gradients of depthwise convolutions of any window are those of plain loops") {
  // One pixel, and widths around tiles of 7 and strips of 28.
  agrees<native_pack, Case{square(3, 1), 1, 1, 5}>();
  agrees<native_pack, Case{square(3, 1), 4, 6, 21, 1}>();
  agrees<native_pack, Case{square(3, 1), 3, 7, 16, 2}>();
  agrees<native_pack, Case{square(3, 1), 3, 8, 35}>();
  agrees<native_pack, Case{square(3, 0), 5, 28, 3}>();
  agrees<native_pack, Case{square(3, 1), 4, 29, 33, 1}>();
  agrees<native_pack, Case{square(5, 2), 9, 61, 17, 2}>();
  // Windows that meet nothing but padding, above, below and beside; and pads that differ.
  agrees<native_pack, Case{square(3, 4), 2, 3, 4}>();
  agrees<native_pack, Case{square(2, 7), 1, 1, 4}>();
  agrees<native_pack, Case{{.kernel = 3, .stride = 1, .dilation = 1, .pad = {2, 0, 0, 3}}, 5, 9, 7, 3}>();
  agrees<native_pack, Case{{.kernel = 3, .stride = 2, .dilation = 1, .pad = {0, 1, 2, 0}}, 8, 30, 20, 3}>();
  // Strides, also larger than the kernel; columns that no window meets.
  agrees<native_pack, Case{square(3, 1, 2), 7, 9, 18, 1}>();
  agrees<native_pack, Case{square(3, 0, 2), 8, 8, 5}>();
  agrees<native_pack, Case{square(3, 1, 3), 10, 62, 6}>();
  agrees<native_pack, Case{square(5, 2, 2), 11, 60, 9}>();
  agrees<native_pack, Case{square(2, 0, 3), 9, 9, 4}>();
  // Of two strips, the classes of columns that a stride of 2 makes begin at different columns of the gradient, and the last
  // window meets but one column of x.
  agrees<native_pack, Case{{.kernel = 3, .stride = 2, .dilation = 1, .pad = {1, 1, 1, 3}}, 5, 66, 5}>();
  agrees<native_pack, Case{{.kernel = Size(3, 1), .stride = Size(1, 2), .dilation = 1, .pad = {}}, 6, 7, 5}>();
  // Dilations, alone, with strides that share a divisor and that do not, and so large that the ring holds two rows.
  agrees<native_pack, Case{square(3, 2, 1, 2), 6, 13, 19}>();
  agrees<native_pack, Case{square(3, 5, 1, 5), 12, 31, 4}>();
  agrees<native_pack, Case{square(3, 2, 2, 2), 9, 10, 5}>();
  agrees<native_pack, Case{square(3, 3, 2, 3), 13, 14, 5}>();
  agrees<native_pack, Case{square(5, 4, 4, 6), 33, 40, 3}>();
  // Kernels of more than 5 rows or columns, in parts of one size and of two, and of few.
  agrees<native_pack, Case{square(7, 3), 9, 11, 17}>();
  agrees<native_pack, Case{square(7, 3, 2), 15, 16, 5}>();
  agrees<native_pack, Case{square(6, 1), 7, 9, 4}>();
  agrees<native_pack, Case{square(11, 5, 2, 2), 25, 26, 2}>();
  agrees<native_pack, Case{{.kernel = Size(2, 4), .stride = 1, .dilation = 1, .pad = {1, 0, 2, 1}}, 6, 15, 8}>();
  agrees<native_pack, Case{{.kernel = Size(1, 9), .stride = 1, .dilation = 1, .pad = {0, 4, 0, 4}}, 1, 40, 6}>();
}

TEST_CASE("they are in double precision too") {
  agrees<scalar_pack<double, 1>, Case{square(3, 1), 5, 30, 3}>();
  agrees<scalar_pack<double, 4>, Case{square(5, 2, 2), 9, 17, 7}>();
}

TEST_CASE("sums over very many pixels are long sums") {
  // A plain sum of 2048 or more of these loses what they have beyond 1.
  constexpr float term = 1 + 0.49f / 4096;
  constexpr std::int64_t height = 4096, width = 28, channels = 3;
  constexpr Maps maps = maps_of({square(1, 0), height, width, channels});
  constexpr kernels::DepthwiseGradientKey key = kernels::depthwise_gradient_key(square(1, 0), width, Activation::none);
  const std::vector<float> x(static_cast<std::size_t>(maps.size), 1), dy(x.size(), term), w(channels, 1);
  std::vector<float> dw(channels), db(channels);
  kernels::depthwise_gradient<native_pack, key, float>({.maps = maps.m,
                                                        .x = x.data(),
                                                        .y = nullptr,
                                                        .dy = dy.data(),
                                                        .weights = w.data(),
                                                        .dx = nullptr,
                                                        .dw = dw.data(),
                                                        .db = db.data(),
                                                        .begins = false,
                                                        .alpha = 0});
  const double sum = double{term} * static_cast<double>(height * width);
  for (std::size_t k = 0; k < dw.size(); ++k) {
    CHECK(std::abs(static_cast<double>(dw[k]) - sum) <= 1e-5 * sum);
    CHECK(std::abs(static_cast<double>(db[k]) - sum) <= 1e-5 * sum);
  }
}

// Maps of one pixel and of a few; strides of 1, 2 and 3; activations behind; a value whose gradient has two parts.
TEST_CASE_TEMPLATE(
    "networks around the conditions of a depthwise convolution's gradient obey the laws", Net,
    Sequential<Input<6, 15, 18>, DepthwiseConv2D<3, Same>, ReLU, Residual<DepthwiseConv2D<5, Same>, Tanh>,
               DepthwiseConv2D<3, Stride<2>, Padding<Pads{1, 0, 0, 1}>>, GlobalAveragePooling2D>,
    Sequential<Input<8, 9, 5>, Conv2D<7, 1>, Concat<DepthwiseConv2D<3, Same>, DepthwiseConv2D<3, Same, Dilation<2>>>,
               SiLU, DepthwiseConv2D<Size(3, 2), Stride<3>>, DepthwiseConv2D<3, Same, NoBias>, Flatten, Dense<3>>,
    Sequential<Input<4, 30, 3>, DepthwiseConv2D<Size(1, 7), Same>, Sigmoid, DepthwiseConv2D<3, Padding<3>, Stride<2>>,
               GlobalMaxPooling2D>) {
  laws::obey<Net>();
}
