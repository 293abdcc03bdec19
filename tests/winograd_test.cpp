// Winograd's convolutions: the numbers of the direct one, its errors, when they are chosen, and what of a network they do
// not change.
#include <doctest/doctest.h>

#include <cincel/model/packing_fingerprint.hpp>

#include "laws.hpp"

using namespace cincel;

namespace {

/// How the convolution of `Net` is computed.
template <class Net>
constexpr std::string_view way_of() {
  for (const Step& s : inference_plan<Net>.steps)
    if (s.op.kind == Kind::conv2d) return implementation_of(s.op).name;
  return "";
}

template <class Net>
constexpr std::string_view way_in_training() {
  for (const TrainingStep& t : training_plan<Net>.steps)
    if (t.forward.op.kind == Kind::conv2d) return implementation_of(t.forward.op).name;
  return "";
}

template <class P, class... L>
std::vector<double> outputs() {
  using Net = Sequential<L...>;
  return laws::run<Net, P>(random_parameters<Net>(3), random_numbers(InputLayout<Net>::total, 4, -1, 1));
}

/// The network as it is, with its "conv2d" computed by `M`: in double the numbers of the direct way, in float within 1e-5
/// of the largest, in vectors and number by number.
template <int M, class... L>
void agrees_with_direct() {
  const auto direct = outputs<laws::Exact, L..., Force<"conv2d", "direct">>();
  const auto exact = outputs<laws::Exact, L..., Force<"conv2d", Winograd<M>>>();
  const auto fast = outputs<native_pack, L..., Force<"conv2d", Winograd<M>>>();
  REQUIRE(direct.size() == exact.size());
  const double scale = laws::largest_of(direct, 0);
  for (std::size_t i = 0; i < direct.size(); ++i) {
    CHECK(std::abs(exact[i] - direct[i]) <= 1e-13 * scale);
    CHECK(std::abs(fast[i] - direct[i]) <= 1e-5 * scale);
  }
}
template <class... L>
void both_agree() {
  agrees_with_direct<2, L...>();
  agrees_with_direct<4, L...>();
}

}  // namespace

TEST_CASE("tiles of 2x2 and of 4x4 give the numbers of the direct way") {
  both_agree<Input<9, 11, 17>, Conv2D<35, 3, Same>>();  // no extent is a multiple of anything
  both_agree<Input<33, 31, 8>,
             Conv2D<16, 3, Padding<Pads{0, 2, 1, 0}>, NoBias>>();  // several passes, the last one moved back
  both_agree<Input<4, 4, 200>, Conv2D<33, 3, Same>, Sigmoid>();    // sums in several blocks
}

TEST_CASE("what is folded into the convolution is folded into its transformed weights") {
  both_agree<Input<9, 8, 5>, Rescaling<0.5f, 0.25f>, Conv2D<12, 3>, BatchNormalization<>, LeakyReLU<0.1f>>();
}

TEST_CASE("its epilogues: a residual, a pooling over an even and an odd map, a slice of a concatenation") {
  both_agree<Input<9, 10, 17>, Residual<Conv2D<17, 3, Same>>, ReLU>();
  // Whose place a direct convolution would take: tiles and passes overlap.
  both_agree<Input<33, 30, 3>, Named<"stem", Conv2D<17, 3, Same>>,
             Residual<Sequential<Named<"inner", Conv2D<17, 3, Same>>, ReLU, Conv2D<17, 3, Same>>>, ReLU,
             Named<"last", Conv2D<5, 3, Same>>>();
  both_agree<Input<13, 11, 6>, Conv2D<9, 3>, MaxPooling2D<2>, Tanh>();
  both_agree<Input<4, 5, 5>, Concat<Named<"a", Conv2D<3, 1>>, Identity>,
             Concat<Conv2D<19, 3, Same>, Identity>>();  // one tile, moved back
}

TEST_CASE("a forced network obeys the laws, with shared weights, a view, a pooling with ceil mode and two outputs") {
  laws::obey<Sequential<Input<6, 7, 4>, Reshape<7, 6, 4>, Shared<"c", Conv2D<4, 3, Same>>, ReLU,
                        Shared<"c", Conv2D<4, 3, Same>>, Force<"c", Winograd<4>>,
                        Outputs<Output<"a", MaxPooling2D<2, CeilMode>, Flatten, Dense<3>>, Output<"b", Identity>>>>();
}

TEST_CASE("chosen: large tiles for large maps, small tiles where weights weigh more, direct for small maps") {
  CHECK(way_of<Sequential<Input<56, 56, 64>, Conv2D<64, 3, Same>>>() == "winograd4");
  CHECK(way_of<Sequential<Input<28, 28, 128>, Conv2D<128, 3, Same>, ReLU, MaxPooling2D<2>>>() == "winograd4");
  CHECK(way_of<Sequential<Input<14, 14, 256>, Conv2D<256, 3, Same>>>() == "winograd2");
  CHECK(way_of<Sequential<Input<7, 7, 512>, Conv2D<512, 3, Same>>>() == "winograd2");
  CHECK(way_of<Sequential<Input<5, 5, 512>, Conv2D<512, 3, Same>>>() == "direct");
}

TEST_CASE("not chosen: few channels, another kernel, a stride, a dilation, groups, another pooling, tight numbers") {
  CHECK(way_of<Sequential<Input<28, 28, 16>, Conv2D<16, 3>>>() == "winograd4");
  CHECK(way_of<Sequential<Input<28, 28, 15>, Conv2D<16, 3>>>() == "direct");
  CHECK(way_of<Sequential<Input<28, 28, 16>, Conv2D<15, 3>>>() == "direct");
  CHECK(way_of<Sequential<Input<28, 28, 64>, Conv2D<64, Size(3, 5)>>>() == "direct");
  CHECK(way_of<Sequential<Input<28, 28, 64>, Conv2D<64, 3, Stride<2>>>>() == "direct");
  CHECK(way_of<Sequential<Input<28, 28, 64>, Conv2D<64, 3, Dilation<2>>>>() == "direct");
  CHECK(way_of<Sequential<Input<28, 28, 64>, Conv2D<64, 3, Groups<2>>>>() == "direct");
  CHECK(way_of<Sequential<Input<29, 29, 64>, Conv2D<64, 3>, MaxPooling2D<3>>>() == "direct");
  CHECK(way_of<Sequential<Input<28, 28, 64>, Conv2D<64, 3>, TightNumbers>>() == "direct");
  CHECK(way_of<Sequential<Input<28, 28, 64>, Conv2D<64, 3>, Force<"conv2d", Winograd<2>>, TightNumbers>>() ==
        "winograd2");
}

TEST_CASE("training chooses too, and its parameters are the same: files of weights fit both") {
  using Net = Sequential<Input<28, 28, 16>, Conv2D<16, 3>>;
  using Tight = Sequential<Net, TightNumbers>;
  static_assert(Net::fingerprint == Tight::fingerprint && Net::parameter_count == Tight::parameter_count);
  static_assert(packing_fingerprint<Net> != packing_fingerprint<Tight>);
  CHECK(way_in_training<Net>() == "winograd4");
  CHECK(way_in_training<Tight>() == "direct");
  CHECK(way_in_training<Sequential<Net, Force<"conv2d", "direct">>>() == "direct");
  // Small maps, whose weights are read once for several samples.
  CHECK(way_in_training<Sequential<Input<8, 8, 64>, Conv2D<64, 3, Same>>>() == "winograd4");
  CHECK(way_in_training<Sequential<Input<4, 4, 256>, Conv2D<256, 3, Same>>>() == "winograd2");
  CHECK(way_in_training<Sequential<Input<2, 2, 512>, Conv2D<512, 3, Same>>>() == "direct");
}

TEST_CASE("a NaN reaches every output that reads it") {
  using Net = Sequential<Input<8, 8, 16>, Conv2D<16, 3, Same>, Force<"conv2d", Winograd<2>>>;
  auto x = random_numbers(InputLayout<Net>::total, 4, -1, 1);
  x[static_cast<std::size_t>((3 * 8 + 4) * 16 + 5)] = std::numeric_limits<float>::quiet_NaN();
  const auto y = laws::run<Net, native_pack>(random_parameters<Net>(3), x);
  for (int i = 2; i <= 4; ++i)
    for (int j = 3; j <= 5; ++j) CHECK(std::isnan(y[static_cast<std::size_t>((i * 8 + j) * 16 + 3)]));
  CHECK(!std::isnan(y[static_cast<std::size_t>(7 * 8 * 16)]));  // a tile that does not read it
}

// Inputs and weights of one sign, whose transforms cancel; 512 channels.
TEST_CASE("long sums of one sign hold 1e-5 of their magnitude") {
  using Net = Sequential<Input<6, 6, 512>, Conv2D<16, 3>, Force<"conv2d", Winograd<4>>>;
  const auto parameters = random_numbers(ParameterLayout<Net>::total, 3, 0.05f, 0.1f);
  const auto x = random_numbers(InputLayout<Net>::total, 4, 0.5f, 1);
  const auto exact = laws::run<Net, laws::Exact>(parameters, x), fast = laws::run<Net, native_pack>(parameters, x);
  for (std::size_t i = 0; i < exact.size(); ++i) CHECK(std::abs(fast[i] - exact[i]) <= 1e-5 * exact[i]);
}
