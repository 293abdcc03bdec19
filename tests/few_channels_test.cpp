// Convolutions of few channels by vectors along the width, and convolutions to one pixel: the numbers of plain code in
// double precision, and when they are chosen.
#include <doctest/doctest.h>

#include "laws.hpp"

using namespace cincel;

namespace {

/// How the convolutions of `Net` are computed.
template <class Net>
std::string ways_of() {
  std::string names;
  for (const Step& s : inference_plan<Net>.steps)
    if (s.op.kind == Kind::conv2d) names += (names.empty() ? "" : " ") + std::string(implementation_of(s.op).name);
  return names;
}

/// The network with its "conv2d" computed by `Way`, in vectors of floats and of doubles: the numbers that plain code has
/// in double.
template <fixed_string Way, class... L>
void agrees_with_plain() {
  using Net = Sequential<L..., Force<"conv2d", Way>>;
  CHECK(ways_of<Net>().find(Way.view()) != std::string::npos);
  const auto parameters = random_parameters<Net>(3), x = random_numbers(InputLayout<Net>::total, 4, -1, 1);
  const auto plain = laws::run<Sequential<L..., Force<"conv2d", "plain">>, laws::Exact>(parameters, x);
  const auto exact = laws::run<Net, scalar_pack<double, 4>>(parameters, x);
  const auto fast = laws::run<Net, native_pack>(parameters, x);
  REQUIRE(plain.size() == exact.size());
  const double scale = laws::largest_of(plain, 0);
  for (std::size_t i = 0; i < plain.size(); ++i) {
    CHECK(std::abs(exact[i] - plain[i]) <= 1e-13 * scale);
    CHECK(std::abs(fast[i] - plain[i]) <= 2e-6 * scale);
  }
}

}  // namespace

TEST_CASE("along the width: kernels of few taps, one to four input channels, groups of channels of every size") {
  agrees_with_plain<"width", Input<9, 11, 1>, Conv2D<1, 3, Same>>();
  agrees_with_plain<"width", Input<8, 13, 2>, Conv2D<2, 2>, ReLU>();
  agrees_with_plain<"width", Input<7, 9, 3>, Conv2D<3, Size(3, 1)>, Tanh>();
  agrees_with_plain<"width", Input<11, 6, 4>, Conv2D<4, Size(2, 4), NoBias>>();
  agrees_with_plain<"width", Input<9, 9, 1>, Conv2D<5, 5>, LeakyReLU<0.1f>>();
  agrees_with_plain<"width", Input<6, 40, 1>, Conv2D<6, 3, Padding<Pads{0, 2, 1, 0}>>>();
  agrees_with_plain<"width", Input<9, 7, 2>, Conv2D<7, 3>>();
  agrees_with_plain<"width", Input<5, 8, 3>, Conv2D<13, 3, Same>>();
  agrees_with_plain<"width", Input<3, 3, 3>, Conv2D<16, 3>>();  // one pixel
  agrees_with_plain<"width", Input<1, 1, 4>, Conv2D<9, 3, Same>>();
}

TEST_CASE("along the width: strides, dilations, wide kernels, signals") {
  agrees_with_plain<"width", Input<11, 14, 3>, Conv2D<5, 3, Stride<2>, Same>>();
  agrees_with_plain<"width", Input<13, 17, 2>, Conv2D<4, Size(4, 5), Stride<Size(3, 2)>>, Sigmoid>();
  agrees_with_plain<"width", Input<15, 16, 1>, Conv2D<6, 3, Dilation<Size(3, 2)>>>();
  agrees_with_plain<"width", Input<17, 19, 2>, Conv2D<3, 4, Stride<Size(2, 3)>, Dilation<Size(3, 2)>, Padding<2>>>();
  agrees_with_plain<"width", Input<17, 16, 1>, Conv2D<3, 2, Stride<3>, Dilation<3>>>();
  agrees_with_plain<"width", Input<9, 12, 2>, Conv2D<3, Size(1, 7)>>();
  agrees_with_plain<"width", Input<33, 2>, Named<"conv2d", Conv1D<6, 4>>>();
}

TEST_CASE("along the width: sums of several blocks, several bands, folded layers, slices of a concatenation") {
  agrees_with_plain<"width", Input<12, 15, 3>, Conv2D<5, 8, Same>>();             // 192 terms, several in a run
  agrees_with_plain<"width", Input<1, 300, 1>, Conv2D<2, Size(1, 290)>>();        // one run of 290
  agrees_with_plain<"width", Input<10, 14, 4>, Conv2D<3, 6, Stride<2>>, ReLU>();  // runs that end with a block
  agrees_with_plain<"width", Input<61, 53, 2>, Conv2D<5, 3, Same>, ReLU>();       // the last band has fewer rows
  agrees_with_plain<"width", Input<4, 2000, 1>, Conv2D<6, 3>>();                  // bands of one row
  agrees_with_plain<"width", Input<67, 50, 3>, Conv2D<4, 3, Stride<2>>>();        // strides in several bands
  agrees_with_plain<"width", Input<9, 8, 3>, Rescaling<0.5f, 0.25f>, Conv2D<6, 3>, BatchNormalization<>, ReLU>();
  agrees_with_plain<"width", Input<8, 9, 2>, Concat<Conv2D<3, 3, Same>, Identity>>();
  agrees_with_plain<"width", Input<8, 9, 2>, Concat<Identity, Conv2D<1, 3, Same>>>();
  // Rows of a multiple of four pixels with an odd number of channels, whose neighbours are the zeros of a halo.
  agrees_with_plain<"width", Input<6, 8, 2>, Conv2D<5, 3, Same>, Named<"next", Conv2D<4, 3, Same>>>();
  // Reads a slice of a wider value.
  agrees_with_plain<"width", Input<8, 9, 2>, Named<"a", Conv2D<3, 1>>, Concat<Identity, Conv2D<5, 1>>>();
}

TEST_CASE("one pixel: inputs that stand together, within a halo, apart; more units than a block") {
  agrees_with_plain<"vectors", Input<5, 5, 16>, Conv2D<120, 5>, Tanh>();
  agrees_with_plain<"vectors", Input<1, 1, 70>, Conv2D<33, 1>, ReLU>();
  agrees_with_plain<"vectors", Input<1, 1, 9>, Conv2D<5, 3, Same>>();
  agrees_with_plain<"vectors", Input<3, 4, 5>, Conv2D<7, Size(3, 2), Stride<3>>>();
  agrees_with_plain<"vectors", Input<5, 7, 3>, Conv2D<6, Size(2, 3), Dilation<Size(4, 3)>>>();
  agrees_with_plain<"vectors", Input<1, 7, 3>, Conv2D<6, Size(1, 3), Dilation<3>>>();
  agrees_with_plain<"vectors", Input<9, 4, 2>, Conv2D<3, Size(9, 4)>, BatchNormalization<>>();
}

TEST_CASE("forced networks obey the laws") {
  laws::obey<Sequential<Input<9, 10, 3>, Conv2D<6, 3, Same>, Tanh, Conv2D<9, 9, Dilation<1>>, Flatten, Dense<3>,
                        Force<"conv2d", "width">>>();
  laws::obey<Sequential<Input<7, 9, 2>, Conv2D<4, 3, Stride<2>, Same>, ReLU, Conv2D<6, Size(4, 5)>, ReLU, Flatten,
                        Dense<3>, Force<"conv2d", "width">, Force<"conv2d_1", "vectors">>>();
}

TEST_CASE("chosen where channels are fewer than lanes and the map is no small one, or is one pixel") {
  CHECK(ways_of<Sequential<Input<32, 32, 1>, Conv2D<6, 5>>>() == "width");
  CHECK(ways_of<Sequential<Input<32, 32, 3>, Conv2D<3, 3, Same>>>() == "width");
  CHECK(ways_of<Sequential<Input<28, 28, 1>, Conv2D<8, 3>>>() == "direct");
  CHECK(ways_of<Sequential<Input<7, 7, 4>, Conv2D<5, 3>>>() == "direct");
  CHECK(ways_of<Sequential<Input<12, 12, 1>, Conv2D<7, 5>>>() == "direct");
  CHECK(ways_of<Sequential<Input<32, 32, 5>, Conv2D<6, 5>>>() == "direct");
  CHECK(ways_of<Sequential<Input<5, 5, 4>, Conv2D<6, 4>>>() == "direct");
  CHECK(ways_of<Sequential<Input<32, 32, 2>, Conv2D<4, 3, Groups<2>>>>() == "direct");
  CHECK(ways_of<Sequential<Input<32, 32, 3>, Residual<Conv2D<3, 3, Same>>>>() == "direct");
  CHECK(ways_of<Sequential<Input<32, 32, 1>, Conv2D<6, 3>, MaxPooling2D<2>>>() == "direct");
  CHECK(ways_of<Sequential<Input<5, 5, 16>, Conv2D<120, 5>>>() == "vectors");
  CHECK(ways_of<Sequential<Input<4, 4, 6>, Conv2D<8, 3>, MaxPooling2D<2>>>() == "direct");
  CHECK(ways_of<Sequential<Input<1, 1, 64>, Residual<Conv2D<64, 1>>>>() == "direct");
  CHECK(ways_of<Sequential<Input<3, 3, 64>, Conv2D<64, 3, Groups<2>>>>() == "direct");
  // A map of any size is one value to the pass: its costs do not overflow.
  CHECK(ways_of<Sequential<Input<300000, 300000, 4>, Conv2D<6, 1000>>>() == "width");
}
