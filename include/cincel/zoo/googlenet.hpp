// GoogLeNet (Szegedy et al., "Going deeper with convolutions", 2015), as torchvision has it: with batch normalisation,
// and 3x3 convolutions where the paper has 5x5 ones.
#pragma once

#include <cincel/zoo/blocks.hpp>

namespace cincel::zoo {

namespace googlenet {

template <int Filters, int Kernel, int S = 1>
using Conv = ConvNorm<Filters, Kernel, S, BatchNormalization<Epsilon<1e-3f>, Momentum<0.9f>>, ReLU>;

/// Four branches side by side: 1x1; 1x1 then 3x3, twice; pooling then 1x1.
template <int One, int ReduceThree, int Three, int ReduceTwice, int Twice, int Pooled>
using Inception = Concat<Conv<One, 1>, Sequential<Conv<ReduceThree, 1>, Conv<Three, 3>>,
                         Sequential<Conv<ReduceTwice, 1>, Conv<Twice, 3>>,
                         Sequential<MaxPooling2D<3, Stride<1>, Padding<1>>, Conv<Pooled, 1>>>;

using Pool = MaxPooling2D<3, Stride<2>, CeilMode>;

/// The paper's auxiliary classifier, for maps of 14x14 pixels.
template <int Classes>
using AuxiliaryHead = Sequential<AveragePooling2D<5, Stride<3>>, Conv<128, 1>, Flatten, Dense<1024>, ReLU,
                                 Dropout<0.7f>, Dense<Classes>, Softmax>;

/// `W` scales all filters, in sixteenths.
template <int Size, int Channels, int W>
using Stem = Sequential<Input<Size, Size, Channels>, Conv<4 * W, 7, 2>, Pool, Conv<4 * W, 1>, Conv<12 * W, 3>, Pool>;
template <int W>
using Stage3 = Sequential<Named<"inception3a", Inception<4 * W, 6 * W, 8 * W, W, 2 * W, 2 * W>>,
                          Named<"inception3b", Inception<8 * W, 8 * W, 12 * W, 2 * W, 6 * W, 4 * W>>, Pool,
                          Named<"inception4a", Inception<12 * W, 6 * W, 13 * W, W, 3 * W, 4 * W>>>;
template <int W>
using Stage4 = Sequential<Named<"inception4b", Inception<10 * W, 7 * W, 14 * W, 24 * W / 16, 4 * W, 4 * W>>,
                          Named<"inception4c", Inception<8 * W, 8 * W, 16 * W, 24 * W / 16, 4 * W, 4 * W>>,
                          Named<"inception4d", Inception<7 * W, 9 * W, 18 * W, 2 * W, 4 * W, 4 * W>>>;
template <int W>
using Stage5 = Sequential<Named<"inception4e", Inception<16 * W, 10 * W, 20 * W, 2 * W, 8 * W, 8 * W>>,
                          MaxPooling2D<2, Stride<2>, CeilMode>,
                          Named<"inception5a", Inception<16 * W, 10 * W, 20 * W, 2 * W, 8 * W, 8 * W>>,
                          Named<"inception5b", Inception<24 * W, 12 * W, 24 * W, 3 * W, 8 * W, 8 * W>>>;

}  // namespace googlenet

/// `Width` is 16 in the paper; 8 halves all filters. Counts: torchvision googlenet, without and with aux_logits.
template <int Classes = 1000, int Size = 224, int Channels = 3, int Width = 16>
using GoogLeNet = typename Published<
    Sequential<googlenet::Stem<Size, Channels, Width>, googlenet::Stage3<Width>, googlenet::Stage4<Width>,
               googlenet::Stage5<Width>, GlobalAveragePooling2D, Dropout<0.2f>, Dense<Classes>, Softmax>,
    (Classes == 1000 && Size == 224 && Channels == 3 && Width == 16) ? 6'624'904 : 0>::type;

/// With the two auxiliary classifiers, outputs "aux1" and "aux2": train it with `WithAuxiliaries`.
template <int Classes = 1000, int Channels = 3>
using GoogLeNetAux =
    typename Published<Sequential<googlenet::Stem<224, Channels, 16>, googlenet::Stage3<16>,
                                  Auxiliary<"aux1", googlenet::AuxiliaryHead<Classes>>, googlenet::Stage4<16>,
                                  Auxiliary<"aux2", googlenet::AuxiliaryHead<Classes>>, googlenet::Stage5<16>,
                                  GlobalAveragePooling2D, Dropout<0.2f>, Dense<Classes>, Softmax>,
                       (Classes == 1000 && Channels == 3) ? 13'004'888 : 0>::type;

}  // namespace cincel::zoo
