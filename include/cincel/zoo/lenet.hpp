// LeNet-5 (LeCun et al., "Gradient-based learning applied to document recognition", 1998).
#pragma once

#include <cincel/zoo/blocks.hpp>

namespace cincel::zoo {

/// LeNet-5 as it is usually built today: full connections, mean pooling, softmax.
template <int Classes = 10, int Size = 28, int Channels = 1>
using LeNet5 = typename Published<
    Sequential<Input<Size, Size, Channels>, Conv2D<6, 5, Padding<2>>, Tanh, AveragePooling2D<2>, Conv2D<16, 5>, Tanh,
               AveragePooling2D<2>, Flatten, Dense<120>, Tanh, Dense<84>, Tanh, Dense<Classes>, Softmax>,
    (Classes == 10 && Size == 28 && Channels == 1) ? 61'706 : 0>::type;

// 156 + 2,416 + 48,120 + 10,164 + 850, as the layers of the paper count with full connections.

namespace lenet {

/// One map of layer C3: a 5x5 convolution of some of the six maps before it.
template <int... Map>
using C3Map = Sequential<Concat<Slice<3, Map, Map + 1>...>, Conv2D<1, 5>>;
/// Layer C3 by the paper's Table I.
using C3 = Concat<C3Map<0, 1, 2>, C3Map<1, 2, 3>, C3Map<2, 3, 4>, C3Map<3, 4, 5>, C3Map<4, 5, 0>, C3Map<5, 0, 1>,
                  C3Map<0, 1, 2, 3>, C3Map<1, 2, 3, 4>, C3Map<2, 3, 4, 5>, C3Map<3, 4, 5, 0>, C3Map<4, 5, 0, 1>,
                  C3Map<5, 0, 1, 2>, C3Map<0, 1, 3, 4>, C3Map<1, 2, 4, 5>, C3Map<0, 2, 3, 5>, C3Map<0, 1, 2, 3, 4, 5>>;
/// A subsampling layer: the mean of 2x2, times a coefficient and plus a bias that are learnt for each map.
using Subsampling = Sequential<AveragePooling2D<2>, DepthwiseConv2D<1>, Tanh>;

}  // namespace lenet

/// The original up to layer F6, with its partial connections and its subsampling; the distances to fixed codes that
/// the paper has behind it have no parameters.
using LeNet5Original = Sequential<Input<32, 32, 1>, Conv2D<6, 5>, Tanh, lenet::Subsampling, lenet::C3, Tanh,
                                  lenet::Subsampling, Conv2D<120, 5>, Tanh, Flatten, Dense<84>, Tanh>;

// Section II.B of the paper: 156 + 12 + 1,516 + 32 + 48,120 + 10,164.
static_assert(LeNet5Original::parameter_count == 60'000);

}  // namespace cincel::zoo
