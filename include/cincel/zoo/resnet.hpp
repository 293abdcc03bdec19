// ResNet (He et al., "Deep residual learning for image recognition", 2016), as torchvision has it: the stride of a
// bottleneck stands at its 3x3 convolution.
#pragma once

#include <cincel/zoo/blocks.hpp>

namespace cincel::zoo {

namespace resnet {

/// Two 3x3 convolutions.
struct Basic {
  static constexpr int expansion = 1;
  template <int Filters, int S>
  using Path = Sequential<ConvNorm<Filters, 3, S, BatchNorm, ReLU>, ConvNorm<Filters, 3>>;
};
/// 1x1, 3x3, 1x1 convolutions.
struct Bottleneck {
  static constexpr int expansion = 4;
  template <int Filters, int S>
  using Path = Sequential<ConvNorm<Filters, 1, 1, BatchNorm, ReLU>, ConvNorm<Filters, 3, S, BatchNorm, ReLU>,
                          ConvNorm<4 * Filters, 1>>;
};

/// A block whose shortcut changes the shape, and one whose shortcut is the identity.
template <class Kind, int Filters, int S>
using Down =
    Sequential<Residual<typename Kind::template Path<Filters, S>, ConvNorm<Kind::expansion * Filters, 1, S>>, ReLU>;
template <class Kind, int Filters>
using Same = Sequential<Residual<typename Kind::template Path<Filters, 1>>, ReLU>;

/// The first stage of the basic kind keeps its shape throughout.
template <class Kind, int N, int Filters, int S>
using Stage = std::conditional_t<Kind::expansion == 1 && S == 1, Repeat<N, Same<Kind, Filters>>,
                                 Sequential<Down<Kind, Filters, S>, Repeat<N - 1, Same<Kind, Filters>>>>;

template <class Kind, int N1, int N2, int N3, int N4, int Classes, int Size, int Channels, int Width>
using Net = Sequential<Input<Size, Size, Channels>, ConvNorm<Width, 7, 2, BatchNorm, ReLU>,
                       MaxPooling2D<3, Stride<2>, Padding<1>>, Named<"layer1", Stage<Kind, N1, Width, 1>>,
                       Named<"layer2", Stage<Kind, N2, 2 * Width, 2>>, Named<"layer3", Stage<Kind, N3, 4 * Width, 2>>,
                       Named<"layer4", Stage<Kind, N4, 8 * Width, 2>>, GlobalAveragePooling2D, Dense<Classes>, Softmax>;

}  // namespace resnet

/// `Width` is the number of filters of the first layer. Counts: torchvision resnet18, resnet34, resnet50, resnet101,
/// resnet152.
template <int Classes = 1000, int Size = 224, int Channels = 3, int Width = 64>
using ResNet18 =
    typename Published<resnet::Net<resnet::Basic, 2, 2, 2, 2, Classes, Size, Channels, Width>,
                       (Classes == 1000 && Size == 224 && Channels == 3 && Width == 64) ? 11'689'512 : 0>::type;
template <int Classes = 1000, int Size = 224, int Channels = 3, int Width = 64>
using ResNet34 =
    typename Published<resnet::Net<resnet::Basic, 3, 4, 6, 3, Classes, Size, Channels, Width>,
                       (Classes == 1000 && Size == 224 && Channels == 3 && Width == 64) ? 21'797'672 : 0>::type;
template <int Classes = 1000, int Size = 224, int Channels = 3, int Width = 64>
using ResNet50 =
    typename Published<resnet::Net<resnet::Bottleneck, 3, 4, 6, 3, Classes, Size, Channels, Width>,
                       (Classes == 1000 && Size == 224 && Channels == 3 && Width == 64) ? 25'557'032 : 0>::type;
template <int Classes = 1000, int Size = 224, int Channels = 3, int Width = 64>
using ResNet101 =
    typename Published<resnet::Net<resnet::Bottleneck, 3, 4, 23, 3, Classes, Size, Channels, Width>,
                       (Classes == 1000 && Size == 224 && Channels == 3 && Width == 64) ? 44'549'160 : 0>::type;
template <int Classes = 1000, int Size = 224, int Channels = 3, int Width = 64>
using ResNet152 =
    typename Published<resnet::Net<resnet::Bottleneck, 3, 8, 36, 3, Classes, Size, Channels, Width>,
                       (Classes == 1000 && Size == 224 && Channels == 3 && Width == 64) ? 60'192'808 : 0>::type;

namespace resnet {

/// Option A of the paper: every second pixel, and zeros for the channels that are not there.
template <int Filters>
using ZeroShortcut = Sequential<Slice<1, 0, 0, 2>, Slice<2, 0, 0, 2>, ChannelPadding<Filters / 4, Filters / 4>>;
template <int Filters>
using CifarDown = Sequential<Residual<Basic::Path<Filters, 2>, ZeroShortcut<Filters>>, ReLU>;
template <int N, int Filters>
using CifarStage = Sequential<CifarDown<Filters>, Repeat<N - 1, Same<Basic, Filters>>>;

/// The CIFAR-10 networks of section 4.2: 6N + 2 layers.
template <int N, int Classes, int Size, int Channels, int Width>
using Cifar = Sequential<Input<Size, Size, Channels>, ConvNorm<Width, 3, 1, BatchNorm, ReLU>,
                         Named<"layer1", Repeat<N, Same<Basic, Width>>>, Named<"layer2", CifarStage<N, 2 * Width>>,
                         Named<"layer3", CifarStage<N, 4 * Width>>, GlobalAveragePooling2D, Dense<Classes>, Softmax>;

}  // namespace resnet

template <int Classes = 10, int Size = 32, int Channels = 3, int Width = 16>
using ResNet20 = typename Published<resnet::Cifar<3, Classes, Size, Channels, Width>,
                                    (Classes == 10 && Size == 32 && Channels == 3 && Width == 16) ? 269'722 : 0>::type;

}  // namespace cincel::zoo
