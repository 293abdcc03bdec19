// MobileNets: V1 (Howard et al. 2017) as Keras has it, V2 (Sandler et al. 2018) and V3 (Howard et al. 2019) as
// torchvision has them.
#pragma once

#include <cincel/zoo/blocks.hpp>

namespace cincel::zoo {

namespace mobilenet {

using KerasNorm = BatchNormalization<>;  // epsilon 1e-3, momentum 0.99

/// `Width` is the width multiplier in hundredths: 100, 75, 50, 25.
template <int Filters, int Width>
inline constexpr int scaled = Filters * Width / 100;

template <int Filters, int S = 1>
using Separable1 = Sequential<DepthwiseConv2D<3, Stride<S>, cincel::Same, NoBias>, KerasNorm, ReLU6,
                              Conv2D<Filters, 1, NoBias>, KerasNorm, ReLU6>;

}  // namespace mobilenet

/// MobileNet V1; `Width` in hundredths. Count: keras.applications.MobileNet, 4,253,864 of which 21,888 are not trained.
template <int Classes = 1000, int Size = 224, int Channels = 3, int Width = 100>
using MobileNetV1 = typename Published<
    Sequential<
        Input<Size, Size, Channels>, Conv2D<mobilenet::scaled<32, Width>, 3, Stride<2>, Same, NoBias>,
        mobilenet::KerasNorm, ReLU6, mobilenet::Separable1<mobilenet::scaled<64, Width>>,
        mobilenet::Separable1<mobilenet::scaled<128, Width>, 2>, mobilenet::Separable1<mobilenet::scaled<128, Width>>,
        mobilenet::Separable1<mobilenet::scaled<256, Width>, 2>, mobilenet::Separable1<mobilenet::scaled<256, Width>>,
        mobilenet::Separable1<mobilenet::scaled<512, Width>, 2>,
        Repeat<5, mobilenet::Separable1<mobilenet::scaled<512, Width>>>,
        mobilenet::Separable1<mobilenet::scaled<1024, Width>, 2>, mobilenet::Separable1<mobilenet::scaled<1024, Width>>,
        GlobalAveragePooling2D, Dropout<1e-3f>, Dense<Classes>, Softmax>,
    (Classes == 1000 && Size == 224 && Channels == 3 && Width == 100) ? 4'231'976 : 0>::type;

namespace mobilenet {

/// An inverted residual of V2: 1x1 to `Expansion` times the channels, depthwise 3x3, 1x1 without activation.
template <int In, int Out, int Expansion, int S>
using Path2 = Sequential<ConvNorm<In * Expansion, 1, 1, BatchNorm, ReLU6>, DepthwiseNorm<3, S, BatchNorm, ReLU6>,
                         ConvNorm<Out, 1>>;
template <int N, int In, int Out, int S>
using Stage2 = Sequential<Path2<In, Out, 6, S>, Repeat<N - 1, Residual<Path2<Out, Out, 6, 1>>>>;

template <int Channels, int Width>
inline constexpr int wide = make_divisible(Channels * Width / 100.0);

/// What a table of V3 says of a block.
struct Block3 {
  int in, kernel, expanded, out;
  bool squeeze, hard_swish;
  int stride;
};

template <Block3 B, class Activation, class... Squeeze>
using Tail3 = Sequential<DepthwiseNorm<B.kernel, B.stride, BatchNorm3, Activation>, Squeeze...,
                         ConvNorm<B.out, 1, 1, BatchNorm3>>;
constexpr int squeezed(int channels) {
  const int whole = channels / 4;
  return make_divisible(whole);
}
template <Block3 B, class Activation>
using Squeezed3 =
    std::conditional_t<B.squeeze,
                       Tail3<B, Activation, SqueezeExcitation<B.expanded, squeezed(B.expanded), ReLU, HardSigmoid>>,
                       Tail3<B, Activation>>;
template <Block3 B, class Activation>
using Path3 =
    std::conditional_t<B.expanded == B.in, Squeezed3<B, Activation>,
                       Sequential<ConvNorm<B.expanded, 1, 1, BatchNorm3, Activation>, Squeezed3<B, Activation>>>;
template <Block3 B>
using PathOf3 = std::conditional_t<B.hard_swish, Path3<B, HardSwish>, Path3<B, ReLU>>;
template <Block3 B>
using Layer3 = std::conditional_t<B.stride == 1 && B.in == B.out, Residual<PathOf3<B>>, PathOf3<B>>;

/// The tables of the paper (1 and 2), filters scaled by `W` hundredths.
template <int W>
struct Tables3 {
  template <int In, int Kernel, int Expanded, int Out, bool Squeeze, bool Swish, int S>
  using Row = Layer3<Block3{wide<In, W>, Kernel, wide<Expanded, W>, wide<Out, W>, Squeeze, Swish, S}>;
  using Large = Sequential<
      Row<16, 3, 16, 16, false, false, 1>, Row<16, 3, 64, 24, false, false, 2>, Row<24, 3, 72, 24, false, false, 1>,
      Row<24, 5, 72, 40, true, false, 2>, Row<40, 5, 120, 40, true, false, 1>, Row<40, 5, 120, 40, true, false, 1>,
      Row<40, 3, 240, 80, false, true, 2>, Row<80, 3, 200, 80, false, true, 1>, Row<80, 3, 184, 80, false, true, 1>,
      Row<80, 3, 184, 80, false, true, 1>, Row<80, 3, 480, 112, true, true, 1>, Row<112, 3, 672, 112, true, true, 1>,
      Row<112, 5, 672, 160, true, true, 2>, Row<160, 5, 960, 160, true, true, 1>, Row<160, 5, 960, 160, true, true, 1>>;
  using Small = Sequential<
      Row<16, 3, 16, 16, true, false, 2>, Row<16, 3, 72, 24, false, false, 2>, Row<24, 3, 88, 24, false, false, 1>,
      Row<24, 5, 96, 40, true, true, 2>, Row<40, 5, 240, 40, true, true, 1>, Row<40, 5, 240, 40, true, true, 1>,
      Row<40, 5, 120, 48, true, true, 1>, Row<48, 5, 144, 48, true, true, 1>, Row<48, 5, 288, 96, true, true, 2>,
      Row<96, 5, 576, 96, true, true, 1>, Row<96, 5, 576, 96, true, true, 1>>;
};

template <class Table, int Last, int Hidden, int Classes, int Size, int Channels, int W>
using Net3 =
    Sequential<Input<Size, Size, Channels>, ConvNorm<wide<16, W>, 3, 2, BatchNorm3, HardSwish>, Named<"blocks", Table>,
               ConvNorm<wide<Last, W>, 1, 1, BatchNorm3, HardSwish>, GlobalAveragePooling2D, Dense<wide<Hidden, W>>,
               HardSwish, Dropout<0.2f>, Dense<Classes>, Softmax>;

}  // namespace mobilenet

/// MobileNet V2; `Width` in hundredths. Count: torchvision mobilenet_v2.
template <int Classes = 1000, int Size = 224, int Channels = 3, int Width = 100>
using MobileNetV2 = typename Published<
    Sequential<Input<Size, Size, Channels>, ConvNorm<mobilenet::wide<32, Width>, 3, 2, BatchNorm, ReLU6>,
               DepthwiseNorm<3, 1, BatchNorm, ReLU6>, ConvNorm<mobilenet::wide<16, Width>, 1>,
               mobilenet::Stage2<2, mobilenet::wide<16, Width>, mobilenet::wide<24, Width>, 2>,
               mobilenet::Stage2<3, mobilenet::wide<24, Width>, mobilenet::wide<32, Width>, 2>,
               mobilenet::Stage2<4, mobilenet::wide<32, Width>, mobilenet::wide<64, Width>, 2>,
               mobilenet::Stage2<3, mobilenet::wide<64, Width>, mobilenet::wide<96, Width>, 1>,
               mobilenet::Stage2<3, mobilenet::wide<96, Width>, mobilenet::wide<160, Width>, 2>,
               mobilenet::Stage2<1, mobilenet::wide<160, Width>, mobilenet::wide<320, Width>, 1>,
               ConvNorm<(Width > 100 ? mobilenet::wide<1280, Width> : 1280), 1, 1, BatchNorm, ReLU6>,
               GlobalAveragePooling2D, Dropout<0.2f>, Dense<Classes>, Softmax>,
    (Classes == 1000 && Size == 224 && Channels == 3 && Width == 100) ? 3'504'872 : 0>::type;

/// MobileNet V3; `Width` in hundredths. Counts: torchvision mobilenet_v3_large, mobilenet_v3_small.
template <int Classes = 1000, int Size = 224, int Channels = 3, int Width = 100>
using MobileNetV3Large = typename Published<
    mobilenet::Net3<typename mobilenet::Tables3<Width>::Large, 960, 1280, Classes, Size, Channels, Width>,
    (Classes == 1000 && Size == 224 && Channels == 3 && Width == 100) ? 5'483'032 : 0>::type;
template <int Classes = 1000, int Size = 224, int Channels = 3, int Width = 100>
using MobileNetV3Small = typename Published<
    mobilenet::Net3<typename mobilenet::Tables3<Width>::Small, 576, 1024, Classes, Size, Channels, Width>,
    (Classes == 1000 && Size == 224 && Channels == 3 && Width == 100) ? 2'542'856 : 0>::type;

}  // namespace cincel::zoo
