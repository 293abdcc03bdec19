// DenseNet (Huang et al., "Densely connected convolutional networks", 2017).
#pragma once

#include <cincel/zoo/blocks.hpp>

namespace cincel::zoo {

namespace densenet {

/// What a layer adds to all that was made before it.
template <int Growth>
using Layer = Concat<Identity, Sequential<BatchNorm, ReLU, Conv2D<4 * Growth, 1, NoBias, HeNormal>, BatchNorm, ReLU,
                                          Conv2D<Growth, 3, Padding<1>, NoBias, HeNormal>>>;
template <int N, int Growth>
using Block = Repeat<N, Layer<Growth>>;
template <int Filters>
using Transition = Sequential<BatchNorm, ReLU, Conv2D<Filters, 1, NoBias, HeNormal>, AveragePooling2D<2>>;

template <int N1, int N2, int N3, int N4, int Growth, int Classes, int Size, int Channels>
struct Build {
  static constexpr int first = 2 * Growth, after1 = (first + N1 * Growth) / 2, after2 = (after1 + N2 * Growth) / 2,
                       after3 = (after2 + N3 * Growth) / 2;
  using type = Sequential<Input<Size, Size, Channels>, ConvNorm<first, 7, 2, BatchNorm, ReLU>,
                          MaxPooling2D<3, Stride<2>, Padding<1>>, Named<"denseblock1", Block<N1, Growth>>,
                          Named<"transition1", Transition<after1>>, Named<"denseblock2", Block<N2, Growth>>,
                          Named<"transition2", Transition<after2>>, Named<"denseblock3", Block<N3, Growth>>,
                          Named<"transition3", Transition<after3>>, Named<"denseblock4", Block<N4, Growth>>, BatchNorm,
                          ReLU, GlobalAveragePooling2D, Dense<Classes>, Softmax>;
};

}  // namespace densenet

/// `Growth` is the number of channels that a layer adds. Counts: torchvision densenet121, 161, 169, 201; DenseNet-264 by
/// the paper's Table 1, built with torchvision's class.
template <int Classes = 1000, int Size = 224, int Channels = 3, int Growth = 32>
using DenseNet121 =
    typename Published<typename densenet::Build<6, 12, 24, 16, Growth, Classes, Size, Channels>::type,
                       (Classes == 1000 && Size == 224 && Channels == 3 && Growth == 32) ? 7'978'856 : 0>::type;
template <int Classes = 1000, int Size = 224, int Channels = 3, int Growth = 48>
using DenseNet161 =
    typename Published<typename densenet::Build<6, 12, 36, 24, Growth, Classes, Size, Channels>::type,
                       (Classes == 1000 && Size == 224 && Channels == 3 && Growth == 48) ? 28'681'000 : 0>::type;
template <int Classes = 1000, int Size = 224, int Channels = 3, int Growth = 32>
using DenseNet169 =
    typename Published<typename densenet::Build<6, 12, 32, 32, Growth, Classes, Size, Channels>::type,
                       (Classes == 1000 && Size == 224 && Channels == 3 && Growth == 32) ? 14'149'480 : 0>::type;
template <int Classes = 1000, int Size = 224, int Channels = 3, int Growth = 32>
using DenseNet201 =
    typename Published<typename densenet::Build<6, 12, 48, 32, Growth, Classes, Size, Channels>::type,
                       (Classes == 1000 && Size == 224 && Channels == 3 && Growth == 32) ? 20'013'928 : 0>::type;
template <int Classes = 1000, int Size = 224, int Channels = 3, int Growth = 32>
using DenseNet264 =
    typename Published<typename densenet::Build<6, 12, 64, 48, Growth, Classes, Size, Channels>::type,
                       (Classes == 1000 && Size == 224 && Channels == 3 && Growth == 32) ? 33'337'704 : 0>::type;

}  // namespace cincel::zoo
