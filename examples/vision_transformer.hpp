// A small vision transformer (Dosovitskiy et al. 2021) for 28x28 images: patches of 4x4, four blocks of attention.
#pragma once

#include <cincel/inference.hpp>

namespace vit {

using namespace cincel;

template <int Channels, int Heads>
using Block = Sequential<Residual<Sequential<LayerNormalization<>, MultiHeadAttention<Heads>>>,
                         Residual<Sequential<LayerNormalization<>, Dense<2 * Channels>, GELU, Dense<Channels>>>>;

template <int Classes = 10, int Channels = 48, int Heads = 4, int Depth = 4>
using VisionTransformer = Sequential<Input<28, 28, 1>, Conv2D<Channels, 4, Stride<4>>, Reshape<-1, Channels>,
                                     PositionalEmbedding, Repeat<Depth, Block<Channels, Heads>>, LayerNormalization<>,
                                     GlobalAveragePooling1D, Dense<Classes>, Softmax>;

static_assert(VisionTransformer<>::layer_shapes[2] == Shape(49, 48));

}  // namespace vit
