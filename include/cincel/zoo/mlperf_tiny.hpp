// The four reference networks of MLPerf Tiny (Banbury et al. 2021; github.com/mlcommons/tiny), as its Keras scripts
// build them: every convolution has a bias, also in front of a batch normalisation.
#pragma once

#include <cincel/zoo/blocks.hpp>

namespace cincel::zoo {

namespace tiny {

using Norm = BatchNormalization<>;

template <int Filters, int S>
using Path8 = Sequential<Conv2D<Filters, 3, Stride<S>, Same>, Norm, ReLU, Conv2D<Filters, 3, Same>, Norm>;
template <int Filters>
using Stack8 = Sequential<Residual<Path8<Filters, 2>, Conv2D<Filters, 1, Stride<2>>>, ReLU>;

template <int Filters, int S = 1>
using Separable = Sequential<DepthwiseConv2D<3, Stride<S>, Same>, Norm, ReLU, Conv2D<Filters, 1>, Norm, ReLU>;

template <int Units>
using DenseNorm = Sequential<Dense<Units>, Norm, ReLU>;

}  // namespace tiny

/// Image classification, CIFAR-10.
template <int Classes = 10>
using ResNet8 = Sequential<Input<32, 32, 3>, Conv2D<16, 3, Same>, tiny::Norm, ReLU, Residual<tiny::Path8<16, 1>>, ReLU,
                           tiny::Stack8<32>, tiny::Stack8<64>, AveragePooling2D<8>, Flatten, Dense<Classes>, Softmax>;
static_assert(ResNet8<>::parameter_count + ResNet8<>::non_trainable_count == 78'666);

/// Keyword spotting: 49 frames of 10 cepstral coefficients.
template <int Classes = 12>
using DSCNN =
    Sequential<Input<49, 10, 1>, Conv2D<64, Size(10, 4), Stride<2>, Same>, tiny::Norm, ReLU, Dropout<0.2f>,
               Repeat<4, tiny::Separable<64>>, Dropout<0.4f>, GlobalAveragePooling2D, Dense<Classes>, Softmax>;
static_assert(DSCNN<>::parameter_count + DSCNN<>::non_trainable_count == 24'908);

/// Visual wake words: MobileNet V1 of a quarter of the width, 96x96 pixels.
template <int Classes = 2>
using MobileNetTiny =
    Sequential<Input<96, 96, 3>, Conv2D<8, 3, Stride<2>, Same>, tiny::Norm, ReLU, tiny::Separable<16>,
               tiny::Separable<32, 2>, tiny::Separable<32>, tiny::Separable<64, 2>, tiny::Separable<64>,
               tiny::Separable<128, 2>, Repeat<5, tiny::Separable<128>>, tiny::Separable<256, 2>, tiny::Separable<256>,
               AveragePooling2D<3>, Flatten, Dense<Classes>, Softmax>;
static_assert(MobileNetTiny<>::parameter_count + MobileNetTiny<>::non_trainable_count == 221'794);

/// Anomaly detection in machine sounds: an autoencoder of 5 frames of 128 mel bands.
using Autoencoder640 = Sequential<Input<640>, Repeat<4, tiny::DenseNorm<128>>, tiny::DenseNorm<8>,
                                  Repeat<4, tiny::DenseNorm<128>>, Dense<640>>;
static_assert(Autoencoder640::parameter_count + Autoencoder640::non_trainable_count == 269'992);

}  // namespace cincel::zoo
