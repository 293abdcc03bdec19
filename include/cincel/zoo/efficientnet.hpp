// EfficientNet (Tan and Le, "EfficientNet: rethinking model scaling for convolutional neural networks", 2019), as
// torchvision has it. Compound scaling is arithmetic that the compiler does.
#pragma once

#include <cincel/zoo/blocks.hpp>

namespace cincel::zoo {

namespace efficientnet {

/// Compound scaling: factors of width and depth, resolution and dropout of B0 … B7.
struct Scale {
  double width, depth;
  int resolution;
  float dropout;
  bool late_norm;  // B5 and up: epsilon 1e-3, momentum 0.99
  friend constexpr bool operator==(const Scale&, const Scale&) = default;
};
inline constexpr Scale scales[]{{1.0, 1.0, 224, 0.2f, false}, {1.0, 1.1, 240, 0.2f, false},
                                {1.1, 1.2, 260, 0.3f, false}, {1.2, 1.4, 300, 0.3f, false},
                                {1.4, 1.8, 380, 0.4f, false}, {1.6, 2.2, 456, 0.4f, true},
                                {1.8, 2.6, 528, 0.5f, true},  {2.0, 3.1, 600, 0.5f, true}};

constexpr int channels(int n, const Scale& s) { return make_divisible(n * s.width); }
constexpr int layers(int n, const Scale& s) {
  const double exact = n * s.depth;
  const int whole = static_cast<int>(exact);
  return whole + (exact > whole);
}

/// The stages of B0: Table 1 of the paper.
struct Stage {
  int expansion, kernel, stride, in, out, layers;
};
inline constexpr Stage stages[]{{1, 3, 1, 32, 16, 1},  {6, 3, 2, 16, 24, 2},  {6, 5, 2, 24, 40, 2},
                                {6, 3, 2, 40, 80, 3},  {6, 5, 1, 80, 112, 3}, {6, 5, 2, 112, 192, 4},
                                {6, 3, 1, 192, 320, 1}};
inline constexpr int stage_count = 7;

/// Blocks before stage `end`.
constexpr int blocks_before(int end, const Scale& s) {
  int n = 0;
  for (int i = 0; i < end; ++i) n += layers(stages[i].layers, s);
  return n;
}

/// Block `Number` of stage `S` in scale `V`.
template <Scale V, int S, int Number>
struct Block {
  static constexpr Scale scale = V;
  static constexpr Stage stage = stages[S];
  static constexpr int out = channels(stage.out, scale), in = Number == 0 ? channels(stage.in, scale) : out,
                       stride = Number == 0 ? stage.stride : 1, expanded = make_divisible(in * stage.expansion),
                       squeezed = in / 4 > 1 ? in / 4 : 1;
  /// Grows with the block's number from 0 to 0.2.
  static constexpr float drop = 0.2f * static_cast<float>(blocks_before(S, scale) + Number) /
                                static_cast<float>(blocks_before(stage_count, scale));
  using Norm = std::conditional_t<scale.late_norm, BatchNorm3, BatchNorm>;
  using Tail = Sequential<DepthwiseNorm<stage.kernel, stride, Norm, SiLU>,
                          SqueezeExcitation<expanded, squeezed, SiLU, Sigmoid>, ConvNorm<out, 1, 1, Norm>>;
  using Path = std::conditional_t<expanded == in, Tail, Sequential<ConvNorm<expanded, 1, 1, Norm, SiLU>, Tail>>;
  using type = std::conditional_t<stride == 1 && in == out, Residual<Sequential<Path, StochasticDepth<drop>>>, Path>;
};

template <Scale V, int S>
struct StageBlocks {
  template <int Number>
  using At = typename Block<V, S, Number>::type;
  using type = RepeatWith<layers(stages[S].layers, V), At>;
};

template <Scale V>
struct Features {
  static constexpr Scale scale = V;
  using Norm = std::conditional_t<scale.late_norm, BatchNorm3, BatchNorm>;
  using Stem = ConvNorm<channels(32, scale), 3, 2, Norm, SiLU>;
  using Blocks =
      Sequential<typename StageBlocks<V, 0>::type, typename StageBlocks<V, 1>::type, typename StageBlocks<V, 2>::type,
                 typename StageBlocks<V, 3>::type, typename StageBlocks<V, 4>::type, typename StageBlocks<V, 5>::type,
                 typename StageBlocks<V, 6>::type>;
  using Last = ConvNorm<4 * channels(320, scale), 1, 1, Norm, SiLU>;
};

template <Scale V, int Classes, int Size, int Channels>
using Net = Sequential<Input<(Size > 0 ? Size : V.resolution), (Size > 0 ? Size : V.resolution), Channels>,
                       typename Features<V>::Stem, Named<"blocks", typename Features<V>::Blocks>,
                       typename Features<V>::Last, GlobalAveragePooling2D, Dropout<V.dropout>, Dense<Classes>, Softmax>;

}  // namespace efficientnet

/// `Size` 0 is the resolution of the paper. Counts: torchvision efficientnet_b0 … efficientnet_b7.
template <int Classes = 1000, int Size = 0, int Channels = 3>
using EfficientNetB0 = typename Published<efficientnet::Net<efficientnet::scales[0], Classes, Size, Channels>,
                                          (Classes == 1000 && Size == 0 && Channels == 3) ? 5'288'548 : 0>::type;
template <int Classes = 1000, int Size = 0, int Channels = 3>
using EfficientNetB1 = typename Published<efficientnet::Net<efficientnet::scales[1], Classes, Size, Channels>,
                                          (Classes == 1000 && Size == 0 && Channels == 3) ? 7'794'184 : 0>::type;
template <int Classes = 1000, int Size = 0, int Channels = 3>
using EfficientNetB2 = typename Published<efficientnet::Net<efficientnet::scales[2], Classes, Size, Channels>,
                                          (Classes == 1000 && Size == 0 && Channels == 3) ? 9'109'994 : 0>::type;
template <int Classes = 1000, int Size = 0, int Channels = 3>
using EfficientNetB3 = typename Published<efficientnet::Net<efficientnet::scales[3], Classes, Size, Channels>,
                                          (Classes == 1000 && Size == 0 && Channels == 3) ? 12'233'232 : 0>::type;
template <int Classes = 1000, int Size = 0, int Channels = 3>
using EfficientNetB4 = typename Published<efficientnet::Net<efficientnet::scales[4], Classes, Size, Channels>,
                                          (Classes == 1000 && Size == 0 && Channels == 3) ? 19'341'616 : 0>::type;
template <int Classes = 1000, int Size = 0, int Channels = 3>
using EfficientNetB5 = typename Published<efficientnet::Net<efficientnet::scales[5], Classes, Size, Channels>,
                                          (Classes == 1000 && Size == 0 && Channels == 3) ? 30'389'784 : 0>::type;
template <int Classes = 1000, int Size = 0, int Channels = 3>
using EfficientNetB6 = typename Published<efficientnet::Net<efficientnet::scales[6], Classes, Size, Channels>,
                                          (Classes == 1000 && Size == 0 && Channels == 3) ? 43'040'704 : 0>::type;
template <int Classes = 1000, int Size = 0, int Channels = 3>
using EfficientNetB7 = typename Published<efficientnet::Net<efficientnet::scales[7], Classes, Size, Channels>,
                                          (Classes == 1000 && Size == 0 && Channels == 3) ? 66'347'960 : 0>::type;

}  // namespace cincel::zoo
