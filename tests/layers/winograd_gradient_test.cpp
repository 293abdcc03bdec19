// A convolution's gradients by Winograd's transforms, from the formula in double precision; when a plan chooses them.
#include <doctest/doctest.h>

#include "../laws.hpp"
#include "convolution_trial.hpp"

using namespace cincel;
using namespace cincel::convolution_trial;

namespace {

/// Weights {3, 3, C, K} of those that the direct way reads, [3][K][3·C].
std::vector<float> weights_of(const Convolution& c) {
  const std::int64_t inputs = c.op.in.channels(), channels = c.op.out.channels();
  std::vector<float> w(static_cast<std::size_t>(9 * inputs * channels));
  for (std::int64_t r = 0; r < 3; ++r)
    for (std::int64_t s = 0; s < 3; ++s)
      for (std::int64_t i = 0; i < inputs; ++i)
        for (std::int64_t k = 0; k < channels; ++k)
          w[static_cast<std::size_t>(((r * 3 + s) * inputs + i) * channels + k)] =
              c.weights[static_cast<std::size_t>((r * channels + k) * 3 * inputs + s * inputs + i)];
  return w;
}

/// How the gradients are asked for.
struct Asked {
  bool begins_weights = false;  // which are not there yet
  bool adds_to_input = true;    // which is there already
  bool wants_input = true;
};

/// The largest error of the gradients of `n` samples of `In` channels by tiles of M x M, of the largest sum of terms.
template <int M, int In, class P = native_pack, Activation F = Activation::none>
double worst_of(Case c, int n, const Asked& asked = {}) {
  c.in = In;
  Samples all(c, n, F, asked.begins_weights);
  const Op& op = all.first().op;
  REQUIRE(detail::winograd_gradient_fits(op, M));
  const float nan = std::numeric_limits<float>::quiet_NaN();
  std::vector<float> turned(static_cast<std::size_t>(detail::winograd_weights<M>(detail::winograd_gradient_op(op))),
                            nan);
  kernels::transform_turned_weights<P, M>(weights_of(all.first()).data(), In, c.out, turned.data());
  std::vector<float> room(static_cast<std::size_t>(detail::winograd_gradient_room<M>(op, n).size), nan);
  std::vector<PointPlace<float>> places(static_cast<std::size_t>(detail::most_tiles_at_once));
  kernels::ConvGradientArgs<float> args[most_samples_at_hand]{};
  for (int i = 0; i < n; ++i) {
    if (!asked.adds_to_input) all[i].begin_input_gradient();
    args[i] = all.args(i);
    args[i].weights = turned.data();
    if (asked.wants_input) continue;
    args[i].dx = nullptr;
    all[i].forget_input_gradient();
  }
  constexpr kernels::WinogradKey key = [] {
    kernels::WinogradKey k = kernels::winograd_key_of<P>(In);
    k.adds = true;
    return k;
  }();
  kernels::conv2d_winograd_gradients<P, M, F, key>(args, n, asked.begins_weights, asked.adds_to_input,
                                                   PointRoom<float>{room.data(), places.data()});
  return all.worst(Convolution::Scale::largest);
}

template <int M, int In>
void gradients_hold(const Case& c) {
  CAPTURE(c.height);
  CAPTURE(c.width);
  CAPTURE(c.out);
  for (const int n : {1, 3, 16}) {
    CAPTURE(n);
    CHECK(worst_of<M, In>(c, n) < 1e-5);
    CHECK(worst_of<M, In>(c, n, {.begins_weights = true, .adds_to_input = false}) < 1e-5);
  }
  CHECK(worst_of<M, In>(c, 2, {.wants_input = false}) < 1e-5);
}

constexpr Window valid3{.kernel = 3}, uneven3{.kernel = 3, .pad = {0, 2, 1, 0}},
    full3{.kernel = 3, .pad = {2, 2, 2, 2}};

/// The tile of the backward pass of each convolution of `Net`, and how many samples it takes at once.
template <class Net>
std::vector<int> tiles_of() {
  std::vector<int> tiles;
  for (const TrainingStep& t : training_plan<Net>.steps)
    if (t.forward.op.kind == Kind::conv2d) tiles.push_back(t.gradient_tile);
  return tiles;
}
template <class Net>
std::vector<int> samples_of() {
  std::vector<int> samples;
  for (const TrainingStep& t : training_plan<Net>.steps)
    if (t.forward.op.kind == Kind::conv2d) samples.push_back(t.samples);
  return samples;
}

using Tiles = std::vector<int>;
template <int Size, int Channels, class... L>
using Normalized = Sequential<Input<Size, Size, Channels>, Conv2D<Channels, 3, Same>, BatchNormalization<>, ReLU, L...>;

}  // namespace

TEST_CASE("by tiles of both sizes gradients hold 1e-5 of the largest sum of their terms' magnitudes") {
  gradients_hold<4, 16>({8, 8, 0, 16, same3});
  gradients_hold<2, 16>({8, 8, 0, 16, same3});
  gradients_hold<4, 33>({4, 4, 0, 40, same3});  // one tile
  gradients_hold<2, 40>({3, 2, 0, 33, same3});
}

TEST_CASE("also of maps that tiles do not divide, with any padding, in several passes") {
  gradients_hold<4, 17>({9, 7, 0, 5, same3});  // the last tiles are moved back
  gradients_hold<2, 5>({9, 7, 0, 35, same3});
  gradients_hold<4, 20>({10, 9, 0, 18, valid3});
  gradients_hold<2, 18>({7, 8, 0, 20, uneven3});
  gradients_hold<4, 3>({6, 5, 0, 64, full3});
  CHECK(worst_of<4, 16>({37, 34, 0, 17, same3}, 1) < 1e-5);
  CHECK(worst_of<4, 16>({37, 34, 0, 17, same3}, 3, {.begins_weights = true, .adds_to_input = false}) < 1e-5);
  CHECK(worst_of<2, 24>({20, 21, 0, 16, valid3}, 2) < 1e-5);
  CHECK(worst_of<4, 200>({9, 9, 0, 160, same3}, 7, {.begins_weights = true}) < 1e-5);  // long sums, few tiles at once
}

TEST_CASE("also behind an activation, and in other packs than the machine's") {
  using Four = scalar_pack<float, 4>;
  using One = scalar_pack<float, 1>;
  const Case c{9, 7, 0, 19, same3};
  CHECK((worst_of<4, 17, native_pack, Activation::relu>(c, 5)) < 1e-5);
  CHECK((worst_of<2, 16, native_pack, Activation::relu>(c, 5)) < 1e-5);
  CHECK((worst_of<4, 18, Four>(c, 2, {.adds_to_input = false})) < 1e-5);
  CHECK((worst_of<2, 5, Four, Activation::relu>(c, 3)) < 1e-5);
  CHECK((worst_of<4, 3, One>(c, 1)) < 1e-5);
}

TEST_CASE("chosen where the gradient has hardly any zeros, and both maps are large enough") {
  CHECK(tiles_of<Normalized<16, 32>>() == Tiles{4});
  CHECK(tiles_of<Normalized<8, 64>>() == Tiles{4});
  CHECK(tiles_of<Normalized<2, 64>>() == Tiles{0});
  CHECK(tiles_of<Normalized<16, 15>>() == Tiles{0});
  CHECK(tiles_of<Normalized<16, 32, TightNumbers>>() == Tiles{0});
  CHECK(tiles_of<Normalized<16, 32, Force<"conv2d", "direct">>>() == Tiles{0});
  CHECK(tiles_of<Normalized<16, 32, Force<"conv2d", Winograd<2>>>>() == Tiles{2});
  using Plain = Sequential<Input<16, 16, 32>, Conv2D<32, 3, Same>, ReLU, Conv2D<32, 3, Same>>;
  CHECK(tiles_of<Plain>() == Tiles{0, 0});
  CHECK(tiles_of<Sequential<Plain, Force<"conv2d", Winograd<4>>>>() == Tiles{4, 0});
  // Behind a sum and a normalisation; two readers, one of which may leave zeros.
  using Sum = Sequential<Input<16, 16, 32>, Residual<Conv2D<32, 3, Same>>, BatchNormalization<>>;
  CHECK(tiles_of<Sum>() == Tiles{4});
  using Two = Sequential<Input<16, 16, 32>, Conv2D<32, 3, Same>,
                         Concat<BatchNormalization<>, Sequential<ReLU, MaxPooling2D<2>, UpSampling2D<2>>>>;
  CHECK(tiles_of<Two>() == Tiles{0});
}

TEST_CASE("as many samples go through at once as make enough tiles") {
  CHECK(samples_of<Normalized<4, 64>>() == Tiles{16});
  CHECK(samples_of<Normalized<16, 32>>() == Tiles{4});
  CHECK(samples_of<Normalized<32, 16>>() == Tiles{1});
}

using TwoTiles = Sequential<Input<9, 6, 5>, Conv2D<6, 3, Same>, BatchNormalization<>, ReLU, Conv2D<4, 3, Same>,
                            BatchNormalization<>, Force<"conv2d", Winograd<2>>, Force<"conv2d_1", Winograd<4>>>;
using Path = Sequential<Conv2D<6, 3, Same>, BatchNormalization<>, ReLU, Conv2D<6, 3, Same, NoBias>>;
using ResidualTiles = Sequential<Input<8, 8, 6>, Residual<Path>, ReLU, GlobalAveragePooling2D, Dense<3>,
                                 Force<"conv2d", Winograd<4>>, Force<"conv2d_1", Winograd<2>>>;

TEST_CASE_TEMPLATE("networks that train by tiles obey the laws", Net, TwoTiles, ResidualTiles) { laws::obey<Net>(); }
